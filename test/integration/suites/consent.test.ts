import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commands, window, workspace } from 'vscode';
import { eventually, freshSession, run, textOf } from '../support/cells.ts';
import { choose } from '../support/picks.ts';

const touching = (name: string) => `const { exit_code } = await tools.exec_command({ cmd: 'echo x > ${name}' });
text(exit_code);`;
const made = (name: string) => existsSync(join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', name));

/** Lines of the question. */
const line = {
  text: /^echo x >/,
  once: /Allow once$/,
  session: /Allow \w+ in this session$/,
  always: /Always allow \w+ in this workspace$/,
  deny: /Deny$/,
};

describe('a tool that runs something', () => {
  before(freshSession);
  beforeEach(() => commands.executeCommand('cellscope.resetApprovals'));
  after(async () => {
    await commands.executeCommand('cellscope.resetApprovals');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('runs after it was allowed once, and asks again for the next call', async () => {
    const running = run(touching('once.txt'));
    await choose(line.once);
    equal(textOf(await running), '0');
    equal(made('once.txt'), true);
    const again = run(touching('again.txt'));
    await choose(line.deny);
    equal((await again)?.status, 'failed');
    equal(made('again.txt'), false);
  });

  it('tells the cell in a sentence that it was denied', async () => {
    const running = run(touching('denied.txt'));
    await choose(line.deny);
    match((await running)?.errorText ?? '', /did not allow this call of "exec_command"/);
    equal(made('denied.txt'), false);
  });

  it('asks no more in a session in which it was allowed', async () => {
    const first = run(touching('session-1.txt'));
    await choose(line.session);
    await first;
    equal(textOf(await run(touching('session-2.txt'))), '0');
    deepEqual([made('session-1.txt'), made('session-2.txt')], [true, true]);
  });

  it('allowed always, asks no more in the next session either, until approvals are reset', async () => {
    const first = run(touching('always-1.txt'));
    await choose(line.always);
    await first;
    await commands.executeCommand('cellscope.newSession');
    equal(textOf(await run(touching('always-2.txt'))), '0');
    await commands.executeCommand('cellscope.resetApprovals');
    const asked = run(touching('always-3.txt'));
    await choose(line.deny);
    equal((await asked)?.status, 'failed');
  });

  it('is not run by an Enter that was meant for something else', async () => {
    const yielding = '// @exec: {"yield_time_ms": 2500}\n';
    const running = run(yielding + touching('enter.txt'));
    await choose(line.text);
    // All it does is to open the text.
    const texts = () => window.visibleTextEditors.map(({ document }) => document.getText());
    await eventually('the whole text', () => texts().some(text => text.includes('echo x > enter.txt')));
    const first = await running;
    equal(first?.status, 'yielded');
    equal(made('enter.txt'), false);
    await commands.executeCommand('cellscope.terminateCell', { cellId: first?.cellId });
  });

  it('has its question withdrawn when the cell ends', async () => {
    const first = await run(`// @exec: {"yield_time_ms": 800}\n${touching('late.txt')}`);
    equal(first?.status, 'yielded');
    await commands.executeCommand('cellscope.terminateCell', { cellId: first?.cellId });
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    equal(made('late.txt'), false);
  });
});
