/**
 * Our page as the editor writes it, but for who stands in for the host; and an empty one beside it, which shows what a
 * navigation and a frame cost anyway.
 */

import { viewerPage } from '../../../extension/viewer/viewerPage.ts';
import { themeStyle, themes } from '../../viewer/support/themes.ts';

/** Where the server has what was built. */
export const built = 'built';
const nonce = 'bench';
const theme = themes.dark;

export function ourPage(trace: string): string {
  const page = viewerPage({
    script: `/${built}/viewer.js`,
    style: `/${built}/viewer.css`,
    source: "'self'",
    nonce,
    language: 'en',
    title: 'Rollout',
    strings: {},
  });
  return asInEditor(page)
    .replace("default-src 'none'", "default-src 'none'; worker-src 'self'")
    .replace('<link', `<script nonce="${nonce}">${connect(trace)}</script>\n<link`);
}

/** The same policy, and no more than one rectangle with a name on it. */
export function emptyPage(): string {
  const page = viewerPage({
    script: '',
    style: '',
    source: "'self'",
    nonce,
    language: 'en',
    title: 'Empty',
    strings: {},
  });
  const draw = `
const canvas = document.body.appendChild(document.createElement('canvas'));
canvas.width = 1200;
canvas.height = 800;
const ctx = canvas.getContext('2d', { alpha: false });
ctx.fillStyle = 'teal';
ctx.fillRect(10, 10, 100, 20);
ctx.fillText('exec', 20, 24);
`;
  return asInEditor(page)
    .replace(/<link[^>]*>/, '')
    .replace(/<script nonce="[^"]*" src="">/, `<script nonce="${nonce}">${draw}`);
}

function asInEditor(page: string): string {
  return page
    .replace('<html', `<html style="${themeStyle(theme).replaceAll('"', "'")}"`)
    .replace('<body', `<body class="${theme.bodyClass}"`);
}

/** Joins the page to the thread that has the rollout already, and tells the probe when all of it has come. */
function connect(trace: string): string {
  return `
const { port } = new SharedWorker('/${built}/host.js', '${trace}');
port.onmessage = ({ data }) => {
  if (data === 'complete') requestAnimationFrame(() => requestAnimationFrame(() => (probe.complete = performance.now())));
  else if (data !== 'ready') dispatchEvent(new MessageEvent('message', { data }));
};
let kept;
globalThis.acquireVsCodeApi = () => ({
  postMessage: message => port.postMessage(message),
  getState: () => kept,
  setState: state => { kept = state; },
});
`;
}
