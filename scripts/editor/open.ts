/** Builds, then opens an editor with the extension loaded, and stays until the editor or the person ends it. */
import { parseArgs } from 'node:util';
import { step } from '../steps.mjs';
import { build } from './build.ts';
import { findDesktop, openDesktop } from './desktop.ts';
import { serveEditor } from './served.ts';

/**
 * @param args what follows `npm start --`
 * @returns exit code
 */
export async function openEditor(args: readonly string[]): Promise<number> {
  const wish = readWish(args);
  if (typeof wish === 'string') {
    console.error(wish);
    return 2;
  }
  await step('Building', () => build());
  const desktop = wish.browser ? undefined : findDesktop();
  if (desktop !== undefined) {
    if ((await openDesktop(desktop)) === 0) return 0;
    console.log('That VS Code could not be opened; using the one from npm instead.');
  }
  return serveEditor(wish.port);
}

function readWish(args: readonly string[]): { browser: boolean; port: number | undefined } | string {
  const how = 'Use: npm start -- [--browser] [--port NUMBER]';
  try {
    const options = { browser: { type: 'boolean' }, port: { type: 'string' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      return `${values.port} is no port; ports are numbers from 1 to 65535. ${how}`;
    }
    return { browser: values.browser === true || port !== undefined, port };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}. ${how}`;
  }
}
