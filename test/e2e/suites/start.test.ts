import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../../../scripts/bootstrap.mjs';
import { endGroup } from '../../../scripts/processes.ts';
import { startBrowser } from '../../vscode/browser.ts';

describe('npm start', () => {
  // In a group of its own, as a terminal would have it, so that Ctrl-C reaches all of it.
  const args = [join(root, 'scripts/start.mjs'), '--browser'];
  const started = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  started.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  let browser: Browser | undefined;

  afterAll(async () => {
    await browser?.close();
    if (started.exitCode === null) endGroup(started);
  });

  test('prints an address that opens VS Code on the samples with the extension', async () => {
    await expect.poll(() => output, { timeout: 150_000 }).toMatch(/http:\/\/127\.0\.0\.1:\d+\/\S+\s/);
    const [address = ''] = /http:\/\/\S+/.exec(output) ?? [];
    browser = await startBrowser();
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(address);
    await page.getByRole('tab', { name: 'Cellscope' }).waitFor();
    const sample = page.getByRole('treeitem', { name: /^01-hello\.cell\.js/ });
    await sample.waitFor();
    await expect.poll(() => sample.count()).toBe(1);
  });

  test('lets nobody in without the address', async () => {
    const [origin = ''] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? [];
    expect((await fetch(origin)).status).toBe(403);
  });

  test.skipIf(process.platform === 'win32')('stops at Ctrl-C, and calls that no failure', async () => {
    await browser?.close();
    const gone = once(started, 'exit');
    process.kill(-(started.pid ?? 0), 'SIGINT');
    expect(await gone).toEqual([0, null]);
    // What it has printed may come after its end.
    await expect.poll(() => output).toContain('Stopping VS Code.');
  });
});
