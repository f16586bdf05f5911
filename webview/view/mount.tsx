/** Puts the viewer into the page and starts its conversation with a host. */

import { render } from 'preact';
import type { HostPort } from '../host.ts';
import { App } from './app.tsx';
import { createViewer, ViewerContext } from './viewer.ts';

/** The element the viewer lives in; made when the page brings none. */
export function rootElement(): HTMLElement {
  return document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
}

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
