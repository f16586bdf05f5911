/**
 * The visible window in axis units, and how zooming and panning change it.
 *
 * Invariant: a clamped window is never narrower than `minWidth` and always shows part of the content.
 */

export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What there is to see: from 0 to `end` units. */
export interface Extent {
  readonly end: number;
  readonly minWidth: number;
}

const margin = 0.03;

export function fitWindow({ end, minWidth }: Extent): TimeWindow {
  const width = Math.max(end, minWidth);
  return { from: -width * margin, to: width * (1 + margin) };
}

/** Zooms by `factor` (below 1 is closer) while the unit `around` keeps its place. */
export function zoomWindow(window: TimeWindow, factor: number, around: number, extent: Extent): TimeWindow {
  const width = window.to - window.from;
  const widest = fitWindow(extent);
  const wanted = Math.min(Math.max(width * factor, extent.minWidth), widest.to - widest.from);
  const scale = wanted / width;
  return clampWindow(
    { from: around - (around - window.from) * scale, to: around + (window.to - around) * scale },
    extent,
  );
}

export function panWindow(window: TimeWindow, by: number, extent: Extent): TimeWindow {
  return clampWindow({ from: window.from + by, to: window.to + by }, extent);
}

/** Brings a stretch into view with some air around it; a point is centred at the present zoom. */
export function focusWindow(from: number, to: number, window: TimeWindow, extent: Extent): TimeWindow {
  const width = to - from;
  if (width < extent.minWidth) {
    const half = (window.to - window.from) / 2;
    return clampWindow({ from: (from + to) / 2 - half, to: (from + to) / 2 + half }, extent);
  }
  return clampWindow({ from: from - width * 0.08, to: to + width * 0.08 }, extent);
}

/** Pans just far enough that the stretch, or its beginning when it is too long, can be seen. */
export function revealWindow(from: number, to: number, window: TimeWindow, extent: Extent): TimeWindow {
  const width = window.to - window.from;
  const air = width * 0.05;
  if (from <= window.to - air && to >= window.from + air && (to - from > width || from >= window.from)) {
    if (to <= window.to || from < window.from + width / 2) return window;
  }
  const length = Math.min(to - from, width - 2 * air);
  const start = from < window.from ? from - air : from + length + air - width;
  return clampWindow({ from: start, to: start + width }, extent);
}

export function clampWindow(window: TimeWindow, extent: Extent): TimeWindow {
  const widest = fitWindow(extent);
  const wanted = window.to - window.from;
  const width = Number.isFinite(wanted)
    ? Math.min(Math.max(wanted, extent.minWidth), widest.to - widest.from)
    : widest.to - widest.from;
  const from = Number.isFinite(window.from) ? window.from : widest.from;
  const latest = Math.max(widest.from, widest.to - width);
  const start = Math.min(Math.max(from, widest.from), latest);
  return { from: start, to: start + width };
}
