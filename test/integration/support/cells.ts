/** Cells as tests run them: by the commands a person has. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, workspace } from 'vscode';
import type { CellResponse } from '../../../runtime/base/content.ts';

export function run(source: string): Thenable<CellResponse | undefined> {
  return commands.executeCommand<CellResponse | undefined>('cellscope.runInput', source);
}

export function textOf(response: CellResponse | undefined): string {
  return (response?.items ?? []).map(item => (item.type === 'text' ? item.text : item.type)).join('\n');
}

/** A recording folder of the suite's own, and a new session that records into it. */
export async function freshSession(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'cellscope-rollouts-'));
  await workspace.getConfiguration('cellscope').update('rolloutRoot', root, true);
  await commands.executeCommand('cellscope.newSession');
  return root;
}

/** Resolves when `check` gives something; throws with `what` when it never does. */
export async function eventually<T>(what: string, check: () => T | undefined | false): Promise<T> {
  for (const end = performance.now() + 60_000; performance.now() < end; ) {
    const found = check();
    if (found !== undefined && found !== false) return found;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error(`It never came to this: ${what}`);
}
