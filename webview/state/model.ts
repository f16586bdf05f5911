/**
 * Everything the page knows, as signals, grouped by how long it lives.
 *
 * Leaves out how it changes: actions live in files of their own beside this one, and take the model.
 */

import { batch, computed, signal } from '@preact/signals';
import type { EntityRef, TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import type { ViewerHeader } from '../../runtime/viewer/messages.ts';
import type { Sketch } from '../../runtime/viewer/sketch.ts';
import type { PathPiece } from '../data/criticalPath.ts';
import { eventTimes } from '../data/eventTimes.ts';
import { Indices } from '../data/indices.ts';
import type { KindGroup } from '../data/kindGroups.ts';
import { notedSpans } from '../data/notedSpans.ts';
import type { RowIndex } from '../data/rowIndex.ts';
import { SketchView } from '../data/sketchView.ts';
import { TimelineData } from '../data/timelineData.ts';
import { waitedFolds } from '../data/waitedFolds.ts';
import type { TimeRange } from '../draw/scene.ts';
import type { Hit } from '../layout/hitTest.ts';
import { type LaneLayout, layoutTree, type RowHeights } from '../layout/laneLayout.ts';
import { laneTree } from '../layout/laneTree.ts';
import { clockScale, foldedScale, orderScale } from '../scale/buildScale.ts';
import type { TimeMode, TimeScale } from '../scale/timeScale.ts';
import { type Extent, fitWindow, type TimeWindow } from '../scale/window.ts';
import { worded } from '../text/wording.ts';
import { defaultSettings } from './memory.ts';

export interface DetailsState {
  readonly key: string;
  readonly state: 'loading' | 'ready';
  readonly details: EntityDetails | null;
}

export interface SearchState {
  readonly query: string;
  readonly problem: string | null;
  /** Span indices in order of time; null while nothing is searched for. */
  readonly hits: Int32Array | null;
  readonly index: RowIndex | null;
  readonly current: number;
}

export const noSearch: SearchState = { query: '', problem: null, hits: null, index: null, current: -1 };
const noHeader: ViewerHeader = { title: '', state: 'none', findings: [], liveCells: [] };

const idleShownMs = 2000;
/** A refresh that took longer than `unnoticedMs` is followed by a rest of so many times its length. */
const restPerWork = 4;
const unnoticedMs = 4;
const roomy: RowHeights = { lane: 22, nested: 18, gap: 4 };
const compact: RowHeights = { lane: 18, nested: 14, gap: 2 };

export class Model {
  readonly data = new TimelineData(worded);
  readonly indices = new Indices(this.data);

  // Settings, shared by all rollouts and kept.
  readonly mode = signal<TimeMode>(defaultSettings.mode);
  readonly hidden = signal<ReadonlySet<KindGroup>>(new Set());
  readonly surface = signal<'timeline' | 'outline'>(defaultSettings.surface);
  readonly paneShare = signal(defaultSettings.paneShare);
  /** Leave out lanes in which nothing lies in the visible window. */
  readonly onlyInView = signal(defaultSettings.onlyInView);
  /** The first steps were shown and put away. */
  readonly hinted = signal(defaultSettings.hinted);

  // Per rollout, kept by its key. A window of null shows everything.
  readonly window = signal<TimeWindow | null>(null);
  readonly collapsed = signal<ReadonlySet<string>>(new Set());
  readonly openedFolds = signal<ReadonlySet<number>>(new Set());
  readonly selection = signal<Hit | null>(null);
  /** Rows of the outline taken together; empty while there is only the selection. */
  readonly chosen = signal<readonly Hit[]>([]);

  // Transient.
  readonly header = signal<ViewerHeader>(noHeader);
  /** Has the host spoken yet? Before that the page must not claim that nothing is open. */
  readonly greeted = signal(false);
  /** The first picture is on the screen: now comes what can wait for it. */
  readonly drawn = signal(false);
  /** Counts deltas taken and filters changed: whoever reads `data` or `indices` reads this first. */
  readonly changes = signal(0);
  /** What has not come yet of a timeline that comes in parts. */
  readonly sketch = signal<SketchView | null>(null);
  /** Nothing of a timeline that comes in parts is still to come. */
  readonly complete = signal(true);
  readonly nowMs = signal(0);
  readonly following = signal(false);
  /** Counts wishes to see the lane of the selection together with what lies above it. */
  readonly settleWish = signal(0);
  readonly hover = signal<Hit | null>(null);
  readonly range = signal<TimeRange | null>(null);
  readonly cursorMs = signal<number | null>(null);
  readonly path = signal<{ readonly span: number; readonly pieces: readonly PathPiece[] } | null>(null);
  readonly playing = signal(false);
  readonly playSpeed = signal(1);
  readonly search = signal<SearchState>(noSearch);
  readonly searchOpen = signal(false);
  readonly filterOpen = signal(false);
  readonly moreOpen = signal(false);
  readonly copyOpen = signal(false);
  readonly helpOpen = signal(false);
  readonly pane = signal<'closed' | 'details' | 'findings' | 'totals' | 'moment'>('closed');
  readonly details = signal<DetailsState | null>(null);
  readonly problem = signal<string | null>(null);
  readonly announcement = signal('');
  readonly size = signal({ width: 800, height: 600 });
  readonly plotWidth = signal(600);
  readonly gutter = computed(() => gutterFor(this.size.value.width));

  readonly compact = computed(() => this.size.value.height < 320);
  readonly moments = computed(() => {
    this.changes.value;
    return eventTimes(this.data);
  });
  readonly noted = computed<readonly number[]>(() => {
    this.changes.value;
    return notedSpans(this.data, this.header.value.notes ?? []);
  });
  private readonly waited = computed(() => {
    this.changes.value;
    return waitedFolds(this.data);
  });
  readonly scale = computed<TimeScale>(() => {
    this.changes.value;
    switch (this.mode.value) {
      case 'clock':
        return clockScale();
      case 'folded':
        return foldedScale(this.data.folds, this.openedFolds.value, this.data.endMs, this.waited.value);
      case 'order':
        return orderScale(this.moments.value);
    }
  });
  readonly extent = computed<Extent>(() => {
    const order = this.mode.value === 'order';
    return {
      end: Math.max(this.scale.value.toUnit(this.nowMs.value), order ? 4 : 1e-3),
      minWidth: order ? 4 : 0.005,
    };
  });
  readonly shownWindow = computed<TimeWindow>(() => this.window.value ?? fitWindow(this.extent.value));
  private readonly tree = computed(() => {
    this.changes.value;
    const { spans, marks } = this.indices;
    const sketch = this.sketch.value?.index;
    return laneTree(
      this.data.lanes,
      (lane, row) => spans.has(lane, row) || marks.has(lane, row) || sketch?.has(lane, row) === true,
    );
  });
  /** The collapsed lanes by number; their names would cost too much while the window moves. */
  private readonly closed = computed<ReadonlySet<number>>(() => {
    this.changes.value;
    const names = this.collapsed.value;
    const closed = new Set<number>();
    for (let lane = 0; names.size > 0 && lane < this.data.lanes.count; lane++) {
      if (names.has(this.laneKey(lane))) closed.add(lane);
    }
    return closed;
  });
  readonly layout = computed<LaneLayout>(() => {
    const closed = this.closed.value;
    const heights = this.compact.value ? compact : roomy;
    return layoutTree(this.tree.value, heights, lane => closed.has(lane), this.inView());
  });
  private receivedAt = 0;
  private refreshed = { at: 0, cost: 0 };
  private waiting = 0;

  /** What a lane is called across reloads of the same rollout. */
  laneKey(lane: number): string {
    const ref = this.data.laneEntity(lane);
    return ref ? `${ref.kind}:${ref.id}` : `lane:${lane}`;
  }

  /** `more`: this is a part, and others follow; until then the `sketch` of the first stands for them. */
  take(delta: TimelineDelta, more = false, sketch?: Sketch): 'taken' | 'gap' {
    const selected = delta.reset ? this.selectedRef() : null;
    const result = this.data.apply(delta);
    if (result === 'gap') return result;
    this.complete.value = !more;
    if (delta.reset) this.sketch.value = sketch ? SketchView.of(sketch, this.data.lanes, 0) : null;
    this.receivedAt = performance.now();
    const rest = this.refreshed.at + this.refreshed.cost * restPerWork - this.receivedAt;
    // A part of something large: what takes long to show is shown less often, so that all of it is there sooner.
    if (!delta.reset && rest > 0) this.waiting ||= window.setTimeout(() => this.refresh(), rest);
    else this.refresh(delta.reset, selected);
    return result;
  }

  /** Shows what was taken in. */
  private refresh(reset = false, selected: EntityRef | null = null): void {
    clearTimeout(this.waiting);
    this.waiting = 0;
    const begin = performance.now();
    this.indices.update();
    batch(() => {
      if (reset) this.dropIndices(selected);
      this.sketch.value = this.restOfSketch();
      this.changes.value++;
      this.tick();
    });
    // Drawing comes with the next frame and costs about as much again.
    const at = performance.now();
    this.refreshed = { at, cost: at - begin < unnoticedMs ? 0 : at - begin };
  }

  /**
   * Moves `nowMs` on: while live, time runs between deltas too. With idle time folded it stands still soon after
   * nothing runs any more, as the pause would be folded anyway once it is over.
   */
  tick(): void {
    const { data } = this;
    const passed = data.live ? Math.max(0, performance.now() - this.receivedAt) : 0;
    const paused = this.mode.peek() === 'folded' && !this.indices.busy;
    this.nowMs.value = data.endMs + (paused ? Math.min(passed, idleShownMs) : passed);
  }

  /** The sketch without what has come by now. */
  private restOfSketch(): SketchView | null {
    const { start, count } = this.data.spans;
    return this.complete.peek() ? null : (this.sketch.value?.behind(start[count - 1] ?? 0) ?? null);
  }

  /** Lanes worth their room (1): with something in the window, or with the selection in them. Null is all. */
  private inView(): Uint8Array | null {
    if (!this.onlyInView.value || this.window.value === null) return null;
    const { from, to } = this.shownWindow.value;
    const scale = this.scale.value;
    this.changes.value;
    const touched = this.indices.extents.touching(this.data, scale.toTime(from), scale.toTime(to));
    const hit = this.selection.value;
    let lane = hit ? ((hit.type === 'span' ? this.data.spans : this.data.marks).lane[hit.index] ?? -1) : -1;
    for (let depth = 0; lane >= 0 && depth < 64; depth++) {
      touched[lane] = 1;
      lane = this.data.lanes.parent[lane] ?? -1;
    }
    return touched;
  }

  selectedRef(): EntityRef | null {
    return this.refOf(this.selection.value);
  }

  refOf(hit: Hit | null): EntityRef | null {
    if (!hit) return null;
    return hit.type === 'span' ? this.data.spanEntity(hit.index) : this.data.markEntity(hit.index);
  }

  /** After a reset numbers mean something else; what was selected is found again by its name. */
  private dropIndices(selected: EntityRef | null): void {
    const span = selected ? this.data.findSpan(selected) : -1;
    this.selection.value = span >= 0 ? { type: 'span', index: span } : null;
    this.hover.value = null;
    this.chosen.value = [];
    this.search.value = { ...noSearch, query: this.search.value.query };
    this.path.value = null;
  }
}

function gutterFor(width: number): number {
  if (width < 420) return 76;
  if (width < 700) return 112;
  return 168;
}
