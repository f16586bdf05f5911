/** Playback: step, play, speed, and what was going on at the moment of the cursor. */

import { SpanKind } from '../../runtime/trace/timeline/columns.ts';
import type { Model } from '../state/model.ts';
import { type Moment, momentState, playSpeeds, stepPlayback, togglePlaying } from '../state/playback.ts';
import { telling } from '../state/tellOutcome.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

const mostNames = 6;
/** So many are looked at for their names. */
const mostOpen = 200;

export function PlaybackBar() {
  const { model } = useViewer();
  const cursor = model.cursorMs.value;
  if (cursor === null) return null;
  const moment = momentState(model, cursor, mostOpen);
  const narrow = model.size.value.width < 420;
  const playing = model.playing.value;
  return (
    <section class="bar" aria-label={t('playback.label')}>
      <IconButton icon="stepBack" label={t('playback.back')} keyHint="[" onPress={() => stepPlayback(model, -1)} />
      <IconButton
        icon={playing ? 'pause' : 'play'}
        label={t(playing ? 'playback.pause' : 'playback.play')}
        keyHint="K"
        onPress={() => togglePlaying(model)}
      />
      <IconButton icon="stepForward" label={t('playback.forward')} keyHint="]" onPress={() => stepPlayback(model, 1)} />
      <select
        aria-label={t('playback.speed')}
        value={String(model.playSpeed.value)}
        onChange={event => {
          model.playSpeed.value = Number(event.currentTarget.value) || 1;
        }}
      >
        {playSpeeds.map(speed => (
          <option key={speed} value={String(speed)}>
            {speed}×
          </option>
        ))}
      </select>
      <output class="bar-facts" aria-live={playing ? 'off' : 'polite'}>
        {narrow ? (
          <>
            <span class="fact">{t('playback.atShort', Math.max(0, moment.event), moment.events)}</span>
            <span class="fact">+{formatDuration(cursor)}</span>
          </>
        ) : (
          <span class="fact">
            {t('playback.at', Math.max(0, moment.event), moment.events, `+${formatDuration(cursor)}`)}
          </span>
        )}
        <span class={narrow ? 'unseen' : 'fact quiet'}>{running(model, moment)}</span>
      </output>
      <IconButton
        icon="state"
        label={t('playback.state')}
        keyHint="J"
        pressed={model.pane.value === 'moment'}
        onPress={telling('moment', model, () => {
          model.pane.value = model.pane.value === 'moment' ? 'closed' : 'moment';
        })}
      />
      <IconButton
        icon="close"
        label={t('playback.close')}
        keyHint="Esc"
        onPress={() => {
          model.playing.value = false;
          model.cursorMs.value = null;
        }}
      />
    </section>
  );
}

function running(model: Model, { open, openCount }: Moment): string {
  if (openCount === 0) return t('playback.nothing');
  const { kind, label } = model.data.spans;
  const calls = new Set(open.filter(span => kind[span] === SpanKind.directCall).map(span => label[span]));
  const counts = new Map<string, number>();
  let waiting = 0;
  for (const span of open) {
    // A call that waits for its cell lies on the lane of the thread and, as a wait, on that of the cell.
    if (kind[span] === SpanKind.wait && calls.has(label[span])) waiting++;
    else {
      const name = lineOf(model.data.spanLabel(span), 32);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  const named = [...counts].slice(0, mostNames);
  const names = named.map(([name, count]) => (count === 1 ? name : t('range.total', name, count))).join(', ');
  const more = openCount - waiting - named.reduce((sum, [, count]) => sum + count, 0);
  return t('playback.open', more > 0 ? t('playback.more', names, more) : names);
}
