/** Leads to another object: to its span when it has one, else to its details alone. */

import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { select, selectRef } from '../state/selectActions.ts';
import { lineOf } from '../text/safeText.ts';
import { useViewer } from './viewer.ts';

export function RefLink({ to, text }: { to: EntityRef; text: string }) {
  const { model, link } = useViewer();
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        model.pane.value = 'details';
        if (selectRef(model, link, to)) return;
        select(model, link, null, false);
        link.showDetails(to);
      }}
    >
      <bdi>{lineOf(text, 200)}</bdi>
    </button>
  );
}
