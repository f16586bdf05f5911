/**
 * The comparing page begins here. The host has written a page with `<div id="root">`, this script and its styles, and
 * may have put translations (`#cellscope-strings`) into it as JSON.
 */

import { render } from 'preact';
import type { ComparePageMessage } from '../../runtime/viewer/compare/compareMessages.ts';
import '../styles/compare.css';
import { CompareModel, type ComparePort } from './compareModel.ts';
import { ComparePage } from './comparePage.tsx';
import { translate } from './strings.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare const acquireVsCodeApi: () => VsCodeApi;

function editorPort(): ComparePort {
  const api = acquireVsCodeApi();
  return {
    post: (message: ComparePageMessage) => api.postMessage(message),
    listen: receive => addEventListener('message', event => receive(event.data)),
    getState: () => api.getState(),
    setState: state => api.setState(state),
  };
}

function strings(): unknown {
  try {
    return JSON.parse(document.getElementById('cellscope-strings')?.textContent ?? '');
  } catch {
    return null;
  }
}

translate(strings());
const model = new CompareModel(editorPort());
render(<ComparePage model={model} />, document.getElementById('root') ?? document.body);
model.start();
