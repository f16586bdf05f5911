/** What looks wrong about the rollout: each finding explains itself and leads to what it is about. */

import { type StringKey, t } from '../strings.ts';
import { lineOf } from '../text/safeText.ts';
import { PaneHead } from './detailsPane.tsx';
import { Icon } from './icon.tsx';
import { RefLink } from './refLink.tsx';
import { useViewer } from './viewer.ts';

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
        {findings.slice(0, 500).map((finding, index) => (
          <li key={`${index} ${finding.code}`} class={`finding severity-${finding.severity}`}>
            <Icon name={finding.severity} />
            <div>
              <span class="unseen">{t(severities[finding.severity])}: </span>
              <bdi>{lineOf(finding.message, 600)}</bdi> <code class="quiet">{lineOf(finding.code, 60)}</code>
              <div class="finding-links">
                {finding.refs.slice(0, 8).map((ref, place) => (
                  <RefLink key={`${place} ${ref.id}`} to={ref} text={ref.id} />
                ))}
              </div>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
