/**
 * The sketch of a large timeline as it can be drawn: what of it lies behind the spans that have come.
 */

import type { LaneColumns } from '../../runtime/trace/timeline/columns.ts';
import type { Sketch } from '../../runtime/viewer/sketch.ts';
import { RowIndex } from './rowIndex.ts';

export class SketchView {
  readonly sketch: Sketch;
  readonly index: RowIndex;
  /** Up to here (ms since origin) the spans themselves are there. */
  readonly fromMs: number;

  private constructor(sketch: Sketch, index: RowIndex, fromMs: number) {
    this.sketch = sketch;
    this.index = index;
    this.fromMs = fromMs;
  }

  static of(sketch: Sketch, lanes: LaneColumns, fromMs: number): SketchView {
    const index = new RowIndex();
    index.update(lanes, sketch.rows);
    return new SketchView(sketch, index, fromMs);
  }

  behind(fromMs: number): SketchView {
    return new SketchView(this.sketch, this.index, fromMs);
  }
}
