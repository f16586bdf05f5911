/**
 * The state at the moment of the playback cursor, or by now: what was under way, and what cells had stored.
 *
 * Every line leads to its object. What the recording does not tell is said to be unknown, never guessed.
 */

import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { StoredHistory, StoredWrite } from '../../runtime/viewer/storedValues.ts';
import { storedAt } from '../data/storedAt.ts';
import { momentState } from '../state/playback.ts';
import { select } from '../state/selectActions.ts';
import { type StringKey, t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { worded } from '../text/wording.ts';
import { PaneHead } from './paneHead.tsx';
import { RefLink } from './refLink.tsx';
import { useAnswer } from './useAnswer.ts';
import { useViewer } from './viewer.ts';

const groups: readonly { readonly name: StringKey; readonly kinds: readonly number[] }[] = [
  { name: 'moment.cells', kinds: [SpanKind.cell] },
  { name: 'moment.calls', kinds: [SpanKind.nestedCall, SpanKind.directCall] },
  { name: 'moment.waits', kinds: [SpanKind.wait] },
  { name: 'moment.model', kinds: [SpanKind.inference, SpanKind.compaction] },
  { name: 'moment.processes', kinds: [SpanKind.terminal] },
];
const mostLines = 50;
const tickingSpans = 20_000;

export function MomentPane() {
  const { model } = useViewer();
  model.changes.value;
  // What many spans cost is not spent anew each time a live clock ticks.
  const now = model.data.spans.count < tickingSpans ? model.nowMs.value : model.nowMs.peek();
  const at = model.cursorMs.value ?? now;
  const moment = momentState(model, at, 1000);
  const answer = useAnswer({ about: 'stored' }, 'stored');
  const { kind } = model.data.spans;
  const subtitle = t('playback.at', Math.max(0, moment.event), moment.events, `+${formatDuration(at)}`);
  return (
    <section class="pane-body" id="moment" aria-label={t('moment.label')} tabIndex={-1}>
      <PaneHead title={t('moment.label')} subtitle={subtitle} />
      {moment.openCount === 0 ? <p class="quiet">{t('playback.nothing')}</p> : null}
      {groups.map(({ name, kinds }) => (
        <Group key={name} name={name} atMs={at} spans={moment.open.filter(span => kinds.includes(kind[span] ?? -1))} />
      ))}
      <h3>{t('moment.stored')}</h3>
      {answer === undefined ? <p class="quiet">{t('details.loading')}</p> : null}
      {answer === null ? <p class="quiet">{t('moment.unknown')}</p> : null}
      {answer?.about === 'stored' ? <Stored history={answer.stored} atMs={at} /> : null}
    </section>
  );
}

function Group({ name, spans, atMs }: { name: StringKey; spans: readonly number[]; atMs: number }) {
  const { model, link } = useViewer();
  const { data } = model;
  if (spans.length === 0) return null;
  const laneOf = (span: number): string => {
    const lane = data.spans.lane[span] ?? -1;
    // Processes have a lane of their own, named for what is in it; what says more is whose they are.
    if (data.lanes.kind[lane] === LaneKind.terminal) return lineOf(data.laneLabel(data.lanes.parent[lane] ?? -1), 40);
    const nested = (data.spans.row[span] ?? 0) > 0 && data.spans.kind[span] !== SpanKind.cell;
    return nested ? lineOf(data.laneLabel(lane), 40) : '';
  };
  return (
    <>
      <h3>
        {t(name)} <span class="count">{spans.length}</span>
      </h3>
      <ul class="moment-list">
        {spans.slice(0, mostLines).map(span => (
          <li key={span}>
            <button type="button" class="link" onClick={() => select(model, link, { type: 'span', index: span })}>
              <bdi>{lineOf(data.spanLabel(span), 80)}</bdi>
            </button>
            <span class="quiet">
              {[laneOf(span), t('moment.since', formatDuration(atMs - (data.spans.start[span] ?? 0)))]
                .filter(text => text !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
      {spans.length > mostLines ? <p class="quiet">{t('findings.more', spans.length - mostLines)}</p> : null}
    </>
  );
}

function Stored({ history, atMs }: { history: StoredHistory; atMs: number }) {
  const { committed, open } = storedAt(history.writes, atMs);
  const unknown = [...committed, ...open].some(({ value }) => value === null);
  return (
    <>
      {committed.length + open.length === 0 ? <p class="quiet">{t('moment.nothingStored')}</p> : null}
      {committed.length > 0 ? <Values caption={t('moment.committed')} writes={committed} /> : null}
      {open.length > 0 ? <Values caption={t('moment.open')} writes={open} /> : null}
      {unknown && !history.exact ? <p class="quiet">{t('moment.notRecorded')}</p> : null}
      {history.omitted > 0 ? <p class="quiet">{t('moment.omitted', history.omitted)}</p> : null}
    </>
  );
}

function Values({ caption, writes }: { caption: string; writes: readonly StoredWrite[] }) {
  return (
    <table class="stored">
      <caption>{caption}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">{t('moment.key')}</th>
          <th scope="col">{t('moment.value')}</th>
          <th scope="col">{t('moment.by')}</th>
        </tr>
      </thead>
      <tbody>
        {writes.map((write, index) => (
          <tr key={`${index} ${write.cell.id}`}>
            <th scope="row">
              {write.key === null ? (
                <span class="quiet">{t('moment.computedKey')}</span>
              ) : (
                <code>{lineOf(write.key, 80)}</code>
              )}
              {write.thread === '' ? null : <span class="quiet"> {lineOf(write.thread, 40)}</span>}
            </th>
            <td>
              {write.value === null ? (
                <span class="quiet">{t(write.certain ? 'moment.noValue' : 'moment.perhaps')}</span>
              ) : (
                <>
                  <code>{lineOf(write.value, 300)}</code>
                  {write.certain ? null : <span class="quiet"> {t('moment.perhaps')}</span>}
                </>
              )}
            </td>
            <td>
              <RefLink to={write.cell} text={worded(write.cellName)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
