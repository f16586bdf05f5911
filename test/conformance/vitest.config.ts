import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Two workers: every test runs programs of its own, and a machine with two cores has no room for more. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/conformance/**/*.test.ts'],
    globalSetup: ['test/conformance/oracle/setup.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
