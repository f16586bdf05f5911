/** Calls back with the size of an element (CSS pixels) now and whenever it changes. */

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

export function useSize(element: RefObject<HTMLElement | null>, sized: (width: number, height: number) => void): void {
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const tell = () => sized(target.clientWidth, target.clientHeight);
    const observer = new ResizeObserver(tell);
    observer.observe(target);
    tell();
    return () => observer.disconnect();
  }, []);
}
