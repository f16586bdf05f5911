/**
 * The child's script in one file for tests that start very many processes: it comes to life in a third of the time it
 * takes from sources.
 *
 * Only tests import it.
 */

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import { childBuilds } from '../../scripts/childScript.ts';

const root = join(import.meta.dirname, '../..');

/** Its path, from `beforeAll` to `afterAll`. */
export function useBundledChild(): string {
  // Below `node_modules`, so that the addon is found from there.
  const folder = join(root, 'node_modules', '.cache', `cellscope-child-${process.pid}`);
  const childPath = join(folder, 'isolate.cjs');
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    await Promise.all(childBuilds(folder).map(options => build(options)));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return childPath;
}
