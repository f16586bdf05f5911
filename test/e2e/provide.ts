/** Fetches VS Code and the browser before the first test, so that no test's time limit pays for it. */
import { provideBrowser, provideServer } from '../vscode/provide.ts';

export async function setup(): Promise<void> {
  await provideServer();
  await provideBrowser();
}
