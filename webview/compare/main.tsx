/**
 * The comparing page begins here. The host has written a page with `<div id="root">`, this script and its styles, and
 * may have put translations (`#cellscope-strings`) into it as JSON.
 */

import { render } from 'preact';
import type { ComparePageMessage } from '../../runtime/viewer/compare/compareMessages.ts';
import { editorPort, outsideText } from '../host.ts';
import '../styles/compare.css';
import { embeddedTexts } from '../texts.ts';
import { rootElement } from '../view/rootElement.ts';
import { CompareModel } from './compareModel.ts';
import { ComparePage } from './comparePage.tsx';
import { translate } from './strings.ts';

function begin(): void {
  const port = editorPort<ComparePageMessage>();
  if (!port) {
    rootElement().textContent = outsideText;
    return;
  }
  translate(embeddedTexts());
  const model = new CompareModel(port);
  render(<ComparePage model={model} />, rootElement());
  model.start();
}

begin();
