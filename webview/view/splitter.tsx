/** The line between timeline and details: dragged, or moved with arrow keys. */

import { useRef } from 'preact/hooks';
import { t } from '../strings.ts';
import { useViewer } from './viewer.ts';

export function Splitter({ beside }: { beside: boolean }) {
  const { model } = useViewer();
  const element = useRef<HTMLDivElement>(null);
  const share = model.paneShare.value;
  const set = (next: number) => {
    model.paneShare.value = Math.min(0.8, Math.max(0.15, next));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      ref={element}
      class="splitter"
      role="separator"
      aria-label={t('details.resize')}
      aria-orientation={beside ? 'vertical' : 'horizontal'}
      aria-controls="pane"
      aria-valuemin={15}
      aria-valuemax={80}
      aria-valuenow={Math.round(share * 100)}
      tabIndex={0}
      onKeyDown={event => {
        const larger = beside ? 'ArrowLeft' : 'ArrowUp';
        const smaller = beside ? 'ArrowRight' : 'ArrowDown';
        if (event.key !== larger && event.key !== smaller) return;
        set(share + (event.key === larger ? 0.03 : -0.03));
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={event => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const box = event.currentTarget.parentElement?.getBoundingClientRect();
        if (!box) return;
        set(beside ? (box.right - event.clientX) / box.width : (box.bottom - event.clientY) / box.height);
      }}
    />
  );
}
