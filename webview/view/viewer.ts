/** What every part of the page is handed: the model, the way to the host, and who keeps the view. */

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { HostPort } from '../host.ts';
import { HostLink } from '../state/hostLink.ts';
import { Keeper } from '../state/keeper.ts';
import { Model } from '../state/model.ts';
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
    if (!selectRef(model, link, ref)) {
      model.pane.value = 'details';
      link.showDetails(ref);
    }
  };
  return { model, link, keeper };
}

export const ViewerContext = createContext<Viewer | null>(null);

export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('A part of the viewer was rendered outside of it.');
  return viewer;
}
