import { equal } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, WorkspaceEdit, workspace } from 'vscode';
import type { CellResponse } from '../../../runtime/base/content.ts';
import { freshSession, run, textOf } from '../support/cells.ts';

const again = () => commands.executeCommand<CellResponse | undefined>('cellscope.runAgain');

describe('the cell that ran last', () => {
  before(freshSession);
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('runs again as it was when it stood in no file', async () => {
    await run("store('runs', (load('runs') ?? 0) + 1); text(load('runs'))");
    equal(textOf(await again()), '2');
    equal(textOf(await again()), '3');
  });

  it('runs again as it is now when it stands in a file', async () => {
    const file = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'again.cell.js');
    writeFileSync(file, 'text(1)');
    const document = await workspace.openTextDocument(file);
    await commands.executeCommand('cellscope.runCell', document.uri);
    const change = new WorkspaceEdit();
    change.insert(document.uri, document.positionAt(0), 'text(2);');
    await workspace.applyEdit(change);
    equal(textOf(await again()), '2\n1');
    await document.save();
  });
});
