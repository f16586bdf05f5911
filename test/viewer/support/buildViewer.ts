/**
 * Bundles the page once per run of this suite, as `esbuild.mjs` does for shipping, into a folder of its own: the suite
 * must not depend on, nor disturb, what others build.
 */

import { resolve } from 'node:path';
import { build } from 'esbuild';

export const builtFolder = resolve(import.meta.dirname, '../../../test-results/viewer/page');

export default async function buildViewer(): Promise<void> {
  await build({
    absWorkingDir: resolve(import.meta.dirname, '../../..'),
    entryPoints: { viewer: 'webview/main.tsx', compare: 'webview/compare/main.tsx' },
    outdir: builtFolder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2024',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    entryNames: '[name]',
    logLevel: 'warning',
  });
}
