/**
 * The command line with the page for saved files beside it, built as `esbuild.mjs` does for shipping, once per run of a
 * suite and into a folder of its own.
 */

import { resolve } from 'node:path';
import { build } from 'esbuild';
import { pageBuild } from './buildViewer.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = resolve(root, 'test-results/viewer/program');

export const commandLine = resolve(folder, 'cli.js');

let built: Promise<unknown> | undefined;

export async function buildCommandLine(): Promise<void> {
  const shared = { absWorkingDir: root, bundle: true, target: 'es2024', logLevel: 'warning' } as const;
  built ??= Promise.all([
    build({
      ...shared,
      entryPoints: ['runtime/cli/main.ts'],
      outfile: commandLine,
      platform: 'node',
      format: 'esm',
      external: ['isolated-vm'],
      banner: { js: "import { createRequire as __cr } from 'node:module';const require = __cr(import.meta.url);" },
    }),
    build({
      ...pageBuild,
      absWorkingDir: root,
      entryPoints: { standalone: 'webview/standalone/main.tsx' },
      outdir: resolve(folder, 'webview'),
      minify: true,
      loader: { '.ttf': 'dataurl' },
    }),
  ]);
  await built;
}
