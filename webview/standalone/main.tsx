/**
 * The viewer in a saved HTML file begins here: the same page, with a host of its own that answers from the file.
 */

import { render } from 'preact';
import '../styles/viewer.css';
import { App } from '../view/app.tsx';
import { createViewer, ViewerContext } from '../view/viewer.ts';
import { FileHost } from './fileHost.ts';

const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
const viewer = createViewer(new FileHost());
viewer.keeper.watch();
render(
  <ViewerContext.Provider value={viewer}>
    <App />
  </ViewerContext.Provider>,
  root,
);
viewer.link.start();
