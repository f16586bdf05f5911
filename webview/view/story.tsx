/** What the model saw beside what the runtime did: one row per moment, each leading to its object. */

import type { StoryRow } from '../../runtime/viewer/details.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { RefLink } from './refLink.tsx';

const mostRows = 400;

export function Story({ rows }: { rows: readonly StoryRow[] }) {
  if (rows.length === 0) return null;
  const first = rows[0]?.atMs ?? 0;
  return (
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
            <td class="story-time">+{formatDuration(row.atMs - first)}</td>
            {row.side === 'model' ? <Told row={row} /> : <td />}
            {row.side === 'runtime' ? <Told row={row} /> : <td />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Told({ row }: { row: StoryRow }) {
  return (
    <td class={`story-${row.side} tone-${row.tone ?? 'plain'}`}>
      {row.ref ? <RefLink to={row.ref} text={row.text} /> : <bdi>{lineOf(row.text, 300)}</bdi>}
    </td>
  );
}
