/**
 * Opens a whole VS Code with the extension loaded, on a copy of the samples: the start of every end-to-end test.
 *
 * Invariant: nothing is shared between two workbenches; server, browser, settings and files are new each time and gone
 * after `close`.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../../scripts/bootstrap.mjs';
import { startBrowser } from '../../vscode/browser.ts';
import { provideServer } from '../../vscode/provide.ts';
import { startServer } from '../../vscode/server.ts';
import { Workbench } from './workbench.ts';

export interface OpenOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Window size in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** False: VS Code asks whether the folder is trusted, as it does for people. */
  readonly trusted?: boolean;
  /** Files to add to the copy of the samples, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

const usualSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // Test windows of headless browsers have no focus of their own, which "smooth" effects wait for.
  'workbench.reduceMotion': 'on',
  // What tests write is whole.
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
};

export async function openWorkbench(options: OpenOptions = {}): Promise<Workbench> {
  const scratch = mkdtempSync(join(tmpdir(), 'cellscope-e2e-'));
  const folder = join(scratch, 'samples');
  cpSync(join(root, 'samples'), folder, { recursive: true });
  for (const [path, text] of Object.entries(options.files ?? {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const server = await startServer({
    script: await provideServer(),
    data: join(scratch, 'data'),
    settings: { ...usualSettings, 'cellscope.rolloutRoot': join(scratch, 'rollouts'), ...options.settings },
    trustAll: options.trusted !== false,
  });
  const browser = await startBrowser();
  const close = async () => {
    await browser.close();
    server.stop();
    await server.ended;
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const page = await browser.newPage({ viewport: options.size ?? { width: 1280, height: 800 } });
    page.setDefaultTimeout(60_000);
    await page.goto(server.address({ folder, developed: [process.env.CELLSCOPE_EXTENSION ?? root] }));
    const workbench = new Workbench(page, folder, server, close);
    await workbench.ready();
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}
