/** Said once to whoever has not been here before, until it is dismissed or the help was opened. */

import { t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function HintBar() {
  const { model } = useViewer();
  if (model.hinted.value) return null;
  return (
    <section class="bar hint" aria-label={t('hint.label')}>
      <span class="bar-facts">
        <span>{t(model.size.value.width < 420 ? 'hint.short' : 'hint.text')}</span>
      </span>
      <button
        type="button"
        class="link"
        onClick={() => {
          model.hinted.value = true;
          model.helpOpen.value = true;
        }}
      >
        {t('hint.more')}
      </button>
      <IconButton
        icon="close"
        label={t('hint.close')}
        onPress={() => {
          model.hinted.value = true;
        }}
      />
    </section>
  );
}
