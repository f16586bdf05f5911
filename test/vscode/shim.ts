#!/usr/bin/env node
/**
 * Stands where `@vscode/test-electron` expects a desktop VS Code: takes its command line, runs the tests it names in a
 * real extension host on VS Code's server with the workbench in a headless browser, and ends with the tests' exit code.
 *
 * Ends with 124 when the tests take longer than CELLSCOPE_TEST_LIMIT (milliseconds).
 * Leaves out what a crash means: the workbench reports a crashed extension host as success, so whoever starts this
 * also waits for the tests' own word that they have ended.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startBrowser } from './browser.ts';
import { provideServer } from './provide.ts';
import { startServer } from './server.ts';

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  // VS Code takes many more switches; those that mean nothing on a server are let pass.
  strict: false,
  allowPositionals: true,
  options: {
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentPath: { type: 'string', multiple: true },
    'extensions-dir': { type: 'string' },
    'user-data-dir': { type: 'string' },
    'disable-workspace-trust': { type: 'boolean' },
  },
});

process.exitCode = await run();

async function run(): Promise<number> {
  const limit = Number(process.env.CELLSCOPE_TEST_LIMIT ?? 300_000);
  const script = await provideServer();
  const server = await startServer({
    script,
    data: resolve(text(values['user-data-dir']) ?? '.vscode-test/user-data'),
    ...optional('extensions', text(values['extensions-dir'])),
    trustAll: values['disable-workspace-trust'] === true,
  });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    // How long it may take is said once, below.
    page.setDefaultTimeout(0);
    const exit = Promise.withResolvers<number>();
    await page.exposeFunction('codeAutomationExit', (code: number) => exit.resolve(code));
    await page.exposeFunction('codeAutomationLog', () => {});
    page.on('crash', () => exit.reject(new Error('The browser page with the workbench crashed.')));
    const timer = setTimeout(() => exit.resolve(124), limit);
    const address = server.address({
      ...optional('folder', positionals[0] === undefined ? undefined : resolve(positionals[0])),
      developed: [values.extensionDevelopmentPath ?? []].flat().map(path => resolve(String(path))),
      ...optional('tests', text(values.extensionTestsPath)),
    });
    // Tests that hang may keep the page from ever being loaded.
    page.goto(address).catch(exit.reject);
    const code = await exit.promise;
    clearTimeout(timer);
    if (code === 124) process.stderr.write(`The tests were still running after ${limit / 1000} s.\n`);
    if (code !== 0) process.stderr.write(server.output());
    return code;
  } finally {
    server.stop();
    await browser.close();
    await server.ended;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [key in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [key in Key]?: Value });
}
