/**
 * Takes the pictures of the README and the guides, light and dark. Not a test: `npm run screenshots`, or with the names
 * of some scenes `node test/e2e/screenshots.ts debugger hang`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/bootstrap.mjs';
import { debugging } from './scenes/debugger.ts';
import { hang } from './scenes/hang.ts';
import { rollouts } from './scenes/rollouts.ts';
import type { Scene } from './scenes/scene.ts';
import { openWorkbench } from './workbench/openWorkbench.ts';

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };
const scenes = [rollouts, debugging, hang];
const folder = join(root, 'media/screenshots');

mkdirSync(folder, { recursive: true });
const wanted = process.argv.slice(2);
for (const scene of scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  for (const [name, theme] of Object.entries(themes)) await take(scene, name, theme);
}
process.exit(0);

async function take({ name: sceneName, options, play }: Scene, name: string, theme: string): Promise<void> {
  const workbench = await openWorkbench({
    size: { width: 1280, height: 800 },
    ...options,
    settings: {
      'workbench.colorTheme': theme,
      'cellscope.rolloutRoot': 'rollouts',
      'workbench.tips.enabled': false,
      'editor.minimap.enabled': false,
      ...options?.settings,
    },
  });
  try {
    await play(workbench, async (picture, clip) => {
      await workbench.page.screenshot({
        path: join(folder, `${picture}-${name}.png`),
        ...(clip === undefined ? {} : { clip }),
      });
    });
  } catch (error) {
    await workbench.screenshot(`screenshots-${sceneName}-${name}`);
    throw error;
  } finally {
    await workbench.close();
  }
}
