import { defineConfig } from 'vitest/config';

/** The viewer alone in a browser, with a stub of the editor's webview API. */
export default defineConfig({
  cacheDir: '../../node_modules/.vite/viewer',
  test: {
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    globalSetup: ['support/buildViewer.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    fileParallelism: false,
    maxWorkers: 1,
    isolate: false,
  },
});
