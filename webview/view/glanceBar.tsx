/**
 * The rollout at a glance, in a line above the timeline: what took time, what was waited for, what failed. Its colours
 * are those of the lanes, so that it is their legend too.
 *
 * A press on a time goes to the longest of its kind, the next press to the next longest; one on the failures goes round
 * them in order of time. Made anew when the timeline has grown, seldom enough not to be felt.
 */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type Glance, type GlanceGroup, glanceGroups, glanceOf, longestOf } from '../data/glance.ts';
import { openDetails } from '../state/keyActions.ts';
import type { Model } from '../state/model.ts';
import { select } from '../state/selectActions.ts';
import { type StringKey, t } from '../strings.ts';
import { formatCount } from '../text/formatCount.ts';
import { formatDuration } from '../text/formatTime.ts';
import { Icon } from './icon.tsx';
import { useViewer } from './viewer.ts';

const names: Readonly<Record<GlanceGroup, StringKey>> = {
  wait: 'glance.wait',
  model: 'glance.model',
  call: 'glance.call',
  cell: 'glance.cell',
  request: 'glance.request',
};
const mostGoneRound = 20;
/** A live run is looked at again so often, ms, or after so many times what that took. */
const restMs = 500;
const restPerWork = 20;

export function GlanceBar() {
  const { model, link } = useViewer();
  const glance = useGlance(model);
  if (!glance) return <div class="glance" />;
  const whole = model.nowMs.peek();
  // There the sign says what the word does, and saves a line.
  const narrow = model.size.value.width < 420;
  const show = (spans: readonly number[]) => {
    const hit = model.selection.peek();
    const span = spans[(spans.indexOf(hit?.type === 'span' ? hit.index : -1) + 1) % spans.length];
    if (span === undefined) return;
    select(model, link, { type: 'span', index: span });
    const { width, height } = model.size.peek();
    if (width >= 640 || height >= 420) openDetails(model, link);
  };
  const { failures } = glance;
  if (failures.length === 0 && glanceGroups.every(group => glance.groups[group].count === 0)) return null;
  return (
    <section class="glance" aria-label={t('glance.label')}>
      {failures.length > 0 ? (
        <button
          type="button"
          class="glance-fact problem-text"
          title={t('glance.failed.title')}
          onClick={() => show(failures)}
        >
          <Icon name="error" /> {narrow ? <span aria-hidden="true">{formatCount(failures.length)}</span> : null}
          <span class={narrow ? 'unseen' : ''}>{t('range.failed', failures.length)}</span>
        </button>
      ) : null}
      {glanceGroups.map(group => {
        const { count, coveredMs } = glance.groups[group];
        if (count === 0) return null;
        const length = formatDuration(coveredMs);
        const share = Math.round((coveredMs / Math.max(whole, 1e-9)) * 100);
        const timeless = group === 'request';
        const title = timeless
          ? t('glance.request.title', count)
          : t('glance.title', t(names[group]), count, length, share);
        return (
          <button
            key={group}
            type="button"
            class="glance-fact"
            title={title}
            onClick={() => show(longestOf(model.data, group, model.nowMs.peek(), mostGoneRound))}
          >
            <span class={`swatch swatch-${group}`} /> {t(names[group])}{' '}
            <span class="glance-time">{timeless ? count : length}</span>
          </button>
        );
      })}
    </section>
  );
}

/** Null until all of the timeline is there: what comes in parts is not told in parts. */
function useGlance(model: Model): Glance | null {
  const glance = useSignal<Glance | null>(null);
  const ready = model.drawn.value && model.complete.value;
  const generation = model.data.generation;
  useEffect(() => {
    if (!ready) return;
    let timer = 0;
    let made = '';
    const look = () => {
      const begin = performance.now();
      const key = `${model.changes.peek()} ${model.data.live ? model.nowMs.peek() : ''}`;
      if (key !== made) glance.value = glanceOf(model.data, model.nowMs.peek());
      made = key;
      timer = window.setTimeout(look, Math.max(restMs, (performance.now() - begin) * restPerWork));
    };
    timer = window.setTimeout(look);
    return () => clearTimeout(timer);
  }, [ready, generation]);
  return ready ? glance.value : null;
}
