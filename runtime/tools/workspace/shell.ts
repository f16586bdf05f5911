/**
 * Which shell runs a command: the person's own when it speaks sh, else the system's.
 */

import { platform } from 'node:os';
import { basename } from 'node:path';

const shLike = new Set(['bash', 'zsh', 'sh', 'dash', 'ksh']);

/** `shell` is the cell's wish; `login` reads the profile first. */
export function shellCommand(cmd: string, shell: string | undefined, login: boolean): [string, ...string[]] {
  if (platform() === 'win32') return windowsCommand(cmd, shell);
  const own = process.env.SHELL ?? '';
  const program = shell ?? (shLike.has(basename(own)) ? own : '/bin/sh');
  return [program, login ? '-lc' : '-c', cmd];
}

function windowsCommand(cmd: string, shell: string | undefined): [string, ...string[]] {
  const program = shell ?? 'powershell.exe';
  const name = basename(program)
    .toLowerCase()
    .replace(/\.exe$/, '');
  if (name === 'cmd') return [program, '/d', '/s', '/c', cmd];
  if (shLike.has(name)) return [program, '-c', cmd];
  return [program, '-NoProfile', '-NonInteractive', '-Command', cmd];
}
