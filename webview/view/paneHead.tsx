/** The top of a pane: what it shows, a link to that, and the way out. */

import { t } from '../strings.ts';
import { IconButton } from './iconButton.tsx';
import { useViewer } from './viewer.ts';

export interface PaneHeadProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly linked?: boolean;
  /** More tools for what is shown. */
  readonly children?: preact.ComponentChildren;
}

export function PaneHead({ title, subtitle, linked, children }: PaneHeadProps) {
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
      {children}
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
