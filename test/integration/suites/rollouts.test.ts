import { equal, ok } from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { commands, TabInputCustom, TabInputText, TabInputWebview, Uri, window, workspace } from 'vscode';
import { eventually, freshSession, run, set } from '../support/cells.ts';

const tab = () => window.tabGroups.activeTabGroup.activeTab;
const input = () => tab()?.input;
const inputs = () => window.tabGroups.all.flatMap(({ tabs }) => tabs.map(each => each.input));

/** Id of the first cell, as the reduced rollout calls it. */
function codeCellOf(bundle: string): string {
  const log = readFileSync(join(bundle, 'trace.jsonl'), 'utf8');
  const call = /"code_cell_started".*?"model_visible_call_id":"([^"]+)"/.exec(log)?.[1];
  return `code_cell:${call}`;
}

describe('rollouts on disk', () => {
  let folder: string;
  /** A finished bundle of one cell, within the workspace. */
  let bundle: string;

  before(async () => {
    folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const root = await freshSession();
    await run('text("for the record")');
    await commands.executeCommand('cellscope.newSession');
    const [name] = readdirSync(root);
    bundle = join(folder, 'kept', name ?? '');
    cpSync(join(root, name ?? ''), bundle, { recursive: true });
  });
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('open in the viewer when their log is clicked', async () => {
    await commands.executeCommand('vscode.open', Uri.file(join(bundle, 'trace.jsonl')));
    // In whichever group: the output of the cell above may open beside it just then.
    const custom = await eventually('a custom editor', () => inputs().find(each => each instanceof TabInputCustom));
    equal(custom.viewType, 'cellscope.rollout');
  });

  it('stay where they are when a cell puts something out', async () => {
    await commands.executeCommand('vscode.open', Uri.file(join(bundle, 'trace.jsonl')));
    await eventually('a custom editor', () => input() instanceof TabInputCustom);
    await set('showOutput', 'always');
    try {
      await run('text("beside it")');
      const shown = () => window.visibleTextEditors.map(({ document }) => document.getText());
      await eventually('the output', () => shown().some(text => text.startsWith('beside it')));
      ok(inputs().some(each => each instanceof TabInputCustom));
    } finally {
      await set('showOutput', undefined);
    }
  });

  it('leave the trace.jsonl of other programs to the text editor', async () => {
    mkdirSync(join(folder, 'other'), { recursive: true });
    writeFileSync(join(folder, 'other', 'trace.jsonl'), '{}\n');
    await commands.executeCommand('vscode.open', Uri.file(join(folder, 'other', 'trace.jsonl')));
    // Tabs and editors are told of separately.
    await eventually('a text editor', () => {
      const shown = input();
      return shown instanceof TabInputText && shown.uri.path.endsWith('/other/trace.jsonl');
    });
    await eventually('its text', () => window.activeTextEditor?.document.getText() === '{}\n');
  });

  it('open as a tab with a name of their own from their folder, once', async () => {
    await commands.executeCommand('cellscope.openRolloutHere', Uri.file(bundle));
    await eventually('a panel', () => input() instanceof TabInputWebview);
    const label = await eventually('a title', () => /for the record/.test(tab()?.label ?? '') && tab()?.label);
    await commands.executeCommand('cellscope.openRolloutHere', Uri.file(bundle));
    const panels = window.tabGroups.all.flatMap(group => group.tabs.filter(each => each.label === label));
    equal(panels.length, 1);
  });

  it('open from the folder above when the explorer joined the two', async () => {
    await commands.executeCommand('cellscope.openRolloutHere', Uri.file(join(folder, 'kept')));
    await eventually('a panel', () => input() instanceof TabInputWebview);
    ok(tab());
  });

  it('show their raw log on demand', async () => {
    await commands.executeCommand('cellscope.openEventLog', { bundle });
    const shown = () => window.activeTextEditor?.document.fileName;
    equal(
      await eventually('a log', () => basename(shown() ?? '') === 'trace.jsonl' && shown()),
      join(bundle, 'trace.jsonl'),
    );
  });

  it('show the source of a cell as it ran', async () => {
    const ref = { kind: 'code_cell', id: codeCellOf(bundle) };
    await commands.executeCommand('cellscope.openCellSource', { bundle, ref });
    // What was closed before this may still be called the active one.
    const shown = () => window.activeTextEditor?.document;
    const source = await eventually('its source', () => shown()?.getText() === 'text("for the record")' && shown());
    equal(source.languageId, 'javascript');
  });

  it('put their path on the clipboard', async () => {
    const { env } = await import('vscode');
    await commands.executeCommand('cellscope.copyRolloutPath', { bundle });
    equal(await env.clipboard.readText(), bundle);
  });

  it('lose a note on demand, and the file of notes with the last', async () => {
    const ref = { kind: 'code_cell', id: codeCellOf(bundle) };
    const notes = join(bundle, 'notes.json');
    writeFileSync(notes, JSON.stringify({ version: 1, notes: [{ ref, text: 'why?' }] }));
    await commands.executeCommand('cellscope.deleteNote', { bundle, ref });
    equal(existsSync(notes), false);
  });

  it('are not recorded when recording is off', async () => {
    const root = await freshSession();
    await set('record', false);
    try {
      equal((await run('text(1)'))?.status, 'completed');
      equal(readdirSync(root).length, 0);
    } finally {
      await set('record', undefined);
      await commands.executeCommand('cellscope.newSession');
    }
  });

  it('stand side by side when two sessions record into one folder', async () => {
    const root = await freshSession();
    await run('text(1)');
    await commands.executeCommand('cellscope.newSession');
    await run('text(2)');
    await commands.executeCommand('cellscope.newSession');
    equal(readdirSync(root).length, 2);
  });
});
