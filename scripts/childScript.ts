/**
 * How the child process is built: `isolate.cjs`, which holds the isolates, and `acorn.cjs`, the parser it loads when a cell
 * first needs it. CommonJS, because Node has an ES module run 10 ms later. Used by the build and by tests.
 */
import { join } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'es2024',
  format: 'cjs',
  external: ['isolated-vm'],
  logLevel: 'warning',
};

const parserApart: Plugin = {
  name: 'parser apart',
  setup(build) {
    build.onResolve({ filter: /^acorn$/ }, () => ({ path: './acorn.cjs', external: true }));
  },
};

export function childBuilds(folder: string): BuildOptions[] {
  return [
    {
      ...shared,
      entryPoints: ['runtime/isolate/main.ts'],
      outfile: join(folder, 'isolate.cjs'),
      plugins: [parserApart],
      // The loader of ES modules takes longer than the parser itself.
      supported: { 'dynamic-import': false },
    },
    { ...shared, entryPoints: ['node_modules/acorn/dist/acorn.mjs'], outfile: join(folder, 'acorn.cjs') },
  ];
}
