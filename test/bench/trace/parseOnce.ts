/** Reads and parses every JSON text of a bundle and does nothing with it: `node parseOnce.js BUNDLE`. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [bundle = '.'] = process.argv.slice(2);
for (const line of readFileSync(join(bundle, 'trace.jsonl'), 'utf8').split('\n')) if (line) JSON.parse(line);
for (const file of readdirSync(join(bundle, 'payloads')))
  JSON.parse(readFileSync(join(bundle, 'payloads', file), 'utf8'));
