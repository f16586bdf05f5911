/** The critical path in words: how long, and what took most of it. */

import { type PathPiece, pathLength } from '../data/criticalPath.ts';
import type { Model } from '../state/model.ts';
import { select } from '../state/selectActions.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

const mostNames = 4;

export function PathBar() {
  const { model, link } = useViewer();
  const path = model.path.value;
  if (!path) return null;
  model.changes.value;
  const whole = pathLength(path.pieces);
  const label = (span: number, limit: number) => lineOf(model.data.spanLabel(span), limit);
  return (
    <section class="bar" aria-label={t('path.label')}>
      <strong>{t('path.of', label(path.span, 60), formatDuration(whole))}</strong>
      <span class="bar-facts">
        {heaviest(model, path.pieces).map(({ span, ms }) => (
          <span key={span} class="fact">
            <button type="button" class="link" onClick={() => select(model, link, { type: 'span', index: span })}>
              <bdi>{span === path.span ? t('path.itself') : label(span, 40)}</bdi>
            </button>{' '}
            <span class="quiet">
              {formatDuration(ms)} ({Math.round((ms / Math.max(whole, 1e-9)) * 100)} %)
            </span>
          </span>
        ))}
      </span>
      <IconButton
        icon="close"
        label={t('path.close')}
        keyHint="Esc"
        onPress={() => {
          model.path.value = null;
        }}
      />
    </section>
  );
}

function heaviest(model: Model, pieces: readonly PathPiece[]): { span: number; ms: number }[] {
  const sums = new Map<number, number>();
  for (const { span, fromMs, toMs } of pieces) sums.set(span, (sums.get(span) ?? 0) + toMs - fromMs);
  return [...sums]
    .map(([span, ms]) => ({ span, ms }))
    .filter(({ span }) => span < model.data.spans.count)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, mostNames);
}
