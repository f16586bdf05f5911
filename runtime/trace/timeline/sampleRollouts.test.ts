import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TimelinePage } from '../../../test/support/timelinePage.ts';
import { filePayloads } from '../bundle/filePayloads.ts';
import { type LogLine, LogLines } from '../bundle/logLines.ts';
import { readManifest } from '../bundle/manifest.ts';
import { applyLine } from '../reducer/applyLine.ts';
import { createReducer } from '../reducer/reducer.ts';
import { detectDialect } from '../upgrade/detect.ts';
import { createProjection, type Projection, project } from './projection.ts';

const root = join(import.meta.dirname, '../../../samples/rollouts');
const bundles = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(entry => join(root, entry.name));

/** Reduces a bundle line by line, a delta after each; gives the page that followed and the finished graph. */
function followed(bundle: string) {
  const manifest = readManifest(bundle);
  const log = openSync(join(bundle, 'trace.jsonl'), 'r');
  const dialect = detectDialect(manifest.schema_version, log);
  closeSync(log);
  let projection: Projection | undefined;
  const reducer = createReducer({
    root: manifest,
    payloads: filePayloads(bundle),
    strict: false,
    dialect,
    onTouch: (kind, id) => projection?.touch(kind, id),
  });
  projection = createProjection(reducer.graph, { live: true });
  const page = new TimelinePage();
  const show = () => {
    const delta = projection?.delta();
    if (delta) page.apply(delta);
  };
  const take = (line: LogLine) => {
    applyLine(reducer, line);
    show();
  };
  const lines = new LogLines();
  for (const line of lines.push(readFileSync(join(bundle, 'trace.jsonl')))) take(line);
  for (const line of lines.end()) take(line);
  const graph = reducer.finish();
  show();
  return { page, graph };
}

test('there are sample rollouts to follow', () => {
  expect(bundles.length).toBeGreaterThan(0);
});

test.each(bundles)('a page that followed the recording event by event shows what a late reader sees: %#', bundle => {
  const { page, graph } = followed(bundle);
  expect(page.version).toBeGreaterThan(20);
  expect(page.content).toEqual(new TimelinePage().apply(project(graph)).content);
  expect(page.faults()).toEqual([]);
});
