/**
 * The viewer page in an editor begins here. The host has written a page with `<div id="root">`, this script and its
 * styles, and may have put translations (`#cellscope-strings`) into it as JSON.
 */

import { editorPort } from './host.ts';
import { translate } from './strings.ts';
import './styles/viewer.css';
import { mountViewer, rootElement } from './view/mount.tsx';

function begin(): void {
  const port = editorPort();
  if (!port) {
    rootElement().textContent = 'This page belongs to the Cellscope extension and shows nothing outside of it.';
    return;
  }
  translate(embeddedJson('cellscope-strings'));
  mountViewer(port);
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
