/** The top of a pane: what it shows, a link to that, and the way out. */

import { t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export function PaneHead({ title, subtitle, linked }: { title: string; subtitle?: string; linked?: boolean }) {
  const { model, link } = useViewer();
  return (
    <header class="pane-head">
      <div>
        <h2>
          <bdi>{title}</bdi>
        </h2>
        {subtitle ? (
          <p class="quiet">
            <bdi>{subtitle}</bdi>
          </p>
        ) : null}
      </div>
      {linked && !link.alone ? (
        <IconButton icon="link" label={t('details.copyLink')} keyHint="Y" onPress={() => link.copyLink()} />
      ) : null}
      <IconButton
        icon="close"
        label={t('details.close')}
        keyHint="Esc"
        onPress={() => {
          model.pane.value = 'closed';
        }}
      />
    </header>
  );
}
