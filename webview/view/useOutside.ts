/** Calls back when something outside of an element is pressed, as one closes a sheet. */

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

export function useOutside(element: RefObject<HTMLElement | null>, leave: () => void): void {
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !element.current?.contains(event.target)) leave();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => document.removeEventListener('pointerdown', onPress, true);
  }, []);
}
