/**
 * A timeline as plain text: for golden tests, terminals and readers who cannot see a canvas.
 *
 * One line per row of a lane: the row's spans as bars over the whole time (`=` completed, `~` yielded, `!` failed,
 * `x` cancelled, `>` running on), then what they are. Below a lane its marks in order of time; at the end arcs and
 * quiet stretches. Needs a whole timeline, not a delta.
 */

import type { TimelineDelta } from './columns.ts';
import { ArcKind, MarkKind, SpanStatus } from './columns.ts';
import { duration } from './duration.ts';

const fills = { running: '>', completed: '=', failed: '!', cancelled: 'x', yielded: '~' } as const;

/** `width` is the number of characters the time axis gets. */
export function renderText(delta: TimelineDelta, width: number): string {
  const { lanes } = delta;
  const lines = [`${duration(delta.endMs)} over ${width} columns${delta.live ? ', live' : ''}`];
  const spans = byLane(delta.spans.lane, lanes.count);
  const marks = byLane(delta.marks.lane, lanes.count);
  const children = byLane(lanes.parent, lanes.count);
  const roots = [...lanes.parent.keys()].filter(lane => (lanes.parent[lane] ?? -1) < 0);
  const visit = (lane: number, depth: number): void => {
    lines.push(...laneLines(delta, lane, depth, width, spans[lane] ?? [], marks[lane] ?? []));
    for (const child of children[lane] ?? []) visit(child, depth + 1);
  };
  for (const root of roots) visit(root, 0);
  lines.push(...arcLines(delta), ...foldLines(delta));
  return `${lines.join('\n')}\n`;
}

function laneLines(
  delta: TimelineDelta,
  lane: number,
  depth: number,
  width: number,
  spans: readonly number[],
  marks: readonly number[],
): string[] {
  const indent = '  '.repeat(depth);
  const lines = [`${indent}${text(delta, delta.lanes.label[lane])}`];
  for (let row = 0; row < (delta.lanes.rows[lane] ?? 0); row++) {
    const inRow = spans.filter(span => delta.spans.row[span] === row);
    const names = inRow.map(span => spanText(delta, span)).join(', ');
    lines.push(`${indent}${row} |${bars(delta, inRow, width)}| ${names}`.trimEnd());
  }
  const byTime = [...marks].sort((a, b) => (delta.marks.at[a] ?? 0) - (delta.marks.at[b] ?? 0));
  for (const mark of byTime) {
    const at = duration(delta.marks.at[mark] ?? 0);
    const kind = nameOf(MarkKind, delta.marks.kind[mark]);
    lines.push(`${indent}  ^ ${at} ${kind} on row ${delta.marks.row[mark]}: ${text(delta, delta.marks.label[mark])}`);
  }
  return lines;
}

function bars(delta: TimelineDelta, spans: readonly number[], width: number): string {
  const cells = new Array<string>(width).fill(' ');
  const column = (time: number) =>
    Math.max(0, Math.min(width - 1, Math.floor((time / Math.max(1, delta.endMs)) * width)));
  for (const span of spans) {
    const from = column(delta.spans.start[span] ?? 0);
    const to = column(Math.min(delta.endMs, delta.spans.end[span] ?? 0));
    const fill = fills[nameOf(SpanStatus, delta.spans.status[span])];
    for (let at = from; at <= to; at++) cells[at] = at === from ? '[' : fill;
  }
  return cells.join('');
}

function spanText(delta: TimelineDelta, span: number): string {
  const start = delta.spans.start[span] ?? 0;
  const end = delta.spans.end[span] ?? 0;
  const lasted = end === Number.POSITIVE_INFINITY ? 'still open' : duration(end - start);
  const status = nameOf(SpanStatus, delta.spans.status[span]);
  return `${text(delta, delta.spans.label[span])} (at ${duration(start)}, ${lasted}${status === 'completed' ? '' : `, ${status}`})`;
}

function arcLines(delta: TimelineDelta): string[] {
  return Array.from({ length: delta.arcs.count }, (_, arc) => {
    const [from, to] = [delta.arcs.from[arc] ?? 0, delta.arcs.to[arc] ?? 0];
    const name = (span: number) => text(delta, delta.spans.label[span]);
    return `${name(from)} at ${duration(delta.spans.start[from] ?? 0)} -${nameOf(ArcKind, delta.arcs.kind[arc])}-> ${name(to)}`;
  });
}

function foldLines(delta: TimelineDelta): string[] {
  return Array.from({ length: delta.folds.count }, (_, fold) => {
    const [start, end] = [delta.folds.start[fold] ?? 0, delta.folds.end[fold] ?? 0];
    return `nothing for ${duration(end - start)} from ${duration(start)}`;
  });
}

function text(delta: TimelineDelta, index: number | undefined): string {
  return delta.strings[index ?? -1] ?? '?';
}

function byLane(lane: Int32Array, count: number): number[][] {
  const lists: number[][] = Array.from({ length: count }, () => []);
  lane.forEach((of, index) => {
    lists[of]?.push(index);
  });
  return lists;
}

function nameOf<Names extends Record<string, number>>(names: Names, value: number | undefined): keyof Names & string {
  for (const name in names) if (names[name] === value) return name;
  return Object.keys(names)[0] as keyof Names & string;
}
