/** What is shown while there is nothing to draw: how to begin, or how far loading is. */

import { t } from '../strings.ts';
import { lineOf } from '../text/safeText.ts';
import { Icon } from './icon.tsx';
import { useViewer } from './viewer.ts';

export function Empty() {
  const { link, model } = useViewer();
  return (
    <section class="empty" aria-labelledby="empty-title">
      <h1 id="empty-title">{t('empty.title')}</h1>
      <p>{t('empty.text')}</p>
      <div class="empty-buttons">
        {model.header.value.mayRun === false ? null : (
          <button type="button" class="button" onClick={() => link.command('run')}>
            <Icon name="play" /> {t('empty.run')}
          </button>
        )}
        <button type="button" class="button secondary" onClick={() => link.command('openRollout')}>
          <Icon name="folder" /> {t('empty.open')}
        </button>
      </div>
    </section>
  );
}

export function Loading() {
  const { model } = useViewer();
  const { title, progress } = model.header.value;
  return (
    <section class="empty" aria-label={t('loading.label')}>
      <p>{t('loading.title', lineOf(title, 120))}</p>
      <progress aria-label={t('loading.label')} max={1} value={progress} />
    </section>
  );
}

export function Waiting() {
  const { model } = useViewer();
  return (
    <section class="empty">
      <p>{t(model.header.value.state === 'recorded' ? 'empty.recorded' : 'empty.waiting')}</p>
    </section>
  );
}
