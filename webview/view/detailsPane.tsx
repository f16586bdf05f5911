/** The pane of details: everything about the selected object, from what the timeline knows and what the host tells. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import type { Hit } from '../layout/hitTest.ts';
import { togglePath } from '../state/keyActions.ts';
import { telling } from '../state/tellOutcome.ts';
import { t } from '../strings.ts';
import { spanDuration } from '../text/describe.ts';
import { formatClock, formatDuration } from '../text/formatTime.ts';
import { kindName, markName, statusName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { Block } from './block.tsx';
import { CopyMenu } from './copyMenu.tsx';
import { FindingsAbout } from './findings.tsx';
import { Icon } from './icon.tsx';
import { LaneMarks } from './laneMarks.tsx';
import { Note, WriteNote } from './note.tsx';
import { PaneHead } from './paneHead.tsx';
import { Payload } from './payload.tsx';
import { RefLink } from './refLink.tsx';
import { Story } from './story.tsx';
import { useViewer } from './viewer.ts';

export function DetailsPane() {
  const { model } = useViewer();
  const hit = model.selection.value;
  const state = model.details.value;
  const details = state?.details ?? null;
  const top = useRef<HTMLDivElement>(null);
  const key = state?.key ?? '';
  useLayoutEffect(() => {
    if (top.current) top.current.scrollTop = 0;
  }, [key]);
  return (
    <section class="pane-body" ref={top} id="details" aria-label={t('details.label')} tabIndex={-1}>
      <PaneHead title={titleFor()} subtitle={details ? lineOf(details.subtitle, 200) : ''} linked={state !== null}>
        {details ? <CopyMenu details={details} /> : null}
      </PaneHead>
      {hit ? <Timing hit={hit} /> : null}
      {!hit && !state ? <p class="quiet">{t('details.choose')}</p> : null}
      {state?.state === 'loading' ? <p class="quiet">{t('details.loading')}</p> : null}
      {state?.state === 'ready' && !details ? <p class="quiet">{t('details.none')}</p> : null}
      {details ? <FindingsAbout to={details.ref} /> : null}
      {details ? <Note to={details.ref} /> : null}
      {details ? <Facts details={details} /> : null}
      {hit ? <LaneMarks hit={hit} /> : null}
    </section>
  );

  function titleFor(): string {
    if (details) return lineOf(details.title, 200);
    if (!hit) return t('details.label');
    const { data } = model;
    return lineOf(hit.type === 'span' ? data.spanLabel(hit.index) : data.text(data.marks.label[hit.index] ?? -1), 200);
  }
}

function Timing({ hit }: { hit: Hit }) {
  const { model } = useViewer();
  model.changes.value;
  const { data } = model;
  if (hit.type === 'mark') {
    const at = data.marks.at[hit.index] ?? 0;
    return (
      <p class="chips">
        <span class="chip">{markName(data.marks.kind[hit.index] ?? 0)}</span>
        <span class="chip">+{formatDuration(at)}</span>
        <span class="chip quiet">{formatClock(data.originMs + at)}</span>
      </p>
    );
  }
  const start = data.spans.start[hit.index] ?? 0;
  const status = data.spans.status[hit.index] ?? 0;
  const lasted = spanDuration(data, hit.index, model.nowMs.value);
  return (
    <p class="chips">
      <span class="chip">{kindName(data.spans.kind[hit.index] ?? 0)}</span>
      <span class={`chip chip-status-${status}`}>{statusName(status)}</span>
      {lasted === '' ? null : <span class="chip">{lasted}</span>}
      <span class="chip">+{formatDuration(start)}</span>
      <span class="chip quiet">{formatClock(data.originMs + start)}</span>
    </p>
  );
}

function Facts({ details }: { details: EntityDetails }) {
  const { model, link } = useViewer();
  const { ref } = details;
  const live = model.header.value.liveCells.find(cell => cell.ref?.kind === ref.kind && cell.ref.id === ref.id);
  return (
    <>
      <div class="actions">
        {ref.kind === 'code_cell' || ref.kind === 'codex_turn' ? (
          <button
            type="button"
            class="button secondary"
            aria-pressed={model.path.value !== null}
            onClick={telling('path', model, () => togglePath(model))}
          >
            <Icon name="path" /> {t('path.show')}
          </button>
        ) : null}
        {ref.kind === 'code_cell' && !link.alone ? (
          <button type="button" class="button secondary" onClick={() => link.open('source', ref.id)}>
            <Icon name="source" /> {t('details.openSource')}
          </button>
        ) : null}
        {live ? (
          <>
            <button type="button" class="button" onClick={() => link.command('wait', live.cellId)}>
              <Icon name="wait" /> {t('details.wait')}
            </button>
            <button type="button" class="button secondary" onClick={() => link.command('terminate', live.cellId)}>
              <Icon name="stop" /> {t('details.terminate')}
            </button>
          </>
        ) : null}
        <WriteNote to={ref} />
      </div>
      {details.fields.length > 0 ? (
        <dl class="fields">
          {details.fields.map((field, index) => (
            <div key={`${index} ${field.label}`} class={`field tone-${field.tone ?? 'plain'}`}>
              <dt>{lineOf(field.label, 80)}</dt>
              <dd>
                {field.link ? <RefLink to={field.link} text={field.value} /> : <bdi>{lineOf(field.value, 2000)}</bdi>}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {details.blocks.map((block, index) => (
        <Block key={`${ref.id} ${index}`} block={block} calls={index === 0 ? details.callLines : undefined} />
      ))}
      {details.story ? <Story rows={details.story} /> : null}
      {details.payloads.length > 0 ? (
        <>
          <h3>{t('details.payloads')}</h3>
          {details.payloads.map(payload => (
            <Payload key={payload.payloadId} link={payload} />
          ))}
        </>
      ) : null}
      {details.related.length > 0 ? (
        <>
          <h3>{t('details.related')}</h3>
          <ul class="related">
            {details.related.map((each, index) => (
              <li key={`${index} ${each.ref.kind}:${each.ref.id}`}>
                <RefLink to={each.ref} text={each.label} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
