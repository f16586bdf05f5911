/** The keys of the comparing page, made from their table. */

import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from '../view/iconButton.tsx';
import type { CompareModel } from './compareModel.ts';
import { compareKeys } from './keys.ts';
import { t } from './strings.ts';

export function KeyHelp({ model }: { model: CompareModel }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => {
    model.helpOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="compare-help" aria-label={t('help.title')} onClose={close}>
      <header>
        <h2>{t('help.title')}</h2>
        <IconButton icon="close" label={t('help.close')} keyHint="Esc" onPress={close} />
      </header>
      <dl>
        {compareKeys.map(row => (
          <div key={row.action}>
            <dt>
              <kbd>{row.shown}</kbd>
            </dt>
            <dd>{t(row.text)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
