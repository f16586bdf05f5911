/**
 * One local server for all pages: ours with its stand-in for the host, speedscope's release, an empty page, and traces.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { pageBuild } from '../../viewer/support/buildViewer.ts';
import { built, emptyPage, ourPage } from './pages.ts';
import { inputs, type Trace } from './traces.ts';

const root = resolve(import.meta.dirname, '../../..');
const speedscope = resolve(root, 'node_modules/speedscope/dist/release');
const folder = resolve(root, 'test-results/bench-viewer');

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

export async function serve(traces: ReadonlyMap<string, Trace>): Promise<BenchServer> {
  await buildPages();
  const server = createServer((request, response) => {
    answer(traces, new URL(request.url ?? '/', 'http://localhost').pathname, response).catch(error => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function answer(traces: ReadonlyMap<string, Trace>, path: string, response: ServerResponse): Promise<void> {
  const [, room = '', first = '', second = ''] = path.split('/');
  const trace = traces.get(first);
  const input = inputs.find(name => name === second);
  const html = (text: string) => response.writeHead(200, { 'content-type': types.html }).end(text);
  if (room === 'whole' && trace) response.writeHead(200).end(trace.whole);
  else if (room === 'file' && trace && input) {
    response.writeHead(200, { 'content-type': types.json }).end(trace.file(input));
  } else if (room === 'ours' && trace) html(ourPage(trace.name));
  else if (room === 'empty') html(emptyPage());
  else if (room === 'blank') html('<!doctype html><title>Before</title>');
  else if (room === built) await file(folder, first, response);
  else if (room === 'speedscope') await file(speedscope, first || 'index.html', response);
  else response.writeHead(404).end();
}

async function file(folder: string, name: string, response: ServerResponse): Promise<void> {
  const path = resolve(folder, name);
  if (!path.startsWith(folder + sep)) throw new Error(`${name} is outside of ${folder}.`);
  const body = await readFile(path);
  response
    .writeHead(200, { 'content-type': types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream' })
    .end(body);
}

/** The page as it ships: `node esbuild.mjs --minify`. */
async function buildPages(): Promise<void> {
  const shared = { ...pageBuild, absWorkingDir: root, outdir: folder, minify: true } as const;
  await Promise.all([
    build({
      ...shared,
      entryPoints: { viewer: 'webview/main.tsx' },
      assetNames: '[name]',
    }),
    build({ ...shared, entryPoints: { host: 'test/bench/viewer/hostThread.ts' } }),
  ]);
}
