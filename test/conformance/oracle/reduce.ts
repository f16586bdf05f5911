/**
 * Reduces a bundle with the reference: `codex debug trace-reduce`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oraclePath } from './provide.ts';

export type OracleAnswer =
  | { readonly ok: true; readonly state: unknown }
  /** `message`: what follows `Error: `, first line. */
  | { readonly ok: false; readonly message: string };

export async function reduceByReference(bundle: string): Promise<OracleAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'oracle-'));
  try {
    const output = join(folder, 'state.json');
    const failure = await run(['debug', 'trace-reduce', bundle, '-o', output], folder);
    if (failure !== undefined) return { ok: false, message: failure };
    return { ok: true, state: JSON.parse(await readFile(output, 'utf8')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(args: readonly string[], home: string): Promise<string | undefined> {
  const env = { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, CODEX_HOME: home, HOME: home };
  return new Promise((resolve, reject) => {
    execFile(oraclePath(), args, { env }, (error, _stdout, stderr) => {
      if (!error) return resolve(undefined);
      const message = /^Error: (.*)$/m.exec(stderr)?.[1];
      if (message === undefined) reject(new Error(`the reference did not start: ${stderr || error.message}`));
      else resolve(message);
    });
  });
}
