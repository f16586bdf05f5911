/**
 * `npm start`: builds the extension and opens VS Code with it on the samples.
 *
 *   npm start                     the `code` on PATH; without one, VS Code from npm in the browser
 *   npm start -- --browser        always in the browser
 *   npm start -- --port 8080      in the browser, at this port
 *
 * Does its own set-up in a fresh clone, under Node 20 or newer.
 */
import { bootstrap } from './bootstrap.mjs';

await bootstrap(import.meta.url, async () => {
  const { openEditor } = await import('./editor/open.ts');
  return openEditor(process.argv.slice(2));
});
