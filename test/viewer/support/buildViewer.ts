/**
 * Bundles the page once per run of this suite, as `esbuild.mjs` does for shipping, into a folder of its own: the suite
 * must not depend on, nor disturb, what others build.
 */

import { resolve } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

export const builtFolder = resolve(import.meta.dirname, '../../../test-results/viewer/page');

/** How `esbuild.mjs` bundles a page; where from and where to is left to whoever builds. */
export const pageBuild = {
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2024',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file' },
  entryNames: '[name]',
  logLevel: 'warning',
} as const satisfies BuildOptions;

export default async function buildViewer(): Promise<void> {
  await build({
    ...pageBuild,
    absWorkingDir: resolve(import.meta.dirname, '../../..'),
    entryPoints: { viewer: 'webview/main.tsx', compare: 'webview/compare/main.tsx' },
    outdir: builtFolder,
  });
}
