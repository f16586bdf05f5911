import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The real workbench in a real browser. One window at a time: a machine with two cores has no room for more. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/e2e/suites/*.test.ts'],
    globalSetup: ['test/e2e/provide.ts'],
    fileParallelism: false,
    // A test may do a dozen things, each of which may have to wait for a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
