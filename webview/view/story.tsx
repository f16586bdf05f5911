/** What the model saw beside what the runtime did: one row per moment, leading to its object and to that moment. */

import type { StoryRow } from '../../runtime/viewer/details.ts';
import { setCursor } from '../state/playback.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { RefLink } from './refLink.tsx';
import { useViewer } from './viewer.ts';

const mostRows = 400;

export function Story({ rows }: { rows: readonly StoryRow[] }) {
  const { model } = useViewer();
  if (rows.length === 0) return null;
  const first = rows[0]?.atMs ?? 0;
  const left = rows.length - mostRows;
  return (
    <>
      <table class="story">
        <caption>{t('story.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('story.time')}</th>
            <th scope="col">{t('story.model')}</th>
            <th scope="col">{t('story.runtime')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row, index) => (
            <tr key={`${index} ${row.atMs}`}>
              <td class="story-time">
                <button type="button" class="link" title={t('story.goTo')} onClick={() => setCursor(model, row.atMs)}>
                  +{formatDuration(row.atMs - first)}
                </button>
              </td>
              {row.side === 'model' ? <Told row={row} /> : <td />}
              {row.side === 'runtime' ? <Told row={row} /> : <td />}
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 ? <p class="quiet">{t('findings.more', left)}</p> : null}
    </>
  );
}

function Told({ row }: { row: StoryRow }) {
  return (
    <td class={`story-${row.side} tone-${row.tone ?? 'plain'}`}>
      {row.ref ? <RefLink to={row.ref} text={row.text} /> : <bdi>{lineOf(row.text, 300)}</bdi>}
    </td>
  );
}
