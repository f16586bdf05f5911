/** A saved page speaks the language of whoever saved it, whoever opens it. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readPageFiles } from '../../runtime/share/pageFiles.ts';
import type { PageTexts } from '../../runtime/share/pageTexts.ts';
import { savePage } from '../../runtime/share/savePage.ts';
import { findAll } from '../../runtime/trace/findings/findAll.ts';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { buildCommandLine, commandLine } from './support/buildCommandLine.ts';
import { closeBrowser, type OpenFileOptions, ViewerPage } from './support/viewerPage.ts';

const samples = fileURLToPath(new URL('../../samples/rollouts', import.meta.url));
const bundle = join(samples, readdirSync(samples)[0] ?? '');
const translations = Object.entries(
  JSON.parse(readFileSync(fileURLToPath(new URL('../../l10n/bundle.l10n.de.json', import.meta.url)), 'utf8')) as Record<
    string,
    string
  >,
);
const under = (prefix: string) =>
  Object.fromEntries(
    translations.filter(([key]) => key.startsWith(prefix)).map(([key, text]) => [key.slice(prefix.length), text]),
  );
const german: PageTexts = {
  language: 'de',
  page: under('viewer:'),
  details: under('details:'),
  findings: under('finding:'),
};

const folder = mkdtempSync(join(tmpdir(), 'cellscope-german-'));
const file = join(folder, 'seite.html');
let viewer: ViewerPage | undefined;

beforeAll(buildCommandLine);
afterEach(async () => {
  if (!viewer) return;
  expect(viewer.faults).toEqual([]);
  await viewer.close();
  viewer = undefined;
});
afterAll(async () => {
  await closeBrowser();
  rmSync(folder, { recursive: true });
});

async function save(): Promise<string> {
  const { graph, findings } = reduceBundle(bundle);
  const files = readPageFiles(join(dirname(commandLine), 'webview'));
  const all = [...findings, ...findAll(graph)];
  const options = { bundle, graph, findings: all, redact: new Set(['payloads'] as const), files, texts: german };
  const { pieces } = await savePage(options);
  return [...pieces].join('');
}

async function open(html: string, options: OpenFileOptions = {}): Promise<ViewerPage> {
  writeFileSync(file, html);
  viewer = await ViewerPage.openFile(file, options);
  return viewer;
}

test('tools, details, findings and what was left out are told in it', async () => {
  const { page } = await open(await save());
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de');
  await page.getByRole('application', { name: /^Zeitachse von / }).waitFor();
  await page.getByRole('button', { name: /^Befunde: \d/ }).click();
  await page.getByText(/wartet auf Zelle 5, die/).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Suchen' }).fill('kind:cell');
  await page.keyboard.press('Enter');
  await page.getByRole('application').press('Enter');
  const details = page.getByRole('region', { name: 'Einzelheiten' });
  await details.getByText('Dauer', { exact: true }).first().waitFor();
  await details.getByRole('button', { name: /^Ergebnis/ }).click();
  await details.getByText('Beim Speichern dieser Datei wurden Nutzdaten weggelassen.').waitFor();
});

test('what is wrong with the file is told in it too', async () => {
  const html = (await save()).replace(/(id="cellscope-graph">)[^<]*/, '$1');
  const { page } = await open(html, { waitFor: 'alert' });
  await page.getByRole('alert').getByText('Ein Teil dieser Datei fehlt.').waitFor();
});

test('without a script it says why nothing is seen', async () => {
  expect(await save()).toContain('<noscript>Dieser Rollout wird von einem Skript in dieser Datei gezeichnet');
});
