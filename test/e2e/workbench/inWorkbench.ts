/** One workbench for all tests of a file, with a screenshot of each that fails. */
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type OpenOptions, openWorkbench } from './openWorkbench.ts';
import type { Workbench } from './workbench.ts';

/** Call at the top of a file or `describe`; the returned function gives the workbench inside tests. */
export function inWorkbench(options: OpenOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;
  beforeAll(async () => {
    workbench = await openWorkbench(options);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await workbench?.screenshot(task.name);
  });
  afterAll(() => workbench?.close());
  return () => {
    if (workbench === undefined) throw new Error('The workbench is open only while tests run.');
    return workbench;
  };
}
