/**
 * Draws when something it depends on has changed, at most once per frame.
 *
 * `draw` runs inside an effect: whatever signals it reads bring the next frame. While `eager` says so it does not wait
 * for one: what is drawn before a frame begins is shown with it.
 */

import { effect, signal } from '@preact/signals';

export function drawLoop(
  draw: () => void,
  eager: () => boolean = () => false,
): { stop: () => void; again: () => void } {
  const turn = signal(0);
  let frame = 0;
  let stopReading: () => void = () => {};
  const request = () => {
    if (frame) return;
    const now = () => {
      frame = 0;
      run();
    };
    frame = requestAnimationFrame(now);
    if (!eager()) return;
    cancelAnimationFrame(frame);
    queueMicrotask(now);
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
