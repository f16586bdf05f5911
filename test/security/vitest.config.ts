import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** One worker: attacks take what they can get, and two at once would only show how a machine starves. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/security/**/*.test.ts'],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
