/**
 * Starts VS Code's server on a free port of this machine and builds the addresses that open a workbench on it.
 *
 * Invariant: the server runs in a process group of its own, and `stop` ends all of it, extension hosts included; ending
 * the server alone leaves an extension host spinning for seconds. Only who knows the token can connect.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../../scripts/bootstrap.mjs';
import { endGroup, startInGroup } from '../../scripts/processes.ts';

export interface ServerOptions {
  /** `server-main.js` of the VS Code to run. */
  readonly script: string;
  /** Where the server keeps settings, logs and state. */
  readonly data: string;
  readonly extensions?: string;
  /** 0 or nothing: any free one. */
  readonly port?: number;
  /** User settings to begin with. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trustAll?: boolean;
  /** Milliseconds to wait until the server listens. */
  readonly patience?: number;
}

export interface Workbench {
  readonly folder?: string;
  /** Opened in the editor area. */
  readonly file?: string;
  readonly developed?: readonly string[];
  /** Module whose `run` the extension host calls. */
  readonly tests?: string;
}

export interface Server {
  readonly port: number;
  readonly pid: number;
  address(workbench: Workbench): string;
  /** All the server has printed. */
  output(): string;
  stop(): void;
  /** Settles when the server is gone. */
  readonly ended: Promise<void>;
}

/** Rejects with the server's own words when it does not come up in time. */
export async function startServer(options: ServerOptions): Promise<Server> {
  if (options.settings) writeSettings(options.data, options.settings);
  const token = randomBytes(16).toString('hex');
  const child = startInGroup({
    command: process.execPath,
    args: [
      options.script,
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0), '--connection-token', token],
      ...[
        '--server-data-dir',
        options.data,
        '--extensions-dir',
        options.extensions ?? join(options.data, 'extensions'),
      ],
      // A built server listens to what an address says about extensions in development only with this switch.
      ...['--accept-server-license-terms', '--enable-smoke-test-driver', '--telemetry-level', 'off'],
      ...(options.trustAll ? ['--disable-workspace-trust'] : []),
    ],
    folder: root,
  });
  let output = '';
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const fail = (why: string) => {
      endGroup(child);
      reject(new Error(`VS Code's server ${why}:\n${output.trim()}`));
    };
    const timer = setTimeout(fail, options.patience ?? 120_000, 'did not come up in time');
    child.once('error', error => fail(`could not be started (${error.message})`));
    child.once('exit', code => fail(`ended with code ${code}`));
    const listen = (text: string) => {
      output += text;
      const listening = /Extension host agent listening on (\d+)/.exec(output);
      if (!listening) return;
      clearTimeout(timer);
      resolve(Number(listening[1]));
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listen);
  });
  return {
    port,
    pid: child.pid ?? 0,
    address: workbench => address(port, token, workbench),
    output: () => output,
    stop: () => endGroup(child),
    ended,
  };
}

function address(port: number, token: string, { folder, file, developed = [], tests }: Workbench): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${uriPath(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...developed.map(path => ['extensionDevelopmentPath', remote(path)]),
    ...(file === undefined ? [] : [['openFile', remote(file)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
  ];
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('tkn', token);
  if (folder !== undefined) url.searchParams.set('folder', uriPath(folder));
  url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** A file's path as addresses have it, `/c:/…` on Windows. */
function uriPath(path: string): string {
  return decodeURIComponent(pathToFileURL(path).pathname);
}

function writeSettings(data: string, settings: Readonly<Record<string, unknown>>): void {
  const folder = join(data, 'data/User');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}
