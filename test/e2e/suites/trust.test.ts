import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('a folder that is not trusted', () => {
  const opened = inWorkbench({
    trusted: false,
    files: { 'short.cell.js': 'text(1)' },
    settings: { 'security.workspace.trust.startupPrompt': 'never' },
  });

  test('offers to look at rollouts, but not to run a cell', async () => {
    await opened().openFile('short.cell.js');
    await opened().openPalette('Cellscope: ');
    await opened()
      .option(/^Cellscope: Open Rollout…/)
      .waitFor();
    expect(
      await opened()
        .option(/^Cellscope: Run/)
        .count(),
    ).toBe(0);
    await opened().page.keyboard.press('Escape');
  });

  test('says in the side bar why, and how to change it', async () => {
    await opened().activityTab('Cellscope').click();
    await opened().page.getByText('This workspace is not trusted, so cells cannot run in it.').waitFor();
    expect(await opened().page.getByRole('button', { name: 'Manage Workspace Trust' }).count()).toBe(1);
  });
});
