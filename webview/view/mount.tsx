/** Puts the viewer into the page and starts its conversation with a host. */

import { render } from 'preact';
import type { HostPort } from '../host.ts';
import { App } from './app.tsx';
import { rootElement } from './rootElement.ts';
import { createViewer, ViewerContext } from './viewer.ts';

export function mountViewer(port: HostPort): void {
  const viewer = createViewer(port);
  viewer.keeper.watch();
  render(
    <ViewerContext.Provider value={viewer}>
      <App />
    </ViewerContext.Provider>,
    rootElement(),
  );
  viewer.link.start();
}
