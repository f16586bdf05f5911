import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

describe('VS Code with the extension', () => {
  const opened = inWorkbench({ files: { 'plain.js': 'fetch("x");\nconsole.log(1);\n' } });

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

  test('stays out of the way of JavaScript that is no cell', async () => {
    const { page } = opened();
    const lens = page.getByRole('button', { name: 'Run cell' });
    // A cell shows that the extension is awake.
    await opened().openFile('01-hello.cell.js');
    await lens.waitFor();
    await opened().openFile('plain.js');
    await lens.waitFor({ state: 'hidden' });
    await opened().text('console.log(1);').waitFor();
    expect(await page.locator('.part.panel').isVisible()).toBe(false);
    expect(
      await opened()
        .statusItem(/live cell|Cellscope/)
        .count(),
    ).toBe(0);
    expect(opened().cellProcesses()).toEqual([]);
  });
});
