/** What waiting cost: time, and tokens of model calls that did nothing but ask for a wait; the dearest cells below. */

import type { WaitBill, WaitCost } from '../../runtime/viewer/waitBill.ts';
import type { TimeRange } from '../draw/scene.ts';
import { t } from '../strings.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { worded } from '../text/wording.ts';
import { RefLink } from './refLink.tsx';
import { useAnswer } from './useAnswer.ts';
import { useViewer } from './viewer.ts';

export function WaitPrice({ range }: { range: TimeRange | null }) {
  const { model } = useViewer();
  const { fromMs, toMs } = range ?? { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };
  const nowMs = model.nowMs.peek();
  const answer = useAnswer({ about: 'waits', fromMs, toMs, nowMs }, `waits ${fromMs} ${toMs}`);
  const bill = answer?.about === 'waits' ? answer.bill : null;
  if (!bill || bill.waits === 0) return null;
  return (
    <section class="wait-price" aria-labelledby="wait-price">
      <h3 id="wait-price">{t('price.title')}</h3>
      <dl class="fields">
        <Field label={t('price.waits')}>
          {formatCount(bill.waits)}
          {bill.idle > 0 ? <span class="quiet"> {t('price.idle', formatCount(bill.idle))}</span> : null}
        </Field>
        <Field label={t('price.time')}>{formatDuration(bill.waitedMs)}</Field>
        <Field label={t('price.tokens')}>{tokensOf(bill)}</Field>
      </dl>
      {bill.cells.length > 1 ? <Cells bill={bill} /> : null}
    </section>
  );
}

function Field({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div class="field">
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Cells({ bill }: { bill: WaitBill }) {
  return (
    <table class="totals">
      <thead>
        <tr>
          <th scope="col">{t('price.cell')}</th>
          <th scope="col">{t('price.waits')}</th>
          <th scope="col">{t('price.time')}</th>
          {bill.priced ? <th scope="col">{t('price.tokens')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {bill.cells.map(cell => (
          <tr key={cell.ref?.id ?? ''}>
            <th scope="row">
              {cell.ref ? <RefLink to={cell.ref} text={worded(lineOf(cell.name, 60))} /> : t('price.unknownCell')}
            </th>
            <td>{formatCount(cell.waits)}</td>
            <td>{formatDuration(cell.waitedMs)}</td>
            {bill.priced ? <td>{formatCount(cell.input + cell.output)}</td> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function tokensOf(bill: WaitBill & WaitCost): string {
  if (!bill.priced) return t('price.notRecorded');
  if (bill.modelCalls === 0) return t('price.free');
  const share = Math.round(((bill.input + bill.output) / Math.max(1, bill.allTokens)) * 100);
  const tokens = t('price.sum', formatCount(bill.input), formatCount(bill.cached), formatCount(bill.output));
  return bill.modelCalls === 1
    ? t('price.shareOne', tokens, share)
    : t('price.share', tokens, formatCount(bill.modelCalls), share);
}
