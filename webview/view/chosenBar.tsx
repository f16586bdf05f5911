/** Totals of the rows chosen in the outline, in one line below it. */

import { totalsOfSpans } from '../data/totals.ts';
import { chooseNothing, chosenSpans } from '../state/choose.ts';
import { t } from '../strings.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatTime.ts';
import { kindName } from '../text/names.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function ChosenBar() {
  const { model } = useViewer();
  const hits = model.chosen.value;
  if (hits.length === 0 || model.surface.value !== 'outline') return null;
  model.changes.value;
  const totals = totalsOfSpans(model.data, chosenSpans(hits), model.nowMs.peek());
  return (
    <section class="bar" aria-label={t('chosen.label')}>
      <strong>{t('chosen.count', hits.length)}</strong>
      <span class="bar-facts">
        <span class="fact">{t('chosen.covered', formatDuration(totals.coveredMs))}</span>
        {totals.kinds.map(total => (
          <span key={total.kind} class="fact">
            {t('range.total', kindName(total.kind), formatCount(total.count))}{' '}
            <span class="quiet">· {formatDuration(total.openMs)}</span>
          </span>
        ))}
        {totals.waitingMs > 0 ? <span class="fact">{t('range.busy', formatDuration(totals.waitingMs))}</span> : null}
        {totals.failed > 0 ? <span class="fact problem-text">{t('range.failed', totals.failed)}</span> : null}
      </span>
      {totals.toMs > totals.fromMs ? (
        <IconButton
          icon="totals"
          label={t('chosen.range')}
          onPress={() => {
            model.range.value = { fromMs: totals.fromMs, toMs: totals.toMs };
            model.pane.value = 'totals';
          }}
        />
      ) : null}
      <IconButton icon="close" label={t('chosen.clear')} keyHint="Esc" onPress={() => chooseNothing(model)} />
    </section>
  );
}
