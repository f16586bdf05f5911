/** What happened to the cell of the selected lane, moment by moment: promised and actual yields, resumes, the three moments of a termination. */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { Hit } from '../layout/hitTest.ts';
import { marksOfLane } from '../layout/markNavigation.ts';
import { select } from '../state/selectActions.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { markName } from '../text/names.ts';
import { lineOf } from '../text/safeText.ts';
import { useViewer } from './viewer.ts';

const mostMarks = 60;

export function LaneMarks({ hit }: { hit: Hit }) {
  const { model, link } = useViewer();
  model.changes.value;
  const { data } = model;
  if (hit.type !== 'span' || data.spans.kind[hit.index] !== SpanKind.cell) return null;
  const marks = marksOfLane(data.marks, data.spans.lane[hit.index] ?? -1).slice(0, mostMarks);
  if (marks.length === 0) return null;
  const start = data.spans.start[hit.index] ?? 0;
  return (
    <>
      <h3>{t('details.marks')}</h3>
      <ol class="lane-marks">
        {marks.map(mark => (
          <li key={mark}>
            <span class="lane-mark-time">+{formatDuration((data.marks.at[mark] ?? 0) - start)}</span>
            <button type="button" class="link" onClick={() => select(model, link, { type: 'mark', index: mark })}>
              <bdi>{lineOf(data.text(data.marks.label[mark] ?? -1) || markName(data.marks.kind[mark] ?? 0), 160)}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
