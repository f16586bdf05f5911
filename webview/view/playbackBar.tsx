/** Playback: step, play, speed, and what was going on at the moment of the cursor. */

import type { Model } from '../state/model.ts';
import { type Moment, momentState, playSpeeds, stepPlayback, togglePlaying } from '../state/playback.ts';
import { t } from '../strings.ts';
import { formatDuration } from '../text/formatTime.ts';
import { lineOf } from '../text/safeText.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function PlaybackBar() {
  const { model } = useViewer();
  const cursor = model.cursorMs.value;
  if (cursor === null) return null;
  const moment = momentState(model, cursor);
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
        onPress={() => {
          model.pane.value = model.pane.value === 'moment' ? 'closed' : 'moment';
        }}
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
  const names = open.map(span => lineOf(model.data.spanLabel(span), 32)).join(', ');
  return t('playback.open', openCount > open.length ? t('playback.more', names, openCount - open.length) : names);
}
