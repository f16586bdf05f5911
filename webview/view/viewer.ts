/** What every part of the page is handed: the model, the way to the host, and who keeps the view. */

import { effect } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { HostPort } from '../host.ts';
import { HostLink } from '../state/hostLink.ts';
import { Keeper } from '../state/keeper.ts';
import { Model } from '../state/model.ts';
import { searchAgain } from '../state/searchActions.ts';
import { selectRef } from '../state/selectActions.ts';

export interface Viewer {
  readonly model: Model;
  readonly link: HostLink;
  readonly keeper: Keeper;
}

export function createViewer(port: HostPort): Viewer {
  const model = new Model();
  const link = new HostLink(model, port);
  const keeper = new Keeper(model, port);
  link.onRollout = key => keeper.openRollout(key);
  link.onReveal = ref => {
    if (!selectRef(model, link, ref, true)) {
      model.pane.value = 'details';
      link.showDetails(ref);
    }
  };
  keepSearching(model);
  return { model, link, keeper };
}

/** A search follows a growing timeline, once a second at most. */
function keepSearching(model: Model): void {
  let timer = 0;
  effect(() => {
    model.changes.value;
    if (timer || model.search.peek().query === '') return;
    timer = setTimeout(() => {
      timer = 0;
      searchAgain(model);
    }, 1000);
  });
}

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('A part of the viewer was rendered outside of it.');
  return viewer;
}
