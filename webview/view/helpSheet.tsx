/** The keys of the viewer, from the table that also handles them. */

import { type KeyAction, keyTable } from '../keys.ts';
import { type StringKey, t } from '../strings.ts';
import { keyName } from '../text/keyName.ts';
import { KeySheet } from './keySheet.tsx';
import { Legend } from './legend.tsx';
import { useViewer } from './viewer.ts';

const groups: readonly (readonly ['move' | 'view' | 'find' | 'play', StringKey])[] = [
  ['move', 'key.group.move'],
  ['find', 'key.group.find'],
  ['play', 'key.group.play'],
  ['view', 'key.group.view'],
];

/** Do nothing in a saved file: it is not live, and there is no editor to write or link with. */
const needsEditor: ReadonlySet<KeyAction> = new Set(['copyLink', 'note', 'follow']);

export function HelpSheet() {
  const { model, link } = useViewer();
  return (
    <KeySheet
      title={t('help.title')}
      closeLabel={t('help.close')}
      groups={groups.map(([group, name]) => ({
        name: t(name),
        rows: keyTable
          .filter(({ group: own, action }) => own === group && !(link.alone && needsEditor.has(action)))
          .map(({ shown, text }) => ({ shown: keyName(t, shown), text: t(text) })),
      }))}
      notes={[t('help.mouse'), t('help.search'), t('help.outline')]}
      onClose={() => {
        model.helpOpen.value = false;
      }}
    >
      <Legend />
    </KeySheet>
  );
}
