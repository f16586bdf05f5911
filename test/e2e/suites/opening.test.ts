import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('VS Code with the extension', () => {
  const workbench = inWorkbench();

  test('shows Cellscope in the activity bar, with rollouts and a timeline', async () => {
    await workbench().activityTab('Cellscope').click();
    await workbench().section('Rollouts').waitFor();
    await workbench().section('Timeline').waitFor();
    expect(await workbench().section('Rollouts').count()).toBe(1);
  });

  test('offers its commands in the palette', async () => {
    const line = await workbench().openPalette('Cellscope: Run Cell from Input Box…');
    await line.waitFor();
    expect(await line.count()).toBe(1);
    await workbench().page.keyboard.press('Escape');
  });
});
