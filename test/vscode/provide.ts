/**
 * Fetches what no `npm ci` of ours brings: a whole VS Code, and a browser ready to start.
 *
 * Both come from npm, need no root, no compiler and no other download, and lie in `.vscode-test/`.
 * Invariant: a folder with its final name is complete. Work happens in a `.part` folder that is renamed last, so a half
 * fetch is never used and two runs at once do not disturb each other.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../scripts/bootstrap.mjs';
import { npm } from '../../scripts/npm.mjs';
import { step } from '../../scripts/steps.mjs';

const cache = join(root, '.vscode-test');
const recipe = fileURLToPath(new URL('server', import.meta.url));

/** A browser as Playwright wants it. */
export interface Browser {
  readonly path: string;
  /** What the program needs around it on this machine. */
  readonly env: Readonly<Record<string, string>>;
}

/** The script that starts VS Code's server, fetched when it is not there yet. */
export async function provideServer(): Promise<string> {
  const version = versionIn(join(recipe, 'package.json'), 'code-server');
  const folder = join(cache, `server-${version}`);
  const editor = 'node_modules/code-server/lib/vscode';
  await once(folder, `Fetching VS Code from npm (code-server ${version}, 600 MB on disk)`, async part => {
    cpSync(recipe, part, { recursive: true });
    await npm(['ci', '--omit=dev'], part);
    await npm(['install', '--omit=dev'], join(part, editor));
    await npm(['install', '--omit=dev'], join(part, editor, 'extensions'));
  });
  return join(folder, editor, 'out/server-main.js');
}

/** The browser of the package on Linux x64, an installed one elsewhere; `CELLSCOPE_BROWSER` names another. */
export async function provideBrowser(): Promise<Browser> {
  const named = process.env.CELLSCOPE_BROWSER;
  if (named) return { path: named, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedBrowser();
  const path = installedBrowsers().find(existsSync);
  if (path) return { path, env: {} };
  throw new Error('No Chrome, Edge or Chromium was found; install one, or name its program in CELLSCOPE_BROWSER.');
}

async function unpackedBrowser(): Promise<Browser> {
  const version = versionIn(join(root, 'package.json'), '@sparticuz/chromium');
  const folder = join(cache, `chromium-${version}`);
  await once(folder, 'Unpacking Chromium', part => {
    // The package unpacks into the temporary folder, wherever that is, and its libraries only where it believes to run
    // on a bare server; both are told by the environment and read on import, hence a process of its own.
    const script = "import('@sparticuz/chromium').then(it => it.default.executablePath())";
    const env = { ...process.env, TMPDIR: part, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' };
    const ended = spawnSync(process.execPath, ['-e', script], { cwd: root, env, encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`Chromium could not be unpacked: ${ended.stderr}`);
  });
  const path = join(folder, 'chromium');
  return { path, env: { ...missingLibraries(path, folder), ...missingFonts(folder) } };
}

/** A machine without desktop libraries gets those that come with the package. */
function missingLibraries(path: string, folder: string): Record<string, string> {
  const { stdout } = spawnSync('ldd', [path], { encoding: 'utf8' });
  return stdout?.includes('not found') === false ? {} : { LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
}

/** Without any font Chromium draws no text; the package brings one family. */
function missingFonts(folder: string): Record<string, string> {
  const present = existsSync('/etc/fonts/fonts.conf') && existsSync('/usr/share/fonts');
  return present ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
}

/** Where installers put browsers, best known first. */
function installedBrowsers(): string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Microsoft Edge', 'Chromium'].map(
      name => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform === 'win32') {
    const homes = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    const programs = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];
    return programs.flatMap(program => homes.flatMap(home => (home ? [join(home, program)] : [])));
  }
  return ['google-chrome', 'microsoft-edge', 'chromium', 'chromium-browser'].map(name => `/usr/bin/${name}`);
}

async function once(folder: string, title: string, fill: (part: string) => Promise<void> | void): Promise<void> {
  if (existsSync(folder)) return;
  await step(title, async () => {
    const part = join(dirname(folder), `${basename(folder)}.${process.pid}.part`);
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part, { recursive: true });
    try {
      await fill(part);
      settle(part, folder);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  });
}

/** Another run may have been quicker; then its folder is as good as ours. */
function settle(part: string, folder: string): void {
  try {
    renameSync(part, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function versionIn(manifest: string, name: string): string {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const version = { ...devDependencies, ...dependencies }[name];
  if (version === undefined) throw new Error(`${manifest} does not name ${name}.`);
  return version;
}
