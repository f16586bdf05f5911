/** The keys, from the table that also handles them. A modal sheet: the browser keeps the focus inside. */

import { useEffect, useRef } from 'preact/hooks';
import { keyTable } from '../keys.ts';
import { type StringKey, t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

const groups: readonly (readonly ['move' | 'view' | 'find' | 'play', StringKey])[] = [
  ['move', 'key.group.move'],
  ['view', 'key.group.view'],
  ['find', 'key.group.find'],
  ['play', 'key.group.play'],
];

export function HelpSheet() {
  const { model } = useViewer();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = () => {
    model.helpOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={close}>
      <header class="pane-head">
        <h2 id="help-title">{t('help.title')}</h2>
        <IconButton icon="close" label={t('help.close')} onPress={() => dialog.current?.close()} />
      </header>
      <div class="help-groups">
        {groups.map(([group, name]) => (
          <section key={group}>
            <h3>{t(name)}</h3>
            <dl>
              {keyTable
                .filter(row => row.group === group)
                .map(row => (
                  <div key={row.action}>
                    <dt>
                      <kbd>{row.shown}</kbd>
                    </dt>
                    <dd>{t(row.text)}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p class="quiet">{t('help.mouse')}</p>
    </dialog>
  );
}
