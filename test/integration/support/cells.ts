/** Cells as tests run them: by the commands a person has. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands, workspace } from 'vscode';
import type { CellResponse } from '../../../runtime/base/content.ts';
import { patience } from '../limits.ts';
import { state } from './state.ts';

export function run(source: string): Thenable<CellResponse | undefined> {
  return commands.executeCommand<CellResponse | undefined>('cellscope.runInput', source);
}

export function textOf(response: CellResponse | undefined): string {
  return (response?.items ?? []).map(item => (item.type === 'text' ? item.text : item.type)).join('\n');
}

/** A recording folder of the suite's own, and a new session that records into it. */
export async function freshSession(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'cellscope-rollouts-'));
  await set('rolloutRoot', root);
  await commands.executeCommand('cellscope.newSession');
  return root;
}

/** Changes a setting of ours, or takes it back; resolves when it is in force. */
export async function set(name: string, value: string | boolean | undefined): Promise<void> {
  const settings = () => workspace.getConfiguration('cellscope');
  await settings().update(name, value, true);
  await eventually(`${name} as it was set`, () => settings().inspect(name)?.globalValue === value);
}

/**
 * Resolves when `check` gives something; throws with `what` when it never does, and at once when `check` throws.
 */
export async function eventually<T>(what: string, check: () => T | undefined | false): Promise<T> {
  for (const end = performance.now() + patience; ; ) {
    const found = check();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) {
      throw new Error(`It never came to this within ${patience / 1_000} s: ${what}\n${state()}`);
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
