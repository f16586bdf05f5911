import { describe, expect, test } from 'vitest';
import { inWorkbench } from '../workbench/inWorkbench.ts';

const endless = `// @exec: {"yield_time_ms": 120000}
text('begun');
for (;;) await new Promise(resolve => setTimeout(resolve, 100));
`;

describe('a cell that takes its time', () => {
  const workbench = inWorkbench({ files: { 'endless.cell.js': endless } });

  test('shows that it runs, and cancelling that terminates it', async () => {
    await workbench().openFile('endless.cell.js');
    await workbench().runCommand('Cellscope: Run Cell');
    await workbench()
      .statusItem(/1 live cell/)
      .waitFor();
    await workbench().pressInNotification('Cell 1 is running', 'Cancel', () =>
      workbench()
        .statusItem(/live cell/)
        .isHidden(),
    );
    const lens = workbench().page.getByRole('button', { name: /cell 1 terminated/ });
    await lens.waitFor();
    await expect.poll(() => lens.count()).toBe(1);
  });
});
