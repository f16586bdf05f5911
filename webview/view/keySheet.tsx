/** Keys and what they do, as a modal sheet: the browser keeps the focus inside and closes it on Escape. */

import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from './iconButton.tsx';

export interface KeyGroup {
  /** Absent where there is only one group. */
  readonly name?: string;
  readonly rows: readonly { readonly shown: string; readonly text: string }[];
}

export interface KeySheetProps {
  readonly title: string;
  readonly closeLabel: string;
  readonly groups: readonly KeyGroup[];
  /** What is done without a key. */
  readonly notes?: readonly string[];
  readonly onClose: () => void;
  /** What else is explained. */
  readonly children?: preact.ComponentChildren;
}

export function KeySheet({ title, closeLabel, groups, notes = [], onClose, children }: KeySheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <header class="sheet-head">
        <h2 id="help-title">{title}</h2>
        <IconButton icon="close" label={closeLabel} keyHint="Esc" onPress={() => dialog.current?.close()} />
      </header>
      <div class="help-groups">
        {groups.map((group, index) => (
          <section key={index}>
            {group.name === undefined ? null : <h3>{group.name}</h3>}
            <dl>
              {group.rows.map(row => (
                <div key={row.text}>
                  <dt>
                    <kbd>{row.shown}</kbd>
                  </dt>
                  <dd>{row.text}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      {children}
      {notes.map(note => (
        <p key={note} class="quiet">
          {note}
        </p>
      ))}
    </dialog>
  );
}
