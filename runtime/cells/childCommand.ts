/**
 * How the process that holds cells is started, and with which powers: none.
 *
 * Node's permission model denies files, processes, workers and the inspector; the environment is empty; on Linux the
 * data segment and the size of files are limited by the shell's `ulimit`, because Node cannot limit itself.
 * Leaves out the network: Node 24 has no permission for it. Cells have no way to it, the process has no reason.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildLimits } from '../protocol/messages.ts';
import { shelfBytes } from '../protocol/parcels.ts';
import { bounds, type Limits } from './limits.ts';
import { foldersUpFrom } from './nodeChoice.ts';
import { StartError } from './requestError.ts';

export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What cells may do, and how much of it. */
export type CellBounds = Limits & { readonly remoteImages?: boolean };

export interface ChildSetup {
  readonly nodePath: string;
  readonly childPath: string;
  readonly limits: CellBounds;
  /** Isolates to keep ready. */
  readonly warmIsolates: number;
  /** Hold one cell under an inspector, and nothing else. */
  readonly debug?: true;
}

/** The child's script: `isolate.cjs` beside a bundled program, the sources when running from them. */
export function defaultChildPath(): string {
  // An ES module has a URL, a bundled script only a folder; `node -e` has one for everybody, which is not ours.
  const folder = import.meta.url === undefined ? __dirname : dirname(fileURLToPath(import.meta.url));
  const source = join(folder, '..', 'isolate', 'main.ts');
  return existsSync(source) ? source : join(folder, 'isolate.cjs');
}

/** `shelf`: the process is given one (`protocol/shelf.ts`). */
export function childCommand(setup: ChildSetup, shelf = false): ChildCommand {
  const { nodePath, childPath, limits } = setup;
  const options = {
    prebuilds: prebuildsFolder(childPath),
    warm: setup.warmIsolates,
    limits: childLimits(limits),
    shelf,
    ...(setup.debug ? { debug: true } : {}),
  };
  const args = [
    '--no-node-snapshot',
    // V8 collects code of WebAssembly (Node's own: its type stripper is written in it) under a lock. If that happens to
    // drop the last hold on a disposed isolate, the isolate's destructor waits for the same lock, and the process with it.
    '--no-wasm-code-gc',
    // Every isolate starts from the same snapshot; hashing its names anew is a twentieth of what making one costs. It
    // guards against names chosen to collide, by which a cell could only slow down itself.
    '--no-rehash-snapshot',
    '--disable-warning=SecurityWarning',
    '--permission',
    '--allow-addons',
    ...readableFolders(childPath).map(folder => `--allow-fs-read=${folder}`),
    childPath,
    JSON.stringify(options),
  ];
  const env = process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? 'C:\\Windows' } : {};
  if (process.platform !== 'linux') return { file: nodePath, args, env };
  // And the one that makes others.
  const isolates = limits.liveCells + setup.warmIsolates + 3;
  const dataMb = bounds.processDataMb + isolates * bounds.isolateReserveMb;
  // Should memory run out on the machine all the same, the kernel is to take this process first.
  // A process that V8 gives up leaves no core: it would be as large as what filled it.
  const limitsText = `ulimit -c 0; ulimit -d ${dataMb * 1024}; ulimit -f ${shelf ? shelfBytes / 512 : 0}`;
  const script = `${limitsText}; echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec "$0" "$@"`;
  return { file: '/bin/sh', args: ['-c', script, nodePath, ...args], env };
}

export function childLimits(limits: CellBounds): ChildLimits {
  const { remoteImages = false, outputBytes, pendingCalls, pendingCallBytes, timers, storedBytes } = limits;
  const memoryMb = Math.max(bounds.leastMemoryMb, Math.floor(limits.memoryMb));
  return { memoryMb, outputBytes, pendingCalls, pendingCallBytes, timers, storedBytes, remoteImages };
}

function prebuildsFolder(childPath: string): string {
  const from = dirname(childPath);
  const beside = join(from, 'prebuilds');
  if (existsSync(beside)) return beside;
  for (const folder of foldersUpFrom(from)) {
    const installed = join(folder, 'node_modules', 'isolated-vm', 'prebuilds');
    if (existsSync(installed)) return installed;
  }
  throw new StartError('no_addon', `isolated-vm was not found from ${from}: install the package's dependencies.`);
}

/** Bundled, the script and the parser it rarely needs; from sources, the folders its imports lie in. */
function readableFolders(childPath: string): string[] {
  const from = dirname(childPath);
  if (!childPath.endsWith('.ts')) return [childPath, join(from, 'acorn.cjs')];
  const runtime = dirname(from);
  return [
    join(runtime, '*'),
    join(dirname(runtime), 'package.json'),
    join(dirname(runtime), 'node_modules', 'acorn', '*'),
  ];
}
