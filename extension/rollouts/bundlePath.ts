/**
 * From whatever a person named to the folder of a bundle.
 *
 * The explorer joins folders that hold a single one, so a click may name the folder above the bundle; a picked
 * `trace.jsonl` stands for its folder.
 */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const logName = 'trace.jsonl';
const marks = [logName, 'manifest.json'];

/** The bundle, or a sentence that says why there is none. */
export async function bundleAt(path: string): Promise<{ readonly bundle: string } | { readonly problem: string }> {
  if (marks.includes(basename(path))) return { bundle: dirname(path) };
  if (await isBundle(path)) return { bundle: path };
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (!entries) return { problem: `${path} is neither a folder nor a ${logName}.` };
  const folders = entries.filter(entry => entry.isDirectory()).map(entry => join(path, entry.name));
  const found: string[] = [];
  for (const folder of folders) if (await isBundle(folder)) found.push(folder);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return { bundle: only };
  if (found.length > 1) return { problem: `${path} holds ${found.length} rollouts; choose one of them.` };
  return { problem: `${path} is not a rollout: it has neither ${marks.join(' nor ')}.` };
}

async function isBundle(folder: string): Promise<boolean> {
  for (const name of marks) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile()) return true;
  }
  return false;
}
