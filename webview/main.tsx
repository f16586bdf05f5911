/**
 * The viewer page in an editor begins here. The host has written a page with `<div id="root">`, this script and its
 * styles, and may have put translations (`#cellscope-strings`) into it as JSON.
 */

import { editorPort, outsideText } from './host.ts';
import { translate } from './strings.ts';
import './styles/viewer.css';
import { embeddedTexts } from './texts.ts';
import { mountViewer } from './view/mount.tsx';
import { rootElement } from './view/rootElement.ts';

function begin(): void {
  const port = editorPort();
  if (!port) {
    rootElement().textContent = outsideText;
    return;
  }
  translate(embeddedTexts());
  mountViewer(port);
}

begin();
