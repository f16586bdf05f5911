/** What somebody wrote about the object whose details are shown, and the ways to write and change it. */

import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { Model } from '../state/model.ts';
import { t } from '../strings.ts';
import { blockOf } from '../text/safeText.ts';
import { Icon } from './icon.tsx';
import { useViewer } from './viewer.ts';

export function Note({ to }: { to: EntityRef }) {
  const { model, link } = useViewer();
  const text = noteOn(model, to);
  if (text === undefined) return null;
  return (
    <section class="note" aria-label={t('note.label')}>
      <p class="note-text">{blockOf(text, 4000).text}</p>
      {link.alone ? null : (
        <div class="actions">
          <EditNote to={to} label={t('note.change')} />
          <button type="button" class="button secondary" onClick={() => link.note('deleteNote', to)}>
            <Icon name="trash" /> {t('note.delete')}
          </button>
        </div>
      )}
    </section>
  );
}

/** Stands among the other actions until there is a note. */
export function WriteNote({ to }: { to: EntityRef }) {
  const { model, link } = useViewer();
  if (!model.header.value.notes || link.alone || noteOn(model, to) !== undefined) return null;
  return <EditNote to={to} label={t('note.write')} />;
}

function EditNote({ to, label }: { to: EntityRef; label: string }) {
  const { link } = useViewer();
  return (
    <button
      type="button"
      class="button secondary"
      title={`${t('key.note')} (E)`}
      onClick={() => link.note('editNote', to)}
    >
      <Icon name="note" /> {label}
    </button>
  );
}

function noteOn(model: Model, to: EntityRef): string | undefined {
  return model.header.value.notes?.find(({ ref }) => ref.kind === to.kind && ref.id === to.id)?.text;
}
