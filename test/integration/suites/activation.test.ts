import { equal, ok } from 'node:assert/strict';
import { extensions } from 'vscode';

describe('the extension', () => {
  it('is loaded from this folder', () => {
    ok(extensions.getExtension('cellscope.cellscope'));
  });

  it('activates without an error', async () => {
    const extension = extensions.getExtension('cellscope.cellscope');
    await extension?.activate();
    equal(extension?.isActive, true);
  });
});
