/**
 * The timeline itself: ruler, canvas and pointer. Vertical scrolling is the browser's own (a tall spacer under a
 * sticky canvas); everything along time is the model's window.
 *
 * To assistive technology this is one application widget that says what is selected; the outline is its equal as a tree.
 */

import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { paintAxis } from '../draw/paintAxis.ts';
import { Painter } from '../draw/painter.ts';
import { paintTimeline } from '../draw/paintTimeline.ts';
import { readPalette, watchTheme } from '../draw/readPalette.ts';
import type { Scene } from '../draw/scene.ts';
import type { Hit } from '../layout/hitTest.ts';
import { type LaneLayout, rowPlace } from '../layout/laneLayout.ts';
import { Axis } from '../scale/axis.ts';
import type { Model } from '../state/model.ts';
import { t } from '../strings.ts';
import { lineOf } from '../text/safeText.ts';
import { drawLoop } from './drawLoop.ts';
import { TimelinePointer } from './timelinePointer.ts';
import { Tooltip } from './tooltip.tsx';
import { useSize } from './useSize.ts';
import { useViewer } from './viewer.ts';

const axisHeight = 20;

export function TimelineView() {
  const viewer = useViewer();
  const { model } = viewer;
  const scroller = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLCanvasElement>(null);
  const ruler = useRef<HTMLCanvasElement>(null);
  const plot = useSignal({ width: 0, height: 0 });
  const scrollTop = useSignal(0);
  /** What is selected, after somebody scrolled away from it. */
  const left = useRef<Hit | null>(null);
  /** Lanes have changed since the last frame: that it scrolls now is nobody's wish. */
  const moving = useRef(0);
  /** Nothing lies below what is seen. */
  const lowest = useRef(true);
  const focused = useSignal(false);
  const pointer = useSignal<{ x: number; y: number } | null>(null);

  useSize(scroller, (width, height) => {
    plot.value = { width, height };
    model.plotWidth.value = Math.max(1, width - model.gutter.value);
  });

  useLayoutEffect(() => {
    if (!main.current || !ruler.current || !scroller.current) return;
    let palette = readPalette(scroller.current);
    const painter = new Painter(main.current, palette);
    const rulerPainter = new Painter(ruler.current, palette);
    const scene = (): Scene => {
      model.changes.value;
      const { width, height } = plot.value;
      const gutter = model.gutter.value;
      return {
        data: model.data,
        spans: model.indices.spans,
        failed: model.indices.failed,
        marks: model.indices.marks,
        arcs: model.indices.arcs,
        hits: model.search.value.index,
        sketch: model.mode.value === 'order' ? null : model.sketch.value,
        layout: model.layout.value,
        axis: new Axis(model.scale.value, model.shownWindow.value, width - gutter),
        nowMs: model.nowMs.value,
        palette,
        width,
        height,
        gutter,
        scrollTop: scrollTop.value,
        selection: model.selection.value,
        hover: model.hover.value,
        range: model.range.value,
        cursorMs: model.cursorMs.value,
        path: model.path.value?.pieces ?? null,
        noted: model.noted.value,
        focused: focused.value,
      };
    };
    const loop = drawLoop(
      () => {
        const { width, height } = plot.value;
        model.changes.value;
        if (width === 0 || height === 0 || model.data.generation === 0) return;
        const now = scene();
        paintTimeline(painter, now);
        paintAxis(rulerPainter, now, axisHeight);
        if (!model.drawn.peek()) onceShown(() => (model.drawn.value = true));
      },
      () => !model.drawn.peek(),
    );
    const stopTheme = watchTheme(() => {
      if (!scroller.current) return;
      palette = readPalette(scroller.current);
      loop.again();
    });
    const hands = new TimelinePointer(viewer, scroller.current, scene, pointer);
    return () => {
      loop.stop();
      stopTheme();
      hands.stop();
    };
  }, []);

  // Keeps the selected row in sight, also when a pane takes room from below.
  useSignalEffect(() => {
    plot.value;
    const hit = model.selection.value;
    const place = rowOf(model, model.layout.value, hit);
    const box = scroller.current;
    moving.current ||= requestAnimationFrame(() => {
      moving.current = 0;
    });
    if (!place || !box || hit === left.current) return;
    if (place.y < box.scrollTop) box.scrollTop = place.y - 4;
    else if (place.y + place.height > box.scrollTop + box.clientHeight) {
      box.scrollTop = place.y + place.height - box.clientHeight + 4;
    }
  });

  // New lanes come below: whoever follows a run from its lowest lane goes on to see the lowest.
  useSignalEffect(() => {
    model.layout.value;
    const box = scroller.current;
    if (!box || !lowest.current || !model.following.peek() || model.selection.peek()) return;
    // Only then the spacer has grown too.
    queueMicrotask(() => {
      box.scrollTop = box.scrollHeight;
    });
  });

  // A focused lane is shown as low as it may be, so that the thread above it stays in sight.
  useSignalEffect(() => {
    const hit = model.selection.peek();
    const box = scroller.current;
    if (model.settleWish.value === 0 || !hit || !box) return;
    const layout = model.layout.peek();
    const table = hit.type === 'span' ? model.data.spans : model.data.marks;
    const place = layout.placeOf[table.lane[hit.index] ?? -1] ?? -1;
    const top = layout.top[place];
    const bottom = layout.top[place + 1];
    if (top === undefined || bottom === undefined) return;
    box.scrollTop = Math.max(0, Math.min(top, bottom - box.clientHeight));
  });

  return (
    <div class="timeline">
      <canvas ref={ruler} class="ruler" />
      <div
        ref={scroller}
        class="scroller"
        id="timeline"
        role="application"
        aria-roledescription={t('timeline.role')}
        aria-label={t('timeline.label', lineOf(model.header.value.title, 80))}
        aria-describedby="timeline-hint"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application widget takes the keyboard
        tabIndex={0}
        onFocus={() => {
          focused.value = true;
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onScroll={event => {
          const box = event.currentTarget;
          scrollTop.value = box.scrollTop;
          const { value: hit } = model.selection;
          const place = rowOf(model, model.layout.value, hit);
          const seen = place && place.y + place.height > box.scrollTop && place.y < box.scrollTop + box.clientHeight;
          if (seen) left.current = null;
          else if (place && moving.current === 0) left.current = hit;
          lowest.current = box.scrollTop + box.clientHeight >= box.scrollHeight - 12;
        }}
      >
        <canvas ref={main} class="canvas" />
        <Spacer plot={plot} />
      </div>
      <p id="timeline-hint" class="unseen">
        {t('timeline.hint')}
      </p>
      <Tooltip pointer={pointer} />
    </div>
  );
}

/** Where the row of a hit lies; null while its lane takes no room, and without a hit. */
function rowOf(model: Model, layout: LaneLayout, hit: Hit | null): ReturnType<typeof rowPlace> {
  if (!hit) return null;
  const table = hit.type === 'span' ? model.data.spans : model.data.marks;
  return rowPlace(layout, table.lane[hit.index] ?? -1, table.row[hit.index] ?? 0);
}

/** When what was just drawn is on the screen for certain: as the second frame from now begins. */
function onceShown(then: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(then)));
}

/**
 * Gives the scroller its height, less the one view the sticky canvas takes itself. Browsers stop at some 33 million
 * pixels.
 */
function Spacer({ plot }: { plot: Signal<{ width: number; height: number }> }) {
  const { model } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const height = Math.min(30_000_000, Math.max(0, model.layout.value.height + 8 - plot.value.height));
    if (box.current) box.current.style.height = `${height}px`;
  });
  return <div ref={box} class="spacer" aria-hidden="true" />;
}
