/**
 * The folder rollouts are recorded in, from what the setting says. Pure, so that its cases are a list.
 */

import { isAbsolute, join, resolve } from 'node:path';

export interface RolloutRootInput {
  readonly setting: string;
  /** Path of the workspace folder, when there is one on disk. */
  readonly folder: string | undefined;
  readonly home: string;
  /** A private folder of this workspace. */
  readonly fallback: string;
}

/** Always absolute. A relative path without a workspace folder starts at the private folder. */
export function rolloutRootOf({ setting, folder, home, fallback }: RolloutRootInput): string {
  const text = setting.trim().replace(/\$\{workspaceFolder\}/g, () => folder ?? fallback);
  if (text === '') return join(fallback, 'rollouts');
  const path = text === '~' || /^~[\\/]/.test(text) ? join(home, text.slice(1)) : text;
  return isAbsolute(path) ? resolve(path) : resolve(folder ?? fallback, path);
}
