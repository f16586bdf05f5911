/** Said to whoever has not been here before, until it is put away or the keys were shown from here. */

import { t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function HintBar() {
  const { model, link } = useViewer();
  // Whoever plays back or has a range has found the way.
  const busy = model.cursorMs.value !== null || model.range.value !== null || model.path.value !== null;
  if (model.hinted.value || busy || model.header.value.newcomer !== true) return null;
  const putAway = () => {
    model.hinted.value = true;
    link.command('beenHere');
  };
  return (
    <section class="bar hint" aria-label={t('hint.label')}>
      <span class="bar-facts">
        <span>{t(model.size.value.width < 420 ? 'hint.short' : 'hint.text')}</span>
      </span>
      <button
        type="button"
        class="link"
        onClick={() => {
          putAway();
          model.helpOpen.value = true;
        }}
      >
        {t('hint.more')}
      </button>
      <IconButton icon="close" label={t('hint.close')} onPress={putAway} />
    </section>
  );
}
