/**
 * One run of a real VS Code with test code in its extension host, and the verdict on it.
 *
 * Invariant: what the tests said themselves decides. A host that ends without their last word has failed, also when
 * VS Code calls it a success, as it does after a crash.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { root } from '../../scripts/bootstrap.mjs';
import { yieldTime } from './limits.ts';
import { parseMessage, type TestMessage, variable } from './messages.ts';

export interface Verdict {
  readonly passed: readonly string[];
  readonly failed: readonly { readonly title: string; readonly why: string }[];
  /** What VS Code printed, for when something is wrong. */
  readonly log: string;
}

const settings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  // A dialog of the system would wait for a hand.
  'files.simpleDialog.enable': true,
  // It would open beside other editors whenever it is ready: in the middle of the next test.
  'cellscope.showOutput': 'never',
  'cellscope.yieldTime': yieldTime,
};

/** The desktop VS Code that `CELLSCOPE_VSCODE` names, or the one from npm. */
function executable(): string {
  const shim = process.platform === 'win32' ? '../vscode/shim.cmd' : '../vscode/shim.ts';
  return process.env.CELLSCOPE_VSCODE ?? fileURLToPath(new URL(shim, import.meta.url));
}

/**
 * Opens a copy of the samples with the extension loaded and runs the test module in its host.
 *
 * @param tests module with a `run` function, as VS Code wants it
 * @param limit milliseconds
 */
export async function launch(tests: string, limit: number): Promise<Verdict> {
  const scratch = mkdtempSync(join(tmpdir(), 'cellscope-integration-'));
  const messages: TestMessage[] = [];
  const listener = await listen(message => messages.push(message));
  const log: string[] = [];
  const sink = { write: (text: string | Buffer) => log.push(String(text)) } as unknown as NodeJS.WritableStream;
  try {
    const folder = join(scratch, 'samples');
    cpSync(join(root, 'samples'), folder, { recursive: true });
    const data = join(scratch, 'data');
    // The server keeps its settings one folder deeper than the desktop does.
    for (const place of ['User', 'data/User']) {
      mkdirSync(join(data, place), { recursive: true });
      writeFileSync(join(data, place, 'settings.json'), JSON.stringify(settings));
    }
    const trouble = await runTests({
      vscodeExecutablePath: executable(),
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [folder, `--user-data-dir=${data}`, `--extensions-dir=${join(scratch, 'extensions')}`],
      extensionTestsEnv: { [variable.port]: String(listener.port), [variable.limit]: String(limit) },
      stdout: sink,
      stderr: sink,
    }).then(
      () => undefined,
      error => String(error),
    );
    return verdict(messages, trouble, log.join(''));
  } finally {
    listener.server.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function verdict(messages: readonly TestMessage[], trouble: string | undefined, log: string): Verdict {
  const passed: string[] = [];
  const failed: { title: string; why: string }[] = [];
  for (const message of messages) {
    if (message.kind === 'passed') passed.push(message.title);
    if (message.kind === 'failed') failed.push(message);
  }
  if (messages.at(-1)?.kind !== 'ended') {
    failed.push({ title: 'the extension host', why: `It ended before its tests did. ${trouble ?? ''}`.trim() });
  } else if (trouble !== undefined) {
    failed.push({ title: 'the extension host', why: trouble });
  } else if (messages.length === 1) {
    failed.push({ title: 'the extension host', why: 'It ran no test.' });
  }
  return { passed, failed, log };
}

async function listen(hear: (message: TestMessage) => void): Promise<{ server: Server; port: number }> {
  const server = createServer(socket => {
    socket.on('error', () => {});
    createInterface({ input: socket }).on('line', line => hear(parseMessage(line)));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The runner found no port to listen on.');
  return { server, port: address.port };
}
