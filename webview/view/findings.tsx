/** What looks wrong about the rollout: each finding explains itself and leads to what it is about. */

import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { FindingView } from '../../runtime/viewer/messages.ts';
import { type StringKey, t } from '../strings.ts';
import { lineOf } from '../text/safeText.ts';
import { worded } from '../text/wording.ts';
import { Icon } from './icon.tsx';
import { PaneHead } from './paneHead.tsx';
import { RefLink } from './refLink.tsx';
import { useViewer } from './viewer.ts';

const mostLinks = 8;
const mostListed = 500;

const severities: Readonly<Record<'error' | 'warning' | 'info', StringKey>> = {
  error: 'severity.error',
  warning: 'severity.warning',
  info: 'severity.info',
};

export function Findings() {
  const { model } = useViewer();
  const { findings } = model.header.value;
  return (
    <section class="pane-body" id="findings" aria-label={t('findings.label')} tabIndex={-1}>
      <PaneHead title={t('findings.label')} />
      {findings.length === 0 ? <p class="quiet">{t('findings.none')}</p> : null}
      <ul class="findings">
        {findings.slice(0, mostListed).map((finding, index) => (
          <Finding key={`${index} ${finding.code}`} finding={finding} />
        ))}
      </ul>
      {findings.length > mostListed ? <p class="quiet">{t('findings.more', findings.length - mostListed)}</p> : null}
    </section>
  );
}

/** What was found about one object, where its details are. */
export function FindingsAbout({ to }: { to: EntityRef }) {
  const { findings } = useViewer().model.header.value;
  const own = findings.filter(({ refs }) => refs.some(ref => ref.kind === to.kind && ref.id === to.id));
  if (own.length === 0) return null;
  return (
    <section aria-label={t('findings.label')}>
      <ul class="findings findings-own">
        {own.slice(0, 20).map((finding, index) => (
          <Finding key={`${index} ${finding.code}`} finding={finding} but={to} />
        ))}
      </ul>
    </section>
  );
}

/** `but` is an object that needs no link, since it is looked at already. */
function Finding({ finding, but }: { finding: FindingView; but?: EntityRef }) {
  const links = finding.refs
    .map((ref, place) => ({ ref, name: finding.names?.[place] ?? ref.id }))
    .filter(({ ref }) => ref.kind !== but?.kind || ref.id !== but.id);
  return (
    <li class={`finding severity-${finding.severity}`}>
      <Icon name={finding.severity} />
      <div>
        <span class="unseen">{t(severities[finding.severity])}: </span>
        <bdi>{lineOf(finding.message, 600)}</bdi>
        <div class="finding-links">
          <span class="chip">{lineOf(finding.code, 60)}</span>
          {links.slice(0, mostLinks).map(({ ref, name }, place) => (
            <RefLink key={`${place} ${ref.id}`} to={ref} text={worded(name)} />
          ))}
          {links.length > mostLinks ? <span class="quiet">{t('findings.more', links.length - mostLinks)}</span> : null}
        </div>
      </div>
    </li>
  );
}
