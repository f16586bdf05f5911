/**
 * The timeline this page holds: every delta so far, joined.
 *
 * Invariants: a delta is taken whole or not at all; after a gap in versions nothing is taken until a reset.
 * Leaves out indices over the tables (RowIndex, ArcIndex) and everything about pixels.
 */

import { type EntityRef, SpanKind, type TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import { EntityList } from '../../runtime/trace/timeline/entities.ts';
import { appendTable } from './appendTable.ts';
import { emptyArcs, emptyFolds, emptyLanes, emptyMarks, emptySpans } from './emptyTables.ts';

export class TimelineData {
  version = 0;
  originMs = 0;
  endMs = 0;
  live = false;
  strings: string[] = [];
  /** How strings are shown, where that is another text, by index. */
  private readonly wordings = new Map<number, string>();
  private readonly wording: (text: string, asked?: boolean) => string;
  entities = new EntityList();
  lanes = emptyLanes();
  spans = emptySpans();
  marks = emptyMarks();
  arcs = emptyArcs();
  folds = emptyFolds();
  /** Counts resets, so that whoever keeps indices knows when to begin again. */
  generation = 0;

  /** `wording` turns a label into what is shown of it. */
  constructor(wording: (text: string, asked?: boolean) => string = text => text) {
    this.wording = wording;
  }

  /** `gap`: a delta was missed; ask the host for the whole timeline. */
  apply(delta: TimelineDelta): 'taken' | 'gap' {
    if (!delta.reset && delta.version !== this.version + 1) return 'gap';
    if (delta.reset) this.forget();
    this.version = delta.version;
    this.originMs = delta.originMs;
    this.endMs = Number.isFinite(delta.endMs) ? delta.endMs : this.endMs;
    this.live = delta.live;
    this.reword(this.strings.length, delta.strings);
    this.strings = joined(this.strings, delta.strings);
    this.entities.append(delta.entities);
    this.lanes = appendTable(this.lanes, delta.lanes);
    this.spans = appendTable(this.spans, delta.spans);
    this.marks = appendTable(this.marks, delta.marks);
    this.arcs = appendTable(this.arcs, delta.arcs);
    this.folds = delta.folds;
    this.patch(delta);
    return 'taken';
  }

  /** A string as it is shown. */
  text(index: number): string {
    return this.wordings.get(index) ?? this.strings[index] ?? '';
  }

  spanLabel(span: number): string {
    const label = this.spans.label[span] ?? -1;
    return this.spans.kind[span] === SpanKind.request
      ? this.wording(this.strings[label] ?? '', true)
      : this.text(label);
  }

  laneLabel(lane: number): string {
    return this.text(this.lanes.label[lane] ?? -1);
  }

  spanEntity(span: number): EntityRef | null {
    return this.entities.at(this.spans.entity[span] ?? -1);
  }

  markEntity(mark: number): EntityRef | null {
    return this.entities.at(this.marks.entity[mark] ?? -1);
  }

  laneEntity(lane: number): EntityRef | null {
    return this.entities.at(this.lanes.entity[lane] ?? -1);
  }

  /** The first span that stands for this object, or -1. */
  findSpan(ref: EntityRef): number {
    const wanted = this.entities.indicesOf(ref);
    if (wanted.size === 0) return -1;
    const { entity, count } = this.spans;
    for (let span = 0; span < count; span++) if (wanted.has(entity[span] ?? -1)) return span;
    return -1;
  }

  private reword(from: number, added: readonly string[]): void {
    for (let place = 0; place < added.length; place++) {
      const text = added[place] ?? '';
      const shown = this.wording(text);
      if (shown !== text) this.wordings.set(from + place, shown);
    }
  }

  private forget(): void {
    this.generation++;
    this.strings = [];
    this.wordings.clear();
    this.entities = new EntityList();
    this.lanes = emptyLanes();
    this.spans = emptySpans();
    this.marks = emptyMarks();
    this.arcs = emptyArcs();
  }

  private patch({ patches }: TimelineDelta): void {
    const { lanes, spans, marks } = this;
    for (let index = 0; index < patches.lane.length; index++) {
      const lane = patches.lane[index] ?? -1;
      if (lane < 0 || lane >= lanes.count) continue;
      lanes.rows[lane] = patches.laneRows[index] ?? 1;
      const label = patches.laneLabel?.[index] ?? -1;
      if (label >= 0) lanes.label[lane] = label;
    }
    for (let index = 0; index < patches.span.length; index++) {
      const span = patches.span[index] ?? -1;
      if (span < 0 || span >= spans.count) continue;
      spans.end[span] = patches.spanEnd[index] ?? Number.POSITIVE_INFINITY;
      spans.status[span] = patches.spanStatus[index] ?? 0;
      const label = patches.spanLabel[index] ?? -1;
      if (label >= 0) spans.label[span] = label;
    }
    for (let index = 0; index < (patches.mark?.length ?? 0); index++) {
      const mark = patches.mark?.[index] ?? -1;
      const label = patches.markLabel?.[index] ?? -1;
      if (mark >= 0 && mark < marks.count && label >= 0) marks.label[mark] = label;
    }
  }
}

/** Takes the first list over as it is; copying a million names would cost as much as drawing them. */
function joined<T>(list: T[], added: readonly T[]): T[] {
  if (list.length === 0) return added as T[];
  for (const item of added) list.push(item);
  return list;
}
