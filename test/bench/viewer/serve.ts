/**
 * One local server for both viewers: our page with its stand-in host, speedscope's release, and the traces.
 *
 * Ours: the whole timeline is there already, as the text of the trace is for speedscope; it is cut into parts as they are
 * asked for, so that this counts as it does in the product.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { deltaParts } from '../../../runtime/viewer/deltaParts.ts';
import type { HostMessage } from '../../../runtime/viewer/messages.ts';
import { themeStyle, themes } from '../../viewer/support/themes.ts';
import { packed } from './packing.ts';
import { Trace } from './traces.ts';

const root = resolve(import.meta.dirname, '../../..');
const speedscope = resolve(root, 'node_modules/speedscope/dist/release');
const page = resolve(root, 'test-results/bench-viewer');

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  css: 'text/css',
  html: 'text/html',
  json: 'application/json',
  ttf: 'font/ttf',
  woff2: 'font/woff2',
};

export interface BenchServer {
  readonly origin: string;
  close(): void;
}

export async function serve(sizes: readonly number[]): Promise<BenchServer> {
  await buildPage();
  const traces = new Map(sizes.map(size => [size, new Trace(size)]));
  // Made before anything is measured: reading and reducing have benches of their own.
  for (const trace of traces.values()) trace.whole;
  const server = createServer((request, response) => {
    answer(traces, new URL(request.url ?? '/', 'http://localhost').pathname, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

let parts: Iterator<HostMessage> | undefined;

async function answer(traces: ReadonlyMap<number, Trace>, path: string, response: ServerResponse): Promise<void> {
  const [, room = '', first = '', second = ''] = path.split('/');
  const trace = traces.get(Number.parseInt(first, 10));
  if (room === 'messages' && trace) {
    if (second === '0') parts = messages(trace);
    const next = parts?.next();
    if (!next || next.done) response.writeHead(204).end();
    else response.writeHead(200).end(packed(next.value));
  } else if (room === 'profiles' && trace) response.writeHead(200, { 'content-type': types.json }).end(trace.profile);
  else if (room === 'ours' && first === '') response.writeHead(200, { 'content-type': types.html }).end(ourPage());
  else if (room === 'ours') await file(page, first, response);
  else if (room === 'host.js') await file(import.meta.dirname, 'hostWorker.js', response);
  else if (room === 'speedscope') await file(speedscope, first || 'index.html', response);
  else response.writeHead(404).end();
}

function* messages(trace: Trace): Generator<HostMessage, void, undefined> {
  const header = {
    title: `${trace.spans} spans`,
    state: 'recorded',
    bundleKey: 'b',
    findings: [],
    liveCells: [],
  } as const;
  yield { type: 'header', header };
  for (const part of deltaParts(trace.whole)) yield { type: 'timeline', delta: part() };
}

async function file(folder: string, name: string, response: ServerResponse): Promise<void> {
  const path = resolve(folder, name);
  if (!path.startsWith(folder + sep)) throw new Error(`${name} is outside of ${folder}.`);
  const body = await readFile(path);
  response
    .writeHead(200, { 'content-type': types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream' })
    .end(body);
}

/** As it ships: `node esbuild.mjs --minify`. */
async function buildPage(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { viewer: 'webview/main.tsx' },
    outdir: page,
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2024',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    entryNames: '[name]',
    assetNames: '[name]',
    logLevel: 'warning',
  });
}

function ourPage(): string {
  const theme = themes.dark;
  return `<!doctype html>
<html lang="en" style="${themeStyle(theme).replaceAll('"', "'")}">
<head><meta charset="utf-8"><title>Rollout</title><link rel="stylesheet" href="viewer.css"></head>
<body class="${theme.bodyClass}"><div id="root"></div>
<script>
const host = new Worker('/host.js');
host.onmessage = ({ data }) => {
  if (data !== 'complete') dispatchEvent(new MessageEvent('message', { data }));
  else requestAnimationFrame(() => requestAnimationFrame(() => (probe.complete = performance.now())));
};
let kept;
globalThis.acquireVsCodeApi = () => ({
  postMessage: message => { if (message.type === 'ready') host.postMessage(location.hash.slice(1)); },
  getState: () => kept,
  setState: state => { kept = state; },
});
</script>
<script src="viewer.js"></script></body></html>`;
}
