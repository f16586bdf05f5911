import { defineConfig } from 'vitest/config';

/** Unit tests stand beside their file; suites that need other programs live under `test/` and have runners of their own. */
export default defineConfig({
  test: {
    include: [
      'runtime/**/*.test.ts',
      'webview/**/*.test.{ts,tsx}',
      'extension/**/*.test.ts',
      'test/house/**/*.test.ts',
    ],
    // Limits end what will never come; a machine that stands still for a while must not reach them.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
  },
});
