/** Runs inside the extension host: every suite file beside this bundle under mocha, each result told to the runner. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import Mocha from 'mocha';
import { testLimit } from '../limits.ts';
import { type TestMessage, variable } from '../messages.ts';

/** Called by VS Code; resolves when all tests have run, whether they passed or not. */
export async function run(): Promise<void> {
  const socket = connect(Number(process.env[variable.port]), '127.0.0.1');
  await once(socket, 'connect');
  const tell = (message: TestMessage) => socket.write(`${JSON.stringify(message)}\n`);
  const mocha = new Mocha({ ui: 'bdd', timeout: testLimit, reporter: silent });
  const folder = join(__dirname, 'suites');
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.cjs')) mocha.addFile(join(folder, file));
  }
  await new Promise<void>(resolve => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', test => tell({ kind: 'passed', title: test.fullTitle() }));
    runner.on('fail', (test, error: Error) =>
      tell({ kind: 'failed', title: test.fullTitle(), why: error.stack ?? error.message }),
    );
    runner.on('pending', test => tell({ kind: 'failed', title: test.fullTitle(), why: 'The test is skipped.' }));
  });
  tell({ kind: 'ended' });
  socket.end();
  await once(socket, 'close');
}

/** Results travel over the socket; nothing is printed inside the host. */
class silent extends Mocha.reporters.Base {}
