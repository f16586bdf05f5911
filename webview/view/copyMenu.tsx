/** The details as a text to hand on, in one of several forms. */

import { useRef } from 'preact/hooks';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import { type StringKey, t } from '../strings.ts';
import { type CopyForm, copyAs, copyForms } from '../text/copyAs.ts';
import { Icon } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { useCopy } from './useCopy.ts';
import { useOutside } from './useOutside.ts';
import { useViewer } from './viewer.ts';

const names: Readonly<Record<CopyForm, StringKey>> = { markdown: 'copy.markdown', json: 'copy.json' };

export function CopyMenu({ details }: { details: EntityDetails }) {
  const { model } = useViewer();
  const open = model.copyOpen;
  const { done, copy } = useCopy();
  const box = useRef<HTMLDivElement>(null);
  useOutside(box, () => {
    open.value = false;
  });
  const copyIn = (form: CopyForm) => {
    open.value = false;
    copy(copyAs(form, details));
  };
  return (
    <div ref={box} class="filter">
      <IconButton
        icon={done ? 'check' : 'copy'}
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
            <button key={form} type="button" class="more-tool" onClick={() => copyIn(form)}>
              <Icon name="copy" />
              <span>{t(names[form])}</span>
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
