/**
 * The overview strip: everything at once, with a window that can be dragged, stretched at its edges or brushed anew.
 * To the keyboard and to assistive technology it is a horizontal scrollbar.
 */

import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { SpanStatus } from '../../runtime/trace/timeline/columns.ts';
import { type Activity, activity, rescaled } from '../../runtime/viewer/activity.ts';
import { Painter } from '../draw/painter.ts';
import { overviewUnit, overviewX, paintOverview, type StripPlace } from '../draw/paintOverview.ts';
import { readPalette, watchTheme } from '../draw/readPalette.ts';
import { fitWindow } from '../scale/window.ts';
import { panShare, setWindow, showAll } from '../state/windowActions.ts';
import { windowInWords } from '../state/windowInWords.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { drawLoop } from './drawLoop.ts';
import { useSize } from './useSize.ts';
import { useViewer } from './viewer.ts';

const edgeReach = 6;
const mostHits = 2000;
const manySpans = 50_000;
const restMs = 400;

export function Overview() {
  const { model } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSignal({ width: 0, height: 0 });
  useSize(box, (width, height) => {
    size.value = { width, height };
  });
  const place = (): StripPlace => {
    const gutter = model.gutter.value;
    // The lanes may have a scroll bar beside them, the outline has no lanes.
    const beside = Math.max(1, size.value.width - gutter);
    const plotWidth = model.surface.value === 'outline' ? beside : Math.min(beside, model.plotWidth.value);
    return { whole: fitWindow(model.extent.value), gutter, plotWidth };
  };

  useLayoutEffect(() => {
    if (!canvas.current || !box.current) return;
    let palette = readPalette(box.current);
    const painter = new Painter(canvas.current, palette);
    let known: { activity: Activity; key: string; at: number } | null = null;
    let later = 0;
    const current = (): Activity => {
      const slices = Math.max(1, Math.floor(place().plotWidth / 2));
      const end = model.extent.value.end;
      // While a run is live the strip is made anew only when it has grown by a slice.
      const grown = known && end <= known.activity.unitEnd * (1 + 1 / slices) ? '' : String(end);
      const sketch = model.mode.value === 'order' ? null : (model.sketch.value?.sketch ?? null);
      const changes = sketch ? 'sketch' : model.changes.value;
      const key = `${changes} ${slices} ${model.mode.value} ${model.openedFolds.value.size} ${grown}`;
      // While a large timeline comes in parts the strip need not keep up with every one of them.
      const early = known && model.data.spans.count > manySpans && performance.now() - known.at < restMs;
      if (known && early && known.key !== key) {
        clearTimeout(later);
        later = setTimeout(() => loop.again(), restMs);
        return known.activity;
      }
      if (!known || known.key !== key) {
        const made = sketch
          ? rescaled(sketch.activity, sketch.bounds, model.scale.value, end, slices)
          : activity(model.data, model.scale.value, end, model.nowMs.value, slices, SpanStatus.failed);
        known = { activity: made, key: key.slice(0, key.length - grown.length), at: performance.now() };
      }
      return known.activity;
    };
    const loop = drawLoop(() => {
      const { width, height } = size.value;
      if (width === 0 || height === 0 || !model.drawn.value) return;
      const { hits } = model.search.value;
      const scale = model.scale.value;
      paintOverview(painter, {
        palette,
        activity: current(),
        window: model.shownWindow.value,
        ...place(),
        folds: scale.folds,
        lengths: lengths(),
        width,
        height,
        hitUnits: hits
          ? Float64Array.from(hits.subarray(0, mostHits), span => scale.toUnit(model.data.spans.start[span] ?? 0))
          : null,
        cursorUnit: model.cursorMs.value === null ? null : scale.toUnit(model.cursorMs.value),
      });
    });
    const stopTheme = watchTheme(() => {
      if (!box.current) return;
      palette = readPalette(box.current);
      loop.again();
    });
    const stopBrush = brush(box.current);
    return () => {
      clearTimeout(later);
      loop.stop();
      stopTheme();
      stopBrush();
    };
  }, []);

  const window = model.shownWindow.value;
  const { end } = model.extent.value;
  const percent = Math.round((Math.max(0, Math.min(1, (window.from + window.to) / 2 / end)) || 0) * 100);
  const text = t('overview.value', ...windowInWords(model));
  return (
    <div
      ref={box}
      class="overview"
      role="scrollbar"
      aria-orientation="horizontal"
      aria-controls={model.surface.value}
      aria-label={t('overview.label')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      tabIndex={0}
      onKeyDown={event => {
        if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
          panShare(model, event.key === 'ArrowLeft' ? -0.18 : 0.18);
          event.stopPropagation();
          event.preventDefault();
        }
      }}
      onDblClick={() => showAll(model)}
    >
      <canvas ref={canvas} />
    </div>
  );

  function lengths(): string[] {
    const whole = formatDuration(model.nowMs.value);
    if (model.window.value === null || model.mode.value === 'order') return [whole];
    const { from, to } = model.shownWindow.value;
    const shown =
      Math.min(model.nowMs.value, model.scale.value.toTime(to)) - Math.max(0, model.scale.value.toTime(from));
    return [t('overview.part', formatDuration(Math.max(0, shown)), whole), whole];
  }

  function brush(element: HTMLElement): () => void {
    const life = new AbortController();
    const { signal } = life;
    let drag: { kind: 'move' | 'from' | 'to' | 'new'; startX: number; from: number; to: number } | null = null;
    const xIn = (event: PointerEvent) => event.clientX - element.getBoundingClientRect().left;
    const unitAt = (x: number) => overviewUnit(place(), x);
    const partAt = (x: number): 'move' | 'from' | 'to' | 'new' => {
      const shown = model.shownWindow.peek();
      const strip = place();
      const x0 = Math.max(strip.gutter, overviewX(strip, shown.from));
      const x1 = Math.min(strip.gutter + strip.plotWidth, overviewX(strip, shown.to));
      if (Math.abs(x - x0) <= edgeReach) return 'from';
      if (Math.abs(x - x1) <= edgeReach) return 'to';
      // A window over everything has nothing to be moved: there a drag brushes a new one.
      return x > x0 && x < x1 && x1 - x0 < strip.plotWidth - 8 ? 'move' : 'new';
    };
    element.addEventListener(
      'pointerdown',
      event => {
        if (event.button !== 0 || xIn(event) < place().gutter - edgeReach) return;
        const shown = model.shownWindow.peek();
        drag = { kind: partAt(xIn(event)), startX: xIn(event), from: shown.from, to: shown.to };
        element.setPointerCapture(event.pointerId);
      },
      { signal },
    );
    element.addEventListener(
      'pointermove',
      event => {
        const x = xIn(event);
        if (!drag) {
          const part = partAt(x);
          element.style.cursor = part === 'move' ? 'grab' : part === 'new' ? 'crosshair' : 'ew-resize';
          return;
        }
        if (drag.kind === 'new' && Math.abs(x - drag.startX) < 4) return;
        const shift = unitAt(x) - unitAt(drag.startX);
        const ends = {
          move: [drag.from + shift, drag.to + shift],
          from: [Math.min(drag.from + shift, drag.to), drag.to],
          to: [drag.from, Math.max(drag.to + shift, drag.from)],
          new: [unitAt(Math.min(x, drag.startX)), unitAt(Math.max(x, drag.startX))],
        }[drag.kind];
        setWindow(model, { from: ends[0] ?? 0, to: ends[1] ?? 1 });
      },
      { signal },
    );
    element.addEventListener(
      'pointerup',
      event => {
        const x = xIn(event);
        if (drag?.kind === 'new' && Math.abs(x - drag.startX) < 4) {
          const half = (drag.to - drag.from) / 2;
          setWindow(model, { from: unitAt(x) - half, to: unitAt(x) + half });
        }
        drag = null;
      },
      { signal },
    );
    return () => life.abort();
  }
}
