/**
 * Builds everything that ships, one function per output:
 *
 *   dist/extension.cjs   the extension (Node, `vscode` stays outside)
 *   dist/isolate.cjs     the child process that holds the isolates; `acorn.cjs` beside it, a parser it rarely needs
 *   dist/recorder.mjs    the thread that writes recordings nobody watches
 *   dist/runtime.js      the library
 *   dist/cli.js          the command line, which runs dist/cli-*.cjs
 *   dist/pageWorker.js   the thread that saves a rollout as a page for the editor
 *   dist/NOTICES.txt     the licences of what is bundled
 *   dist/webview/        the viewer page: script, styles, icon font; and the same for saved files, icons within
 *
 * `--watch` rebuilds on change, `--minify` is for packaging. isolated-vm is native and stays a real dependency.
 */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { context } from 'esbuild';
import { childBuilds } from './scripts/childScript.ts';
import { commandLineBuilds, keepCode } from './scripts/commandLine.mjs';
import { notices } from './scripts/notices.mjs';

const flags = new Set(process.argv.slice(2));
const minify = flags.has('--minify');
/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  minify,
  sourcemap: minify ? false : 'linked',
  logLevel: 'warning',
  target: 'es2024',
  metafile: true,
};
/** @type {import('esbuild').BuildOptions} */
const node = { ...shared, platform: 'node', external: ['vscode', 'isolated-vm'] };
// Bundled CommonJS dependencies call `require`, which an ES module has to make for itself.
const requireBanner = {
  js: "import { createRequire as __cr } from 'node:module';const require = __cr(import.meta.url);",
};

const extension = () =>
  context({
    ...node,
    entryPoints: ['extension/extension.ts'],
    outfile: 'dist/extension.cjs',
    format: 'cjs',
    // Shared code that finds no URL asks for `__dirname`.
    logOverride: { 'empty-import-meta': 'silent' },
  });
const child = childBuilds('dist').map(options => () => context({ ...shared, ...options }));
const recorder = () =>
  context({
    ...node,
    entryPoints: ['runtime/trace/recorder/recorderThread.ts'],
    outfile: 'dist/recorder.mjs',
    format: 'esm',
  });
const library = () =>
  context({
    ...node,
    entryPoints: ['runtime/library.ts'],
    outfile: 'dist/runtime.js',
    format: 'esm',
    banner: requireBanner,
  });
const commandLine = commandLineBuilds('dist').map(options => () => context({ ...shared, ...options }));
const pageWorker = () =>
  context({
    ...node,
    entryPoints: ['runtime/share/pageWorker.ts'],
    outfile: 'dist/pageWorker.js',
    format: 'esm',
  });
const webview = () =>
  context({
    ...shared,
    platform: 'browser',
    entryPoints: { viewer: 'webview/main.tsx', compare: 'webview/compare/main.tsx' },
    outdir: 'dist/webview',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
  });
/** What stands inside a saved file: one script and one style, as small as they get. */
const savedPage = () =>
  context({
    ...shared,
    minify: true,
    sourcemap: false,
    platform: 'browser',
    entryPoints: { standalone: 'webview/standalone/main.tsx' },
    outdir: 'dist/webview',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'dataurl' },
  });

rmSync('dist', { recursive: true, force: true });
const all = [extension, ...child, recorder, library, ...commandLine, pageWorker, webview, savedPage];
const contexts = await Promise.all(all.map(start => start()));
if (flags.has('--watch')) {
  await Promise.all(contexts.map(each => each.watch()));
  console.log('watching');
} else {
  // esbuild has printed what is wrong by the time it rejects; its stack would only bury that.
  const built = await Promise.allSettled(contexts.map(each => each.rebuild()));
  await Promise.all(contexts.map(each => each.dispose()));
  if (built.some(each => each.status === 'rejected')) process.exit(1);
  chmodSync('dist/cli.js', 0o755);
  writeFileSync(
    'dist/NOTICES.txt',
    notices(built.map(each => (each.status === 'fulfilled' ? each.value.metafile : undefined))),
  );
  await keepCode('dist');
}
