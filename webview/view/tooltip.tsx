/** What lies under the pointer, in words, beside it. A picture of what the live region says on selection. */

import type { Signal } from '@preact/signals';
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { spanDuration } from '../text/describe.ts';
import { formatClock, formatDuration } from '../text/formatTime.ts';
import { kindName, markName, statusName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { useViewer } from './viewer.ts';

export function Tooltip({ pointer }: { pointer: Signal<{ x: number; y: number } | null> }) {
  const { model } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  const hit = model.hover.value;
  useSignalEffect(() => {
    const at = pointer.value;
    const element = box.current;
    model.hover.value;
    if (!element || !at) return;
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth, offsetHeight } = element;
    const x = at.x + 12 + offsetWidth > clientWidth ? Math.max(2, at.x - 8 - offsetWidth) : at.x + 12;
    const y = at.y + 16 + offsetHeight > clientHeight ? Math.max(2, at.y - 8 - offsetHeight) : at.y + 16;
    element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  });
  model.changes.value;
  const { data } = model;
  const lines = hit ? linesFor() : null;
  return (
    <div ref={box} class="tooltip" aria-hidden="true" hidden={!lines}>
      {lines ? (
        <>
          <strong>{lines.title}</strong>
          <span>{lines.kind}</span>
          <span class="quiet">{lines.when}</span>
        </>
      ) : null}
    </div>
  );

  function linesFor() {
    if (!hit) return null;
    if (hit.type === 'mark') {
      const at = data.marks.at[hit.index] ?? 0;
      return {
        title: lineOf(data.text(data.marks.label[hit.index] ?? -1), 120),
        kind: markName(data.marks.kind[hit.index] ?? 0),
        when: `+${formatDuration(at)} · ${formatClock(data.originMs + at)}`,
      };
    }
    const { spans } = data;
    const start = spans.start[hit.index] ?? 0;
    const kind = spans.kind[hit.index] ?? 0;
    const status = statusName(spans.status[hit.index] ?? 0);
    const lasted = spanDuration(data, hit.index, model.nowMs.value);
    return {
      title: lineOf(data.spanLabel(hit.index), 120),
      kind: kind === SpanKind.thread ? kindName(kind) : `${kindName(kind)} · ${status}`,
      when: [lasted, `+${formatDuration(start)}`, formatClock(data.originMs + start)]
        .filter(each => each !== '')
        .join(' · '),
    };
  }
}
