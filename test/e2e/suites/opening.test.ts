import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('VS Code with the extension', () => {
  const opened = inWorkbench();

  test('shows Cellscope in the activity bar, with rollouts and a timeline', async () => {
    await opened().activityTab('Cellscope').click();
    await opened().section('Rollouts').waitFor();
    await opened().section('Timeline').waitFor();
    expect(await opened().section('Rollouts').count()).toBe(1);
  });

  test('offers its commands in the palette', async () => {
    const line = await opened().openPalette('Cellscope: Run Cell from Input Box…');
    await line.waitFor();
    expect(await line.count()).toBe(1);
    await opened().page.keyboard.press('Escape');
  });
});
