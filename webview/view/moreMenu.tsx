/** The tools that have no room in the bar: named, with their keys, in a sheet under a button. */

import { useRef } from 'preact/hooks';
import { t } from '../strings.ts';
import { Icon, type IconName } from './icon.tsx';
import { IconButton } from './iconButton.tsx';
import { useOutside } from './useOutside.ts';
import { useWithin } from './useWithin.ts';
import { useViewer } from './viewer.ts';

export interface Tool {
  readonly icon: IconName;
  readonly label: string;
  readonly keyHint?: string;
  readonly pressed?: boolean;
  readonly onPress: () => void;
}

export function MoreMenu({ tools }: { tools: readonly Tool[] }) {
  const { model } = useViewer();
  const box = useRef<HTMLDivElement>(null);
  const sheet = useRef<HTMLFieldSetElement>(null);
  useWithin(sheet, model.moreOpen.value);
  const close = () => {
    model.moreOpen.value = false;
  };
  useOutside(box, close);
  return (
    <div ref={box} class="filter">
      <IconButton
        icon="more"
        label={t('toolbar.more')}
        expanded={model.moreOpen.value}
        onPress={() => {
          model.moreOpen.value = !model.moreOpen.value;
        }}
      />
      {model.moreOpen.value ? (
        <fieldset ref={sheet} class="filter-sheet more-sheet">
          <legend class="unseen">{t('toolbar.more')}</legend>
          {tools.map(tool => (
            <button
              key={tool.label}
              type="button"
              class="more-tool"
              aria-pressed={tool.pressed}
              onClick={() => {
                close();
                tool.onPress();
              }}
            >
              <Icon name={tool.icon} />
              <span>{tool.label}</span>
              {tool.keyHint ? (
                <span class="kbd" aria-hidden="true">
                  {tool.keyHint}
                </span>
              ) : null}
            </button>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
