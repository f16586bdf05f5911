/**
 * The timeline as columns: what a viewer draws, and nothing else.
 *
 * Times are ms since `originMs` (unix ms) as doubles; `end` is `Infinity` while a span is open. Text is an index into
 * `strings`; entities are indices into `entities`. Tables only grow: a later delta appends rows and patches ends, so a
 * growing rollout costs what is new. Within one (lane, row) spans neither overlap nor go back in time.
 * An entity may have more than one span; the first one is its main one (a cell's life comes before its observation).
 * Leaves out pixels, colours and folding decisions: those are the drawing side's.
 */

export const LaneKind = { thread: 0, cell: 1, terminal: 2 } as const;
export type LaneKind = (typeof LaneKind)[keyof typeof LaneKind];

export const SpanKind = {
  thread: 0,
  turn: 1,
  inference: 2,
  cell: 3,
  nestedCall: 4,
  wait: 5,
  terminal: 6,
  directCall: 7,
  compaction: 8,
  /** What stands for a model call where cells were run without a model: it is asked for at once. */
  request: 9,
} as const;
export type SpanKind = (typeof SpanKind)[keyof typeof SpanKind];

export const SpanStatus = { running: 0, completed: 1, failed: 2, cancelled: 3, yielded: 4 } as const;
export type SpanStatus = (typeof SpanStatus)[keyof typeof SpanStatus];

export const MarkKind = {
  yield: 0,
  yieldPromised: 1,
  resume: 2,
  terminationAsked: 3,
  terminationAcknowledged: 4,
  reallyOver: 5,
  failure: 6,
  notification: 7,
  finding: 8,
} as const;
export type MarkKind = (typeof MarkKind)[keyof typeof MarkKind];

export const ArcKind = { waitsFor: 0, starts: 1, message: 2 } as const;
export type ArcKind = (typeof ArcKind)[keyof typeof ArcKind];

/** Rows of time that may be nested: a thread, below it its cells, below a cell its nested calls as packed rows. */
export interface LaneColumns {
  readonly count: number;
  /** Index of the lane above, or -1. */
  readonly parent: Int32Array;
  readonly kind: Uint8Array;
  readonly label: Int32Array;
  readonly entity: Int32Array;
  /** Packed rows in use; row 0 is the lane's own span, nested calls are packed from row 1. */
  readonly rows: Int32Array;
}

export interface SpanColumns {
  readonly count: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly lane: Int32Array;
  readonly row: Int32Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly label: Int32Array;
  readonly entity: Int32Array;
}

export interface MarkColumns {
  readonly count: number;
  readonly at: Float64Array;
  readonly kind: Uint8Array;
  readonly lane: Int32Array;
  readonly row: Int32Array;
  readonly label: Int32Array;
  readonly entity: Int32Array;
}

/** From span to span, both by index. */
export interface ArcColumns {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/** Stretches in which nothing happens anywhere: a drawing side may fold them. */
export interface FoldColumns {
  readonly count: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** The kinds of graph objects, as their collections in the reduced state are called; columns hold the place in this list. */
export const entityKinds = [
  'thread',
  'codex_turn',
  'inference_call',
  'conversation_item',
  'code_cell',
  'tool_call',
  'terminal_session',
  'terminal_operation',
  'compaction',
  'compaction_request',
  'interaction_edge',
  'raw_payload',
] as const;
export type EntityKind = (typeof entityKinds)[number];

export interface EntityRef {
  readonly kind: EntityKind;
  readonly id: string;
}

/** Objects by index (see entities.ts). */
export interface EntityColumns {
  readonly count: number;
  /** Place in `entityKinds`. */
  readonly kind: Uint8Array;
  /** Where each id ends in `ids`; it begins where the one before ends. */
  readonly idEnd: Int32Array;
  /** All ids one after the other, UTF-8. */
  readonly ids: Uint8Array;
}

/** A whole timeline, or with `first` offsets above 0 the part that is new. */
export interface TimelineDelta {
  /** Counts deltas of one timeline from 1; a gap means: ask for the whole again. */
  readonly version: number;
  /** True: forget everything before. */
  readonly reset: boolean;
  readonly originMs: number;
  /** Latest moment known, ms since origin. While `live` the drawing side lets open spans run on. */
  readonly endMs: number;
  readonly live: boolean;
  readonly strings: readonly string[];
  readonly entities: EntityColumns;
  readonly lanes: LaneColumns;
  readonly spans: SpanColumns;
  readonly marks: MarkColumns;
  readonly arcs: ArcColumns;
  /** Folds are few and may move: always the whole list. */
  readonly folds: FoldColumns;
  readonly patches: TimelinePatches;
}

/** Changes to rows sent earlier. */
export interface TimelinePatches {
  readonly lane: Int32Array;
  readonly laneRows: Int32Array;
  /** Aligned with `lane`; a lane made for a cell that was not known yet gets its name later. */
  readonly laneLabel?: Int32Array;
  readonly span: Int32Array;
  readonly spanEnd: Float64Array;
  readonly spanStatus: Uint8Array;
  readonly spanLabel: Int32Array;
  /** Marks whose text is another now; absent when there are none. */
  readonly mark?: Int32Array;
  readonly markLabel?: Int32Array;
}
