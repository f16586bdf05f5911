/** One line of the comparison: both sides in short, and below it, when opened, what differs. */

import type {
  ComparedCall,
  ComparedRow,
  EntryView,
  RowChange,
  RowDetails,
} from '../../runtime/viewer/compare/comparison.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import type { CompareModel } from './compareModel.ts';
import { DiffLines } from './diffLines.tsx';
import { nameOf, stateIn } from './inWords.ts';
import { t } from './strings.ts';

const signs: Readonly<Record<RowChange, string>> = { same: '=', timing: '≈', changed: '≠', left: '−', right: '+' };

export function CompareRow({ model, row }: { model: CompareModel; row: ComparedRow }) {
  const open = model.opened.value.has(row.key);
  const stop = model.tabStop.value === row.key;
  const { left, right, change } = row;
  // What is the same is said once.
  const once = change === 'same' && left?.name === right?.name;
  return (
    <li class={`compare-row change-${change}`}>
      <button
        type="button"
        class="compare-line"
        data-key={row.key}
        aria-expanded={open}
        tabIndex={stop ? 0 : -1}
        onFocus={() => {
          model.current.value = row.key;
        }}
        onClick={() => model.toggle(row.key)}
      >
        <span class="compare-sign" aria-hidden="true">
          {signs[change]}
        </span>
        <span class="unseen">{t(`change.${change}`)}: </span>
        <Entry entry={left} class={once ? 'compare-both' : 'compare-left'} />
        {once ? null : <Entry entry={right} class="compare-right" />}
        {row.differences.length > 0 ? (
          <span class="compare-differences">
            {row.differences.map(kind => (
              <span key={kind} class="chip">
                {t(`difference.${kind}`)}
              </span>
            ))}
          </span>
        ) : null}
      </button>
      {open ? <Details model={model} row={row} details={model.details.value.get(row.key)} /> : null}
    </li>
  );
}

function Entry({ entry, class: className }: { entry: EntryView | null; class: string }) {
  if (!entry) return <span class={`compare-entry ${className} compare-none`} />;
  const facts = [
    entry.status && stateIn(entry.status),
    entry.durationMs === undefined ? undefined : formatDuration(entry.durationMs),
  ];
  return (
    <span class={`compare-entry ${className}`}>
      <strong>{lineOf(nameOf(entry), 60)}</strong> <bdi class="compare-text">{lineOf(entry.text, 160)}</bdi>{' '}
      <span class="quiet">{facts.filter(each => each !== undefined).join(', ')}</span>
    </span>
  );
}

function Details(props: { model: CompareModel; row: ComparedRow; details: RowDetails | null | undefined }) {
  const { model, row, details } = props;
  return (
    <div class="compare-details">
      <div class="actions">
        {row.left ? (
          <button type="button" class="link" onClick={() => model.open('left', row)}>
            {t('row.openLeft')}
          </button>
        ) : null}
        {row.right ? (
          <button type="button" class="link" onClick={() => model.open('right', row)}>
            {t('row.openRight')}
          </button>
        ) : null}
      </div>
      {details === undefined ? <p class="quiet">{t('row.loading')}</p> : null}
      {details === null ? <p class="quiet">{t('row.gone')}</p> : null}
      {details && details.blocks.length + details.calls.length === 0 ? <p class="quiet">{t('row.nothing')}</p> : null}
      {details?.blocks.map(block => (
        <DiffLines key={block.title} block={block} />
      ))}
      {details && details.calls.length > 0 ? <Calls calls={details.calls} /> : null}
    </div>
  );
}

function Calls({ calls }: { calls: readonly ComparedCall[] }) {
  return (
    <table class="compare-calls">
      <caption>{t('block.calls')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('call.tool')}</th>
          <th scope="col">{t('side.left')}</th>
          <th scope="col">{t('side.right')}</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call, index) => (
          <tr key={index} class={call.differs ? 'differs' : ''}>
            <th scope="row">
              {lineOf(call.name, 80)} <bdi class="quiet">{lineOf(call.input, 160)}</bdi>
            </th>
            <td>{call.left === null ? t('call.none') : stateIn(call.left)}</td>
            <td>{call.right === null ? t('call.none') : stateIn(call.right)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
