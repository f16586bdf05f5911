/** The details as a text to hand on, in one of several forms. */

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import { type StringKey, t } from '../strings.ts';
import { type CopyForm, copyAs, copyForms } from '../text/copyAs.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { useOutside } from './useOutside.ts';
import { useViewer } from './viewer.ts';

const names: Readonly<Record<CopyForm, StringKey>> = { markdown: 'copy.markdown', json: 'copy.json' };

export function CopyMenu({ details }: { details: EntityDetails }) {
  const { model } = useViewer();
  const open = model.copyOpen;
  const done = useSignal(false);
  const box = useRef<HTMLDivElement>(null);
  useOutside(box, () => {
    open.value = false;
  });
  const copy = async (form: CopyForm) => {
    open.value = false;
    try {
      await navigator.clipboard.writeText(copyAs(form, details));
      done.value = true;
      model.announcement.value = t('details.copied');
      setTimeout(() => {
        done.value = false;
      }, 1500);
    } catch {
      // A page without clipboard rights: the text can still be selected by hand.
    }
  };
  return (
    <div ref={box} class="filter">
      <IconButton
        icon={done.value ? 'check' : 'copy'}
        label={t('copy.label')}
        expanded={open.value}
        onPress={() => {
          open.value = !open.value;
        }}
      />
      {open.value ? (
        <fieldset class="filter-sheet more-sheet">
          <legend class="unseen">{t('copy.label')}</legend>
          {copyForms.map(form => (
            <button key={form} type="button" class="more-tool" onClick={() => void copy(form)}>
              <Icon name="copy" />
              <span>{t(names[form])}</span>
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
