/**
 * What is measured inside a page, the same way for both viewers.
 *
 * These functions are handed to the page as source text: they must not reach for anything outside of themselves.
 */

export interface Probe {
  /** Milliseconds from navigation to the frame after the first span name was drawn; 0 until then. */
  picture: number;
  /** Milliseconds from navigation to the frame after everything was taken in; the page of ours says so. */
  complete: number;
}

/** Runs before any script of the page. Both viewers write the names of spans on a 2D canvas. */
export function watchForPicture(): void {
  const page = globalThis as unknown as { probe: Probe };
  const probe: Probe = { picture: 0, complete: 0 };
  page.probe = probe;
  const names = /^(\/root|model|exec|wait|Turn \d|Cell \d|turn|exec_command|make)/;
  const drawn = CanvasRenderingContext2D.prototype.fillText;
  let seen = false;
  CanvasRenderingContext2D.prototype.fillText = function (this: CanvasRenderingContext2D, text, ...place) {
    if (!seen && names.test(text)) {
      seen = true;
      // The frame this belongs to has been presented when the next one begins.
      requestAnimationFrame(() => requestAnimationFrame(() => (probe.picture = performance.now())));
    }
    drawn.call(this, text, ...place);
  };
}

/** Zooms in, pans to and fro and zooms out by wheel, one event per frame; the lengths of the frames, ms. */
export function zoomAndPan(): Promise<number[]> {
  const x = innerWidth * 0.55;
  const y = innerHeight * 0.5;
  const steps: WheelEventInit[] = [
    ...Array.from({ length: 40 }, () => ({ deltaY: -60, ctrlKey: true })),
    ...Array.from({ length: 30 }, () => ({ deltaX: 40 })),
    ...Array.from({ length: 30 }, () => ({ deltaX: -40 })),
    ...Array.from({ length: 40 }, () => ({ deltaY: 60, ctrlKey: true })),
  ];
  return new Promise(done => {
    const frames: number[] = [];
    let last = 0;
    const step = (now: number): void => {
      if (last > 0) frames.push(now - last);
      last = now;
      const wheel = steps.shift();
      if (!wheel) {
        done(frames);
        return;
      }
      requestAnimationFrame(step);
      const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: x, clientY: y, ...wheel });
      document.elementFromPoint(x, y)?.dispatchEvent(event);
    };
    requestAnimationFrame(step);
  });
}
