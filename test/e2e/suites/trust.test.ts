import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';
import { persist, press } from '../workbench/until.ts';

describe('a folder that is not trusted', () => {
  const opened = inWorkbench({
    trusted: false,
    files: { 'short.cell.js': 'text(1)' },
    settings: { 'cellscope.rolloutRoot': 'rollouts', 'security.workspace.trust.startupPrompt': 'never' },
  });

  test('offers to look at rollouts, but not to run a cell', async () => {
    await opened().openFile('short.cell.js');
    const offered = await opened().input.commands('Cellscope: ');
    expect(offered).toContain('Cellscope: Open Rollout…');
    expect(offered.filter(title => title.startsWith('Cellscope: Run'))).toEqual([]);
  });

  test('says so to the key that runs a cell, which writes nothing into the file', async () => {
    const editor = opened().editor('short.cell.js');
    const refusal = opened().alert(/This workspace is not trusted, so cells cannot run in it/);
    await persist(
      'the key is answered',
      () => press(editor, 'ControlOrMeta+Enter'),
      async () => (await refusal.count()) > 0,
    );
    await expect.poll(() => opened().page.locator('.editor-instance .view-line').count()).toBe(1);
  });

  test('says above the cell what would have to change', async () => {
    const lens = opened().page.getByRole('button', { name: 'Trust this workspace to run cells' });
    await lens.waitFor();
    await expect.poll(() => lens.count()).toBe(1);
  });

  test('offers no run on the timeline either', async () => {
    const workbench = opened();
    await workbench.runCommand('View: Show Cellscope');
    await workbench.viewer().button('Open Rollout…').waitFor();
    await expect.poll(() => workbench.viewer().button('Run Cell').count()).toBe(0);
  });

  test('lets recorded rollouts be viewed', async () => {
    const workbench = opened();
    await workbench.runCommand('View: Show Cellscope');
    await workbench.showRollout(workbench.tree('Rollouts').getByRole('treeitem').first());
    await expect.poll(() => workbench.viewer().timeline().count()).toBe(1);
  });
});
