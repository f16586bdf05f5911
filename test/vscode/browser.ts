/** Starts the provided browser, without a display, for the workbench to run in. */
import { type Browser, chromium } from 'playwright-core';
import { provideBrowser } from './provide.ts';

export async function startBrowser(): Promise<Browser> {
  const { path, env } = await provideBrowser();
  const surroundings = Object.entries({ ...process.env, ...env }).filter(pair => pair[1] !== undefined);
  return chromium.launch({
    executablePath: path,
    timeout: 120_000,
    env: Object.fromEntries(surroundings) as Record<string, string>,
    // Without a sandbox, because it would need root or user namespaces; only our own pages are ever opened.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'].concat(
      '--disable-background-networking',
      '--disable-component-update',
    ),
  });
}
