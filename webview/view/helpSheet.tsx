/** The keys of the viewer, from the table that also handles them. */

import { keyTable } from '../keys.ts';
import { type StringKey, t } from '../strings.ts';
import { KeySheet } from './keySheet.tsx';
import { Legend } from './legend.tsx';
import { useViewer } from './viewer.ts';

const groups: readonly (readonly ['move' | 'view' | 'find' | 'play', StringKey])[] = [
  ['move', 'key.group.move'],
  ['find', 'key.group.find'],
  ['play', 'key.group.play'],
  ['view', 'key.group.view'],
];

export function HelpSheet() {
  const { model } = useViewer();
  return (
    <KeySheet
      title={t('help.title')}
      closeLabel={t('help.close')}
      groups={groups.map(([group, name]) => ({
        name: t(name),
        rows: keyTable.filter(row => row.group === group).map(({ shown, text }) => ({ shown, text: t(text) })),
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
