/** VS Code from npm, served to the browser of whoever asked, with the extension loaded on the samples. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { provideServer } from '../../test/vscode/provide.ts';
import { startServer } from '../../test/vscode/server.ts';
import { root } from '../bootstrap.mjs';
import { step } from '../steps.mjs';
import { firstCell } from './firstCell.ts';

/** One port as long as it is free, because the browser keeps the window's layout by address. */
const usualPort = 8137;

const firstSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};

/** Serves until Ctrl-C or until the server ends; resolves with the exit code. */
export async function serveEditor(wanted: number | undefined): Promise<number> {
  const script = await provideServer();
  const data = join(root, '.vscode-test/start');
  const fresh = !existsSync(join(data, 'data/User/settings.json'));
  const port = wanted ?? ((await isFree(usualPort)) ? usualPort : 0);
  const server = await step('Starting VS Code', () =>
    // Whoever starts it has run this repository already; without trust the first thing to see would be a refusal.
    startServer({ script, data, port, trustAll: true, ...(fresh ? { settings: firstSettings } : {}) }),
  );
  const address = server.address({ folder: join(root, 'samples'), developed: [root], file: join(root, firstCell) });
  console.log(`\nOpen this address in a browser, and press "Run cell" above the first line:\n\n  ${address}\n`);
  console.log('Ctrl-C stops VS Code.');
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopped = true;
      console.log('\nStopping VS Code.');
      // Asked to stop and stopped: that is no failure.
      process.exitCode = 0;
    });
  }
  await server.ended;
  if (stopped) return 0;
  console.error(`VS Code's server ended by itself:\n${server.output().trim()}`);
  return 1;
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
