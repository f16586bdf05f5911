import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('VS Code with the extension', () => {
  const opened = inWorkbench();

  test('shows Cellscope in the activity bar, with rollouts and a timeline', async () => {
    await opened().showCellscope();
    await opened().section('Rollouts').waitFor();
    await opened().section('Timeline').waitFor();
    await expect.poll(() => opened().section('Rollouts').count()).toBe(1);
  });

  test('offers its commands in the palette', async () => {
    const offered = await opened().input.commands('Cellscope: Run Cell from Input Box…');
    expect(offered).toHaveLength(1);
  });
});
