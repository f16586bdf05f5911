/** Totals of the selected range, in one line under the timeline. */

import { totalsOf } from '../data/totals.ts';
import type { TimeRange } from '../draw/scene.ts';
import { focusTime } from '../state/windowActions.ts';
import { t } from '../strings.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatTime.ts';
import { kindName } from '../text/names.ts';
import { IconButton } from './iconButton.tsx';
import { useAnswer } from './useAnswer.ts';
import { useViewer } from './viewer.ts';

/** Tokens are asked of the host when a drag has rested, ms. */
const restMs = 200;

export function RangeBar() {
  const { model } = useViewer();
  const range = model.range.value;
  if (!range) return null;
  return <Totals range={range} />;
}

function Totals({ range }: { range: TimeRange }) {
  const { model } = useViewer();
  model.changes.value;
  const { fromMs, toMs } = range;
  const question = { about: 'waits', fromMs, toMs, nowMs: model.nowMs.peek() } as const;
  const answer = useAnswer(question, `${fromMs} ${toMs}`, restMs);
  const bill = answer?.about === 'waits' ? answer.bill : null;
  const totals = totalsOf(model.data, range.fromMs, range.toMs, model.nowMs.peek());
  return (
    <section class="bar" aria-label={t('range.label')}>
      <strong>{t('range.length', formatDuration(range.toMs - range.fromMs))}</strong>
      <span class="bar-facts">
        {totals.kinds.map(total => (
          <span key={total.kind} class="fact">
            {t('range.total', kindName(total.kind), formatCount(total.count))}{' '}
            <span class="quiet">· {formatDuration(total.openMs)}</span>
          </span>
        ))}
        {totals.waitingMs > 0 ? <span class="fact">{t('range.busy', formatDuration(totals.waitingMs))}</span> : null}
        {bill?.priced ? <span class="fact">{t('range.tokens', formatCount(bill.allTokens))}</span> : null}
        {totals.failed > 0 ? <span class="fact problem-text">{t('range.failed', totals.failed)}</span> : null}
      </span>
      <IconButton
        icon="zoomIn"
        label={t('range.zoom')}
        keyHint="F"
        onPress={() => focusTime(model, range.fromMs, range.toMs)}
      />
      <IconButton
        icon="close"
        label={t('range.clear')}
        keyHint="Esc"
        onPress={() => {
          model.range.value = null;
        }}
      />
    </section>
  );
}
