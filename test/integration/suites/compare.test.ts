import { equal, match } from 'node:assert/strict';
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commands, TabInputWebview, window, workspace } from 'vscode';
import { eventually } from '../support/cells.ts';

const panels = () =>
  window.tabGroups.all.flatMap(group => group.tabs).filter(tab => tab.input instanceof TabInputWebview);

describe('two rollouts', () => {
  let left: string;
  let right: string;

  before(() => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const [name] = readdirSync(join(folder, 'rollouts'));
    left = join(folder, 'rollouts', name ?? '');
    right = join(folder, 'again', name ?? '');
    cpSync(left, right, { recursive: true });
  });
  beforeEach(() => commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('are compared in one tab that is named after both', async () => {
    await commands.executeCommand('cellscope.compareRollouts', { bundle: left }, { bundle: right });
    const label = await eventually('a comparison', () => /↔/.test(panels()[0]?.label ?? '') && panels()[0]?.label);
    match(label, /^(.+) ↔ \1$/);
    await commands.executeCommand('cellscope.compareRollouts', { bundle: left }, { bundle: right });
    equal(panels().length, 1);
  });

  it('are chosen one after the other in the tree', async () => {
    await commands.executeCommand('cellscope.selectForCompare', { bundle: left });
    equal(panels().length, 0);
    await commands.executeCommand('cellscope.compareWithSelected', { bundle: right });
    await eventually('a comparison', () => /↔/.test(panels()[0]?.label ?? ''));
    equal(panels().length, 1);
  });
});
