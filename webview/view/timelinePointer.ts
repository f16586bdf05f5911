/**
 * The pointer on the timeline: hover, click, drag to pan, Shift+drag for a range, wheel with Ctrl to zoom, double
 * click to focus, clicks on lane labels and folds.
 */

import type { Signal } from '@preact/signals';
import { laneIndent } from '../draw/paintGutter.ts';
import type { Scene } from '../draw/scene.ts';
import { type Hit, hitRow } from '../layout/hitTest.ts';
import { lanePlaceAt, rowAt } from '../layout/laneLayout.ts';
import { openDetails } from '../state/keyActions.ts';
import { select, toggleLane } from '../state/selectActions.ts';
import { focusHit, setWindow, zoom } from '../state/windowActions.ts';
import type { Viewer } from './viewer.ts';

const clickSlack = 4;

interface Drag {
  readonly kind: 'pan' | 'range';
  readonly x: number;
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly scrollTop: number;
  moved: boolean;
}

export class TimelinePointer {
  private readonly viewer: Viewer;
  private readonly box: HTMLElement;
  private readonly scene: () => Scene;
  private readonly at: Signal<{ x: number; y: number } | null>;
  private readonly life = new AbortController();
  private drag: Drag | null = null;

  constructor(viewer: Viewer, box: HTMLElement, scene: () => Scene, at: Signal<{ x: number; y: number } | null>) {
    this.viewer = viewer;
    this.box = box;
    this.scene = scene;
    this.at = at;
    const { signal } = this.life;
    box.addEventListener('pointerdown', event => this.down(event), { signal });
    box.addEventListener('pointermove', event => this.move(event), { signal });
    box.addEventListener('pointerup', event => this.up(event), { signal });
    box.addEventListener('pointercancel', () => this.endDrag(), { signal });
    box.addEventListener('pointerleave', () => this.leave(), { signal });
    box.addEventListener('dblclick', event => this.doubleClick(event), { signal });
    box.addEventListener('wheel', event => this.wheel(event), { signal, passive: false });
  }

  stop(): void {
    this.life.abort();
  }

  private place(event: MouseEvent): { x: number; y: number; plotX: number } {
    const bounds = this.box.getBoundingClientRect();
    const x = event.clientX - bounds.left;
    return { x, y: event.clientY - bounds.top, plotX: x - this.viewer.model.gutter.peek() };
  }

  private hitAt(event: MouseEvent): Hit | null {
    const { plotX, y } = this.place(event);
    if (plotX < 0) return null;
    const scene = this.scene();
    const { data } = scene;
    const row = rowAt(scene.layout, data.lanes, y + this.box.scrollTop);
    if (!row) return null;
    const spanRow = scene.spans.row(row.lane, row.row);
    const markRow = scene.marks.row(row.lane, row.row);
    return hitRow(plotX, scene.axis, scene.nowMs, data.spans, spanRow, data.marks, markRow);
  }

  /** What the name of a lane stands for; it may be cut. */
  private laneAt(y: number): Hit | null {
    const layout = this.viewer.model.layout.peek();
    const at = y + this.box.scrollTop;
    const lane = at < layout.height ? layout.lanes[lanePlaceAt(layout, at)] : undefined;
    const own = lane === undefined ? -1 : this.viewer.model.indices.spans.row(lane, 0).at(0);
    return own < 0 ? null : { type: 'span', index: own };
  }

  private down(event: PointerEvent): void {
    // The scrollbar lies outside the client width.
    const { x, y, plotX } = this.place(event);
    if (event.button !== 0 || x >= this.box.clientWidth || plotX < 0) return;
    const { model } = this.viewer;
    const { from, to } = model.shownWindow.peek();
    const kind = event.shiftKey ? 'range' : 'pan';
    this.drag = { kind, x: plotX, y, from, to, scrollTop: this.box.scrollTop, moved: false };
    this.box.setPointerCapture(event.pointerId);
  }

  private move(event: PointerEvent): void {
    const { model } = this.viewer;
    const { plotX, y } = this.place(event);
    const { drag } = this;
    if (!drag) {
      this.at.value = { x: event.clientX, y: event.clientY };
      const hit = plotX < 0 ? this.laneAt(y) : this.hitAt(event);
      const old = model.hover.peek();
      if (hit?.type !== old?.type || hit?.index !== old?.index) model.hover.value = hit;
      return;
    }
    if (!drag.moved && Math.hypot(plotX - drag.x, y - drag.y) < clickSlack) return;
    drag.moved = true;
    model.hover.value = null;
    if (drag.kind === 'range') {
      const { axis } = this.scene();
      const ends = [axis.timeAt(drag.x), axis.timeAt(plotX)].sort((a, b) => a - b);
      model.range.value = { fromMs: Math.max(0, ends[0] ?? 0), toMs: Math.max(0, ends[1] ?? 0) };
      return;
    }
    const perPixel = (drag.to - drag.from) / Math.max(1, this.box.clientWidth - model.gutter.peek());
    const shift = (drag.x - plotX) * perPixel;
    if (shift !== 0) setWindow(model, { from: drag.from + shift, to: drag.to + shift });
    this.box.scrollTop = drag.scrollTop + (drag.y - y);
  }

  private up(event: PointerEvent): void {
    const { drag } = this;
    this.endDrag();
    if (drag?.moved || event.button !== 0) return;
    const { x, y, plotX } = this.place(event);
    if (x >= this.box.clientWidth) return;
    if (plotX < 0) this.clickLabel(x, y);
    else if (drag) this.click(event);
  }

  private click(event: PointerEvent): void {
    const { model, link } = this.viewer;
    const hit = this.hitAt(event);
    if (!hit) {
      if (!this.openFold(event)) {
        model.range.value = null;
        if (model.selection.peek()) select(model, link, null, false);
      }
      return;
    }
    const old = model.selection.peek();
    const again = old?.type === hit.type && old.index === hit.index;
    const { width, height } = model.size.peek();
    select(model, link, hit, false);
    // With little room the first click only selects, the second shows details.
    if (again || width >= 640 || height >= 420) openDetails(model, link);
  }

  /** A click into a closed fold opens it. */
  private openFold(event: MouseEvent): boolean {
    const { model } = this.viewer;
    const { axis } = this.scene();
    const unit = axis.unitAt(this.place(event).plotX);
    const fold = axis.scale.folds.find(piece => unit >= piece.fromUnit && unit <= piece.toUnit);
    if (!fold) return false;
    model.openedFolds.value = new Set([...model.openedFolds.peek(), fold.startMs]);
    return true;
  }

  private clickLabel(x: number, y: number): void {
    const { model, link } = this.viewer;
    const layout = model.layout.peek();
    const place = lanePlaceAt(layout, y + this.box.scrollTop);
    const lane = layout.lanes[place];
    if (lane === undefined || y + this.box.scrollTop >= layout.height) return;
    const indent = laneIndent(layout.depth[place] ?? 0, model.gutter.peek());
    const own = model.indices.spans.row(lane, 0).at(0);
    if (x < indent + 14 || own < 0) toggleLane(model, lane);
    else select(model, link, { type: 'span', index: own });
  }

  private doubleClick(event: MouseEvent): void {
    const hit = this.hitAt(event);
    if (hit) focusHit(this.viewer.model, hit);
  }

  private wheel(event: WheelEvent): void {
    const { model } = this.viewer;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const step = Math.max(-120, Math.min(120, event.deltaY * lines));
      zoom(model, Math.exp(step * 0.0035), this.scene().axis.unitAt(this.place(event).plotX));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (sideways === 0 || (Math.abs(sideways) < Math.abs(event.deltaY) && !event.shiftKey)) return;
    event.preventDefault();
    const { from, to } = model.shownWindow.peek();
    const perPixel = (to - from) / Math.max(1, this.box.clientWidth - model.gutter.peek());
    const by = sideways * lines * perPixel;
    setWindow(model, { from: from + by, to: to + by });
  }

  private leave(): void {
    this.viewer.model.hover.value = null;
    this.at.value = null;
  }

  private endDrag(): void {
    this.drag = null;
  }
}
