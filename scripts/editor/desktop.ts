/** The VS Code a person has installed, as far as its `code` command is on PATH. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../bootstrap.mjs';
import { firstCell } from './firstCell.ts';

/** Undefined without a `code`, and inside a remote terminal, whose `code` can load no extension from a folder. */
export function findDesktop(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(folder => folder !== '');
  return folders.map(folder => join(folder, name)).find(existsSync);
}

/** Resolves with the exit code of the command, which ends as soon as the window is open. */
export function openDesktop(command: string): Promise<number> {
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, join(root, 'samples'), join(root, firstCell)];
  console.log(`Opening VS Code on samples/ (${command}); trust the folder, and press "Run cell" above the first line.`);
  const shell = process.platform === 'win32';
  const quoted = (text: string) => (shell ? `"${text}"` : text);
  const child = spawn(quoted(command), args.map(quoted), { stdio: 'inherit', shell });
  return new Promise(resolve => {
    child.on('error', () => resolve(1));
    child.on('exit', code => resolve(code ?? 1));
  });
}
