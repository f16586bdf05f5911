/**
 * `npm test`: every suite; `npm test -- unit types`: those named. The last line is `N passed, N failed`.
 *
 * Does its own set-up in a fresh clone, under Node 20 or newer.
 */
import { bootstrap } from './bootstrap.mjs';

await bootstrap(
  import.meta.url,
  async () => {
    const { runSuites } = await import('./suites/run.ts');
    return runSuites(process.argv.slice(2));
  },
  problem => {
    console.error(`\n${problem.message}`);
    console.log('0 passed, 1 failed');
  },
);
