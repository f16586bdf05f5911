/**
 * The aggregate view: a flame of where the time went, what waiting cost, and every tool, wait and model with its
 * weight, the heaviest first; a row finds all of its calls.
 */

import { type Aggregate, aggregate } from '../data/aggregate.ts';
import { search } from '../state/searchActions.ts';
import { select } from '../state/selectActions.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { kindName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { Flame } from './flame.tsx';
import { PaneHead } from './paneHead.tsx';
import { queryFor } from './totalsQuery.ts';
import { useViewer } from './viewer.ts';
import { WaitPrice } from './waitPrice.tsx';

const mostRows = 200;

export function TotalsPane() {
  const { model } = useViewer();
  model.changes.value;
  const range = model.range.value;
  const now = model.nowMs.peek();
  const groups = aggregate(model.data, range?.fromMs ?? 0, range?.toMs ?? Number.POSITIVE_INFINITY, now);
  const most = groups[0]?.totalMs ?? 1;
  const title = t(range ? 'totals.range' : 'totals.label');
  return (
    <section class="pane-body" id="totals" aria-label={title} tabIndex={-1}>
      <PaneHead title={title} />
      <Flame range={range} />
      <WaitPrice range={range} />
      {groups.length === 0 ? <p class="quiet">{t('totals.none')}</p> : null}
      {groups.length > 0 ? (
        <table class="totals totals-tools">
          <thead>
            <tr>
              <th scope="col">{t('totals.name')}</th>
              <th scope="col">{t('totals.total')}</th>
              <th scope="col">{t('totals.count')}</th>
              <th scope="col">{t('totals.mean')}</th>
              <th scope="col">{t('totals.longest')}</th>
              <th scope="col">{t('totals.failed')}</th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, mostRows).map(group => (
              <Row key={`${group.kind} ${group.name}`} group={group} most={most} />
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}

function Row({ group, most }: { group: Aggregate; most: number }) {
  const { model, link } = useViewer();
  const name = lineOf(group.name, 60);
  return (
    <tr>
      <th scope="row">
        <span class={`swatch swatch-kind-${group.kind}`} aria-hidden="true" />
        <button
          type="button"
          class="link"
          title={t('totals.find', name)}
          onClick={() => {
            model.searchOpen.value = true;
            search(model, queryFor(group.kind, group.name) ?? '');
          }}
        >
          <bdi>{name}</bdi>
        </button>{' '}
        <span class="quiet">{kindName(group.kind)}</span>
        <progress aria-hidden="true" max={Math.max(most, 1e-9)} value={group.totalMs} />
      </th>
      <td>{formatDuration(group.totalMs)}</td>
      <td>{group.count}</td>
      <td>{formatDuration(group.totalMs / group.count)}</td>
      <td>
        <button type="button" class="link" onClick={() => select(model, link, { type: 'span', index: group.longest })}>
          {formatDuration(group.longestMs)}
        </button>
      </td>
      <td class={group.failed > 0 ? 'problem-text' : 'quiet'}>{group.failed}</td>
    </tr>
  );
}
