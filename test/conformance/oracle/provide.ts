/**
 * Fetches the reference program from npm, once, into `.cache/`, and finds its native binary.
 *
 * Invariant: a folder with its final name is complete; the install works in a `.part` folder that is renamed last.
 * Nothing of the package is read but its program, which is run.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { root } from '../../../scripts/bootstrap.mjs';
import { npm } from '../../../scripts/npm.mjs';
import { step } from '../../../scripts/steps.mjs';

/** The release whose answers count. */
const ORACLE_VERSION = '0.169.0';
const folder = join(root, '.cache', `codex-${ORACLE_VERSION}`);

/** The program's path. Rejects with the reason when it cannot be had. */
export async function provideOracle(): Promise<string> {
  if (!existsSync(folder)) {
    try {
      await step(`Fetching the reference program from npm (@openai/codex ${ORACLE_VERSION}, 400 MB on disk)`, install);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The conformance suite needs @openai/codex@${ORACLE_VERSION} and could not fetch it: ${reason}`);
    }
  }
  return oraclePath();
}

/** Where `provideOracle` has put the program. */
export function oraclePath(): string {
  const scope = join(folder, 'node_modules/@openai');
  const program = process.platform === 'win32' ? 'codex.exe' : 'codex';
  for (const name of readdirSync(scope)) {
    const vendor = join(scope, name, 'vendor');
    if (!existsSync(vendor)) continue;
    for (const target of readdirSync(vendor)) {
      const path = join(vendor, target, 'bin', program);
      if (existsSync(path)) return path;
    }
  }
  throw new Error(
    `@openai/codex ${ORACLE_VERSION} in ${folder} holds no program for ${process.platform} ${process.arch}; delete the folder to fetch it again.`,
  );
}

async function install(): Promise<void> {
  const part = join(dirname(folder), `${basename(folder)}.${process.pid}.part`);
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    writeFileSync(join(part, 'package.json'), '{ "private": true }\n');
    await npm(['install', `@openai/codex@${ORACLE_VERSION}`], part);
    if (existsSync(folder)) return;
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}
