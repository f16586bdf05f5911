/** Shifts what opens under a button so far to the side that all of it lies within the page. */

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** What is left free at the edge, pixels. */
const margin = 4;

export function useWithin(element: RefObject<HTMLElement | null>, open: boolean): void {
  useLayoutEffect(() => {
    const box = element.current;
    if (!open || !box) return;
    const { left, right } = box.getBoundingClientRect();
    const over = Math.max(0, right - (document.documentElement.clientWidth - margin));
    const shift = over > 0 ? -over : Math.max(0, margin - left);
    if (shift !== 0) box.style.transform = `translateX(${Math.round(shift)}px)`;
  }, [open]);
}
