/** Calls back with the size of an element (CSS pixels) now and whenever it changes. */

import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

export function useSize(element: RefObject<HTMLElement | null>, sized: (width: number, height: number) => void): void {
  // Before the first frame: what is drawn in it depends on the size.
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const tell = () => sized(target.clientWidth, target.clientHeight);
    const observer = new ResizeObserver(tell);
    observer.observe(target);
    tell();
    return () => observer.disconnect();
  }, []);
}
