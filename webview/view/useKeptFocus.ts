/**
 * Keeps the focus in the page: where what held it goes, such as a closed bar or a chosen tool of a menu, it moves on to
 * the nearest thing around it that is still there, and else to `home`. Without that the browser drops it, and whoever
 * uses a keyboard begins again at the top of the page.
 *
 * Leaves the focus alone where somebody put it elsewhere, or nowhere.
 */

import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

export function useKeptFocus(root: RefObject<HTMLElement | null>, home: string): void {
  useEffect(() => {
    const page = root.current;
    if (!page) return;
    /** What had the focus last, and all around it up to the page. */
    let around: readonly Element[] = [];
    const onFocus = ({ target }: FocusEvent) => {
      around = target instanceof Element ? upTo(page, target) : [];
    };
    const gone = new MutationObserver(() => {
      const [last] = around;
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      const next = around.map(placeIn).find(place => place !== null) ?? page.querySelector<HTMLElement>(home);
      next?.focus({ preventScroll: true });
    });
    page.addEventListener('focusin', onFocus);
    gone.observe(page, { childList: true, subtree: true });
    return () => {
      page.removeEventListener('focusin', onFocus);
      gone.disconnect();
    };
  }, []);
}

function upTo(page: HTMLElement, from: Element): Element[] {
  const around: Element[] = [];
  for (let at: Element | null = from; at && at !== page; at = at.parentElement) around.push(at);
  return around;
}

/** Where the focus can be within something: on itself, or on the button that opens and closes its sheet. */
function placeIn(element: Element): HTMLElement | null {
  if (!element.isConnected) return null;
  return element.matches('[tabindex]')
    ? (element as HTMLElement)
    : element.querySelector<HTMLElement>(':scope > button[aria-expanded]');
}
