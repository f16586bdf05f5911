/** The built page for saved files, as it stands beside the built programs. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageFiles } from './pageHtml.ts';

/** Throws when the folder has no such page. */
export function readPageFiles(folder: string): PageFiles {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  return { script: read('standalone.js'), style: read('standalone.css') };
}
