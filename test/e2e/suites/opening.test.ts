import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('VS Code with the extension', () => {
  const workbench = inWorkbench();

  test('shows Cellscope in the activity bar', async () => {
    await workbench().activityTab('Cellscope').click();
    await workbench().page.getByRole('heading', { name: 'Cellscope' }).first().waitFor();
    expect(
      await workbench()
        .page.getByRole('button', { name: /^Rollouts/ })
        .count(),
    ).toBeGreaterThan(0);
  });

  test('offers its commands in the palette', async () => {
    const option = await workbench().openPalette('Cellscope: Run Cell from Input Box');
    await option.waitFor();
    expect(await option.isVisible()).toBe(true);
    await workbench().page.keyboard.press('Escape');
  });
});
