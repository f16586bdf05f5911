/** Takes the pictures of the README: side bar and editor, light and dark. Not a test; run by `npm run screenshots`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/bootstrap.mjs';
import { openWorkbench } from './workbench/openWorkbench.ts';

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };
const folder = join(root, 'media/screenshots');
mkdirSync(folder, { recursive: true });

for (const [name, theme] of Object.entries(themes)) {
  const workbench = await openWorkbench({
    size: { width: 1280, height: 800 },
    settings: { 'workbench.colorTheme': theme, 'cellscope.rolloutRoot': 'rollouts', 'workbench.tips.enabled': false },
  });
  const { page } = workbench;
  const save = (what: string) => page.screenshot({ path: join(folder, `${what}-${name}.png`) });
  try {
    await workbench.openFile('02-count-words.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.text('completed after').waitFor();
    await workbench.runCommand('Cellscope: Show Timeline');
    await workbench.viewer().timeline().waitFor();
    await workbench.openFile('04-yield-and-wait.cell.js');
    await workbench.runCommand('Cellscope: Run Cell');
    await workbench.text('yielded after').waitFor();
    // Waiting on a cell that has ended by now asks for no time.
    await page.waitForTimeout(3_000);
    await workbench.runCommand('Cellscope: Wait on Cell…');
    await workbench.text('completed after').waitFor();
    await page.waitForTimeout(1_000);
    await workbench.closeToasts();
    await save('side-bar');
    await workbench.runCommand('View: Close All Editors');
    await workbench.tree('Rollouts').getByRole('treeitem').last().click();
    await workbench.openFile('trace.jsonl');
    await workbench.viewer(1).timeline().waitFor();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    await page.waitForTimeout(2_000);
    await save('editor');
  } catch (error) {
    await workbench.screenshot('screenshots');
    throw error;
  } finally {
    await workbench.close();
  }
}
process.exit(0);
