/**
 * Draws when something it depends on has changed, at most once per frame.
 *
 * `draw` runs inside an effect: whatever signals it reads bring the next frame.
 */

import { effect, signal } from '@preact/signals';

export function drawLoop(draw: () => void): { stop: () => void; again: () => void } {
  const turn = signal(0);
  let frame = 0;
  let stopReading: () => void = () => {};
  const request = () => {
    if (frame) return;
    frame = requestAnimationFrame(() => {
      frame = 0;
      run();
    });
  };
  const run = () => {
    stopReading();
    let first = true;
    stopReading = effect(() => {
      turn.value;
      if (!first) {
        request();
        return;
      }
      first = false;
      try {
        draw();
      } catch (error) {
        // One frame that fails must not end all drawing.
        reportError(error);
      }
    });
  };
  run();
  return {
    stop: () => {
      cancelAnimationFrame(frame);
      stopReading();
    },
    again: () => {
      turn.value++;
    },
  };
}
