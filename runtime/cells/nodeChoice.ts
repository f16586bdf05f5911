/**
 * Which Node holds the cells.
 *
 * isolated-vm has builds for two ABIs, and none for Electron: an editor's own Node is not one of them. In order: the
 * one that was named; the one that ships beside the program; the host's own; one that npm installed with the project;
 * `node` on PATH. Only the named one is an error when it does not fit; the others are passed over.
 */

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartError } from './requestError.ts';

/** ABIs isolated-vm 7 has builds for: Node 24 and Node 26. */
const fittingAbis = ['137', '147'];
const needed = 'Node 24 or 26';

export interface NodeQuestion {
  /** The person's own choice, such as a setting. */
  readonly named?: string;
  /** Folder of the child's script: the program's `bin` and `node_modules` are looked for from there. */
  readonly from: string;
  /** Stands in for this process in tests. */
  readonly host?: HostNode;
  /** PATH to look through; the process's own by default. */
  readonly path?: string;
}

export interface HostNode {
  readonly execPath: string;
  readonly abi: string;
  readonly electron: boolean;
}

/** Path of the Node to start. Throws `StartError` `bad_node` or `no_node`. */
export async function chooseNode(question: NodeQuestion): Promise<string> {
  const { named, from } = question;
  if (named !== undefined && named !== '') {
    const abi = await askAbi(named);
    if (abi !== null && fittingAbis.includes(abi)) return named;
    const why = abi === null ? 'it does not run' : `its ABI is ${abi}`;
    throw new StartError(
      'bad_node',
      `The Node named for cells, ${named}, cannot hold them (${why}): name a ${needed}, or name none.`,
    );
  }
  const shipped = shippedNode(from);
  if (shipped !== null) return shipped;
  const host = question.host ?? thisProcess();
  if (!host.electron && fittingAbis.includes(host.abi)) return host.execPath;
  const installed = installedNode(from);
  if (installed !== null) return installed;
  const onPath = nodeOnPath(question.path ?? process.env.PATH ?? '');
  if (onPath !== null) {
    const abi = await askAbi(onPath);
    if (abi !== null && fittingAbis.includes(abi)) return onPath;
  }
  throw new StartError(
    'no_node',
    `No Node that can hold cells was found${onPath === null ? '' : ` (${onPath} does not fit)`}: install ${needed}, or name its path.`,
  );
}

const executable = process.platform === 'win32' ? 'node.exe' : 'node';

function thisProcess(): HostNode {
  return {
    execPath: process.execPath,
    abi: process.versions.modules,
    electron: process.versions.electron !== undefined,
  };
}

function shippedNode(from: string): string | null {
  return [join(from, 'bin', executable), join(from, '..', 'bin', executable)].find(path => existsSync(path)) ?? null;
}

/** The npm packages that carry a Node are named after the platform. */
function installedNode(from: string): string | null {
  const packages = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const folder of foldersUpFrom(from)) {
    for (const name of packages) {
      for (const sub of ['bin', '.']) {
        const path = join(folder, 'node_modules', name, sub, executable);
        if (existsSync(path)) return path;
      }
    }
  }
  return null;
}

function nodeOnPath(path: string): string | null {
  const separator = process.platform === 'win32' ? ';' : ':';
  for (const folder of path.split(separator)) {
    const file = join(folder, executable);
    if (folder !== '' && existsSync(file)) return file;
  }
  return null;
}

/** The folder itself, its parent, and so on. */
export function foldersUpFrom(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) folders.push(dirname(at));
  return folders;
}

/** The ABI a Node says it has; `null` when it cannot be asked. */
function askAbi(nodePath: string): Promise<string | null> {
  return new Promise(resolve => {
    execFile(nodePath, ['-p', 'process.versions.modules'], { timeout: 10_000 }, (error, stdout) => {
      resolve(error === null ? stdout.trim() : null);
    });
  });
}
