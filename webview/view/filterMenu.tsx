/** Which kinds of spans are shown: a small sheet of checkboxes under its button. */

import { useRef } from 'preact/hooks';
import { type KindGroup, kindGroups } from '../data/kindGroups.ts';
import type { Model } from '../state/model.ts';
import { type StringKey, t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useOutside } from './useOutside.ts';
import { useWithin } from './useWithin.ts';
import { useViewer } from './viewer.ts';

const names: Readonly<Record<KindGroup, StringKey>> = {
  model: 'group.model',
  cell: 'group.cell',
  call: 'group.call',
  wait: 'group.wait',
  system: 'group.system',
};

export function FilterMenu() {
  const { model } = useViewer();
  const hidden = model.hidden.value;
  const box = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLFieldSetElement>(null);
  useWithin(sheet, model.filterOpen.value);
  useOutside(box, () => {
    model.filterOpen.value = false;
  });
  return (
    <div ref={box} class="filter">
      <IconButton
        icon="filter"
        label={t('toolbar.filter')}
        class={hidden.size > 0 ? 'active' : ''}
        expanded={model.filterOpen.value}
        onPress={() => {
          model.filterOpen.value = !model.filterOpen.value;
        }}
      />
      {model.filterOpen.value ? (
        <fieldset ref={sheet} class="filter-sheet">
          <legend>{t('filter.label')}</legend>
          {kindGroups.map(group => (
            <label key={group}>
              <input type="checkbox" checked={!hidden.has(group)} onChange={() => toggleGroup(model, group)} />
              <span class={`swatch swatch-${group}`} aria-hidden="true" />
              {t(names[group])}
            </label>
          ))}
          <label class="filter-apart">
            <input
              type="checkbox"
              checked={model.onlyInView.value}
              onChange={() => {
                model.onlyInView.value = !model.onlyInView.value;
              }}
            />
            {t('filter.inView')}
          </label>
        </fieldset>
      ) : null}
    </div>
  );
}

function toggleGroup(model: Model, group: KindGroup): void {
  const next = new Set(model.hidden.value);
  if (!next.delete(group)) next.add(group);
  model.hidden.value = next;
}
