/** What somebody wrote about the object whose details are shown, and the ways to change it. */

import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { t } from '../strings.ts';
import { blockOf } from '../text/safeText.ts';
import { Icon } from './icon.tsx';
import { useViewer } from './viewer.ts';

export function Note({ to }: { to: EntityRef }) {
  const { model, link } = useViewer();
  const { notes } = model.header.value;
  if (!notes) return null;
  const text = notes.find(({ ref }) => ref.kind === to.kind && ref.id === to.id)?.text;
  if (text === undefined && link.alone) return null;
  return (
    <section class="note" aria-label={t('note.label')}>
      {text === undefined ? null : <p class="note-text">{blockOf(text, 4000).text}</p>}
      {link.alone ? null : (
        <div class="actions">
          <button
            type="button"
            class="button secondary"
            title={`${t('key.note')} (E)`}
            onClick={() => link.note('editNote', to)}
          >
            <Icon name="note" /> {t(text === undefined ? 'note.write' : 'note.change')}
          </button>
          {text === undefined ? null : (
            <button type="button" class="button secondary" onClick={() => link.note('deleteNote', to)}>
              <Icon name="trash" /> {t('note.delete')}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
