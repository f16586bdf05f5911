/** The files of the repository: what Git tracks or would track, so that what is built does not count. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const tracked: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
  { encoding: 'utf8' },
)
  .split('\0')
  // A file that is deleted and not yet committed is still listed.
  .filter(path => path !== '' && existsSync(path));

export function isText(path: string): boolean {
  return /\.(ts|tsx|mjs|cjs|js|json|md|yml|yaml|css|html|txt|svg)$|(^|\/)(run|LICENSE|\.\w+)$/.test(path);
}
