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
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
