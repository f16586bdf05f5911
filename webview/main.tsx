/**
 * The viewer page begins here. The host has written a page with `<div id="root">`, this script and its styles, and
 * may have put translations (`#cellscope-strings`) into it as JSON. A saved file brings its rollout the same way
 * (`#cellscope-rollout`) and has no host.
 */

import { render } from 'preact';
import { editorPort } from './host.ts';
import { savedPort } from './savedPort.ts';
import { translate } from './strings.ts';
import './styles/viewer.css';
import { App } from './view/app.tsx';
import { createViewer, ViewerContext } from './view/viewer.ts';

function begin(): void {
  translate(embeddedJson('cellscope-strings'));
  const port = editorPort() ?? savedPort(embeddedJson('cellscope-rollout'));
  const root = document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
  if (!port) {
    root.textContent = 'This page belongs to the Cellscope extension and shows nothing outside of it.';
    return;
  }
  const viewer = createViewer(port);
  viewer.keeper.watch();
  render(
    <ViewerContext.Provider value={viewer}>
      <App />
    </ViewerContext.Provider>,
    root,
  );
  viewer.link.start();
}

function embeddedJson(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

begin();
