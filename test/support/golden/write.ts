/**
 * Writes the golden samples again: `node test/support/golden/write.ts VERSION=PROGRAM …`, where PROGRAM is the native reference of
 * that release. Each sample is `test/golden/<version>/` with the bundle and the `state.json` that the release itself reduced it to.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeGolden } from './rollout.ts';
import { releases } from './writer.ts';

const home = mkdtempSync(join(tmpdir(), 'golden-home-'));
try {
  for (const argument of process.argv.slice(2)) {
    const [version = '', program = ''] = argument.split('=');
    const release = releases.find(known => known.version === version);
    if (!release) throw new Error(`${version} is none of ${releases.map(known => known.version).join(', ')}`);
    const folder = join(import.meta.dirname, '../../golden', version);
    rmSync(folder, { recursive: true, force: true });
    writeGolden(folder, release);
    const env = { ...process.env, CODEX_HOME: home };
    const reduced = spawnSync(program, ['debug', 'trace-reduce', folder], { env, encoding: 'utf8' });
    if (reduced.status !== 0) throw new Error(`${version} refused its sample:\n${reduced.stderr}`);
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
