/**
 * A rollout as Chrome trace events: opens in Perfetto and in speedscope.
 *
 * A thread of the rollout is a process there, every row of its lanes a thread; rows never overlap, so complete events
 * (`X`) need no nesting rules. Marks are instants, arcs are flows between slices. Times are microseconds since the
 * beginning of the rollout, which `otherData` names.
 * What took no time gets a microsecond, and what follows it on its row moves over: speedscope closes slices in the
 * wrong order otherwise. It also counts slices with different arguments as different, so ids come only when asked for.
 * Leaves out content.
 */

import type { Graph } from '../model.ts';
import type { TimelineDelta } from '../timeline/columns.ts';
import { ArcKind, LaneKind, MarkKind, SpanKind, SpanStatus } from '../timeline/columns.ts';
import { entityAt } from '../timeline/entities.ts';
import { project } from '../timeline/projection.ts';

const BATCH = 512;

export interface ChromeTraceOptions {
  /** Every slice and mark names its object as an argument (Perfetto shows it); default false. */
  readonly ids?: boolean;
}

/** The text of the trace, in pieces. */
export function* chromeTrace(graph: Graph, options: ChromeTraceOptions = {}): Generator<string, void, undefined> {
  const otherData = { rollout: graph.rollout_id, trace: graph.trace_id, startedAtUnixMs: graph.started_at_unix_ms };
  yield `{"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)},"traceEvents":[`;
  let lines: string[] = [];
  let first = true;
  for (const event of new Tracks(project(graph), options.ids ?? false).events()) {
    lines.push(JSON.stringify(event));
    if (lines.length < BATCH) continue;
    yield `${first ? '' : ','}\n${lines.join(',\n')}`;
    first = false;
    lines = [];
  }
  yield `${first || lines.length === 0 ? '' : ','}\n${lines.join(',\n')}\n]}\n`;
}

type TraceEvent = Readonly<Record<string, unknown>>;

class Tracks {
  readonly #timeline: TimelineDelta;
  /** First track of each lane; its rows follow. */
  readonly #firstTrack: Int32Array;
  readonly #process: Int32Array;

  readonly #ids: boolean;
  /** Where each slice lies, µs. */
  readonly #start: Float64Array;
  readonly #end: Float64Array;

  constructor(timeline: TimelineDelta, ids: boolean) {
    this.#timeline = timeline;
    this.#ids = ids;
    const { lanes, spans } = timeline;
    this.#firstTrack = new Int32Array(lanes.count);
    this.#process = new Int32Array(lanes.count);
    let next = 1;
    for (const lane of inTreeOrder(lanes.parent)) {
      this.#firstTrack[lane] = next;
      next += Math.max(1, lanes.rows[lane] ?? 1);
      const parent = lanes.parent[lane] ?? -1;
      // A spawned thread is a process of its own, whoever its parent is.
      const own = lanes.kind[lane] === LaneKind.thread || parent < 0;
      this.#process[lane] = own ? lane + 1 : (this.#process[parent] ?? 1);
    }
    this.#start = new Float64Array(spans.count);
    this.#end = new Float64Array(spans.count);
    const reached = new Float64Array(next).fill(Number.NEGATIVE_INFINITY);
    for (let span = 0; span < spans.count; span++) {
      const { tid } = this.#at(spans.lane[span], spans.row[span]);
      const start = Math.max((spans.start[span] ?? 0) * 1000, reached[tid] ?? 0);
      const end = Math.max(Math.min(spans.end[span] ?? 0, timeline.endMs) * 1000, start + 1);
      this.#start[span] = start;
      this.#end[span] = end;
      reached[tid] = end;
    }
  }

  *events(): Generator<TraceEvent, void, undefined> {
    yield* this.#names();
    const { spans, marks, arcs, entities, strings } = this.#timeline;
    for (let span = 0; span < spans.count; span++) {
      const entity = entityAt(entities, spans.entity[span] ?? -1);
      const start = this.#start[span] ?? 0;
      const open = spans.end[span] === Number.POSITIVE_INFINITY;
      const status = nameOf(SpanStatus, spans.status[span]);
      yield {
        ph: 'X',
        name: strings[spans.label[span] ?? -1],
        cat: nameOf(SpanKind, spans.kind[span]),
        ...this.#at(spans.lane[span], spans.row[span]),
        ts: start,
        dur: (this.#end[span] ?? start) - start,
        ...withArgs({
          ...(status === 'completed' ? {} : { status }),
          ...(open ? { open } : {}),
          ...(this.#ids ? { id: entity?.id } : {}),
        }),
      };
    }
    for (let mark = 0; mark < marks.count; mark++) {
      yield {
        ph: 'i',
        s: 't',
        name: nameOf(MarkKind, marks.kind[mark]),
        cat: 'mark',
        ...this.#at(marks.lane[mark], marks.row[mark]),
        ts: (marks.at[mark] ?? 0) * 1000,
        ...withArgs({
          note: strings[marks.label[mark] ?? -1],
          ...(this.#ids ? { id: entityAt(entities, marks.entity[mark] ?? -1)?.id } : {}),
        }),
      };
    }
    for (let arc = 0; arc < arcs.count; arc++) {
      const [from, to] = [arcs.from[arc] ?? 0, arcs.to[arc] ?? 0];
      const at = Math.max(this.#start[from] ?? 0, this.#start[to] ?? 0);
      const flow = { name: nameOf(ArcKind, arcs.kind[arc]), cat: 'flow', id: arc + 1 };
      const ends = [from, to].map(span => ({
        ...this.#at(spans.lane[span], spans.row[span]),
        ts: this.#within(span, at),
      }));
      // Perfetto drops a flow that goes back in time, as from a wait to a cell that was over already.
      const [first, last] = ends.toSorted((a, b) => a.ts - b.ts);
      yield { ph: 's', ...flow, ...first };
      yield { ph: 'f', bp: 'e', ...flow, ...last };
    }
  }

  *#names(): Generator<TraceEvent, void, undefined> {
    const { lanes, strings } = this.#timeline;
    for (let lane = 0; lane < lanes.count; lane++) {
      const label = strings[lanes.label[lane] ?? -1] ?? '';
      const pid = this.#process[lane];
      if (lanes.kind[lane] === LaneKind.thread) {
        yield { ph: 'M', name: 'process_name', pid, tid: 0, args: { name: label } };
        yield { ph: 'M', name: 'process_sort_index', pid, tid: 0, args: { sort_index: lane } };
      }
      const parent = lanes.parent[lane] ?? -1;
      const above = lanes.kind[lane] === LaneKind.terminal ? `${strings[lanes.label[parent] ?? -1] ?? ''} ` : '';
      for (let row = 0; row < (lanes.rows[lane] ?? 0); row++) {
        const name = `${above}${label}${rowName(lanes.kind[lane], row)}`;
        const track = this.#at(lane, row);
        yield { ph: 'M', name: 'thread_name', ...track, args: { name } };
        yield { ph: 'M', name: 'thread_sort_index', ...track, args: { sort_index: track.tid } };
      }
    }
  }

  #at(lane: number | undefined, row: number | undefined): { pid: number; tid: number } {
    return { pid: this.#process[lane ?? 0] ?? 0, tid: (this.#firstTrack[lane ?? 0] ?? 0) + (row ?? 0) };
  }

  /** A flow binds to the slice that is there at its time; at the very end, that may be the next one already. */
  #within(span: number, time: number): number {
    const start = this.#start[span] ?? 0;
    return Math.max(start, Math.min(time, (this.#end[span] ?? 0) - 1));
  }
}

/** None at all where there would be none in it: speedscope puts arguments behind the name, `{}` too. */
function withArgs(args: Readonly<Record<string, unknown>>): { readonly args?: typeof args } {
  return Object.values(args).some(value => value !== undefined) ? { args } : {};
}

function rowName(kind: number | undefined, row: number): string {
  if (row === 0) return '';
  if (kind === LaneKind.thread) return row === 1 ? ' turns' : row === 2 ? ' model calls' : ` calls ${row - 2}`;
  if (kind === LaneKind.cell) return row === 1 ? ' waits' : ` calls ${row - 1}`;
  return ` ${row + 1}`;
}

/** Every lane after the one above it, siblings in order. A lane always comes after its parent, so there are no circles. */
function inTreeOrder(parent: Int32Array): number[] {
  const children: number[][] = [[], ...Array.from(parent, () => [])];
  for (const [lane, above] of parent.entries()) children[above + 1]?.push(lane);
  const order: number[] = [];
  const open = (children[0] ?? []).toReversed();
  for (let lane = open.pop(); lane !== undefined; lane = open.pop()) {
    order.push(lane);
    for (const child of (children[lane + 1] ?? []).toReversed()) open.push(child);
  }
  return order;
}

function nameOf(names: Readonly<Record<string, number>>, value: number | undefined): string {
  for (const name in names) if (names[name] === value) return name;
  return '';
}
