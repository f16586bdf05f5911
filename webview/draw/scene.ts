/**
 * Everything one frame of the timeline is drawn from. A painter gets this and a canvas, and knows nothing else.
 */

import type { ArcIndex } from '../data/arcIndex.ts';
import type { PathPiece } from '../data/criticalPath.ts';
import type { RowIndex } from '../data/rowIndex.ts';
import type { SketchView } from '../data/sketchView.ts';
import type { TimelineData } from '../data/timelineData.ts';
import type { Hit } from '../layout/hitTest.ts';
import type { LaneLayout } from '../layout/laneLayout.ts';
import type { Axis } from '../scale/axis.ts';
import type { Palette } from './palette.ts';

export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Scene {
  readonly data: TimelineData;
  readonly spans: RowIndex;
  readonly failed: RowIndex;
  readonly marks: RowIndex;
  readonly arcs: ArcIndex;
  /** Hits of a search, or null when nothing is searched: then nothing is dimmed. */
  readonly hits: RowIndex | null;
  /** What has not come yet, or null; there is none in the order of events, which knows no place for it. */
  readonly sketch: SketchView | null;
  readonly layout: LaneLayout;
  readonly axis: Axis;
  readonly nowMs: number;
  readonly palette: Palette;
  /** CSS pixels of the whole canvas; the plot is what lies right of `gutter`. */
  readonly width: number;
  readonly height: number;
  readonly gutter: number;
  readonly scrollTop: number;
  readonly selection: Hit | null;
  readonly hover: Hit | null;
  readonly range: TimeRange | null;
  readonly cursorMs: number | null;
  /** The critical path, in order of time. */
  readonly path: readonly PathPiece[] | null;
  /** Spans with a note on them. */
  readonly noted: readonly number[];
  /** Has the timeline the keyboard? The selection is then drawn with the focus colour. */
  readonly focused: boolean;
}
