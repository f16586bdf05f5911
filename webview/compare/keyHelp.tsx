/** The keys of the comparing page, made from their table. */

import { keyName } from '../text/keyName.ts';
import { KeySheet } from '../view/keySheet.tsx';
import type { CompareModel } from './compareModel.ts';
import { compareKeys } from './keys.ts';
import { t } from './strings.ts';

export function KeyHelp({ model }: { model: CompareModel }) {
  return (
    <KeySheet
      title={t('help.title')}
      closeLabel={t('help.close')}
      groups={[{ rows: compareKeys.map(({ shown, text }) => ({ shown: keyName(t, shown), text: t(text) })) }]}
      onClose={() => {
        model.helpOpen.value = false;
      }}
    />
  );
}
