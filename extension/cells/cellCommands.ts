/**
 * The commands that act on cells.
 */

import * as vscode from 'vscode';
import { readSettings } from '../base/settings.ts';
import { cellFileName, command } from '../ids.ts';
import type { CellOutputs } from './cellOutputs.ts';
import { cellItem, cellOf, pickLiveCell, pickWaitTime } from './cellPicks.ts';
import { pickPlace, placeOfDocument } from './cellPlaces.ts';
import type { CellRunner } from './cellRunner.ts';
import type { CellHandle } from './cellSession.ts';
import { type CellSource, movedSource } from './cellSource.ts';
import { movedUri, onDidMoveDocuments } from './movedUri.ts';
import type { Sessions } from './sessions.ts';

export interface CellCommandParts {
  readonly sessions: Sessions;
  readonly runner: CellRunner;
  readonly outputs: CellOutputs;
}

export function registerCellCommands({ sessions, runner, outputs }: CellCommandParts): vscode.Disposable {
  const on = vscode.commands.registerCommand;

  /** What ran last, to be run once more: a file as it is then, any other text as it was. */
  let last: { readonly source?: CellSource; readonly uri?: vscode.Uri } | undefined;

  async function run(source: CellSource, uri?: vscode.Uri) {
    last = { source, ...(uri ? { uri } : {}) };
    const place = (uri && placeOfDocument(uri)) ?? (await pickPlace());
    return place ? runner.run(source, place) : undefined;
  }

  async function runDocument(argument: unknown) {
    const document = await documentOf(argument);
    if (!document) {
      const text = vscode.l10n.t('No cell to run: open a JavaScript file, or run a cell from the input box.');
      return void vscode.window.showInformationMessage(text);
    }
    const origin = { uri: document.uri.toString(), start: { line: 0, character: 0 } };
    const answer = run({ text: document.getText(), origin }, document.uri);
    last = { uri: document.uri };
    return answer;
  }

  async function wait(argument: unknown) {
    const handle = cellOf(sessions, argument) ?? (await pickLiveCell(sessions, vscode.l10n.t('Wait on which cell?')));
    if (!handle) return undefined;
    if (handle.cell.phase === 'running') {
      const text = vscode.l10n.t('Cell {0} is being waited for already.', handle.cell.cellId);
      return void vscode.window.showInformationMessage(text);
    }
    // Its answer is there already, or was: how long to wait for it is no question.
    if (handle.cell.phase === 'finished' || !handle.cell.live) return runner.wait(handle, 0);
    const time = await pickWaitTime(handle, readSettings().yieldTimeMs);
    return time === undefined ? undefined : runner.wait(handle, time === 'end' ? undefined : time);
  }

  async function terminate(argument: unknown) {
    const title = vscode.l10n.t('Terminate which cell?');
    const handle = cellOf(sessions, argument) ?? (await pickLiveCell(sessions, title));
    return handle ? runner.terminate(handle) : undefined;
  }

  async function showOutput(argument: unknown) {
    const handle = cellOf(sessions, argument);
    if (handle) return outputs.open(handle);
    const items = sessions.allCells.toReversed().map(each => ({ ...cellItem(sessions, each), handle: each }));
    if (items.length === 0) return;
    const title = vscode.l10n.t('Show the output of which cell?');
    const picked = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title });
    if (picked) await outputs.open(picked.handle);
  }

  return vscode.Disposable.from(
    on(command.newCell, newCell),
    on(command.runCell, runDocument),
    on(command.runSelection, () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor || editor.selection.isEmpty) return runDocument(undefined);
      return run(selectionOf(editor), editor.document.uri);
    }),
    on(command.runInput, async (argument: unknown) => {
      const text = typeof argument === 'string' ? argument : await askSource();
      return text === undefined ? undefined : run({ text });
    }),
    on(command.runAgain, () => last && (last.source ? run(last.source, last.uri) : runDocument(last.uri))),
    onDidMoveDocuments(moved => {
      if (!last?.uri) return;
      last = { ...(last.source ? { source: movedSource(last.source, moved) } : {}), uri: movedUri(last.uri, moved) };
    }),
    on(command.waitOnCell, wait),
    on(command.terminateCell, terminate),
    on(command.showCellOutput, showOutput),
    on(command.liveCells, () => pickAction(sessions)),
    on(command.newSession, () => newSession(sessions)),
  );
}

/** The document a menu or a lens named, or the active one. */
async function documentOf(argument: unknown): Promise<vscode.TextDocument | undefined> {
  if (argument instanceof vscode.Uri) return vscode.workspace.openTextDocument(argument);
  const document = vscode.window.activeTextEditor?.document;
  const usable = document && (document.languageId === 'javascript' || cellFileName.test(document.fileName));
  return usable ? document : undefined;
}

function selectionOf({ document, selection }: vscode.TextEditor): CellSource {
  const { line, character } = selection.start;
  return { text: document.getText(selection), origin: { uri: document.uri.toString(), start: { line, character } } };
}

let lastInput = '';

async function askSource(): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Run Cell'),
    prompt: vscode.l10n.t('JavaScript; top-level await works, tools are on `tools`'),
    placeHolder: 'text(await tools.list_directory({ path: "." }))',
    value: lastInput,
    ignoreFocusOut: true,
  });
  if (text !== undefined) lastInput = text;
  return text;
}

const template = `// Runs in an isolate of its own. tools.<name>(input) calls a tool, text(value) puts something out.
const listing = await tools.list_directory({ path: "." });
text(listing);
`;

/** An unsaved cell file, in the first folder when there is one, so that its lenses and tools are there at once. */
async function newCell(): Promise<void> {
  const document = await emptyCell();
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit(edit => edit.insert(new vscode.Position(0, 0), template));
}

async function emptyCell(): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  for (let count = 1; ; count += 1) {
    const name = `scratch-${count}.cell.js`;
    const place = folder ? vscode.Uri.joinPath(folder, name) : vscode.Uri.file(`/${name}`);
    const uri = place.with({ scheme: 'untitled' });
    if (await taken(uri)) continue;
    const document = await vscode.workspace.openTextDocument(uri);
    // One that was kept from an earlier window comes back with its text.
    if (document.getText() === '') return document;
  }
}

async function taken(uri: vscode.Uri): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(document => document.uri.toString() === uri.toString())) return true;
  return vscode.workspace.fs.stat(uri.with({ scheme: 'file' })).then(
    () => true,
    () => false,
  );
}

/** The status bar's pick: a live cell, then what to do with it. */
async function pickAction(sessions: Sessions): Promise<void> {
  const waitButton = { iconPath: new vscode.ThemeIcon('watch'), tooltip: vscode.l10n.t('Wait…') };
  const endButton = { iconPath: new vscode.ThemeIcon('debug-stop'), tooltip: vscode.l10n.t('Terminate') };
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly handle: CellHandle }>();
  pick.title = vscode.l10n.t('Live Cells');
  pick.placeholder = vscode.l10n.t('Choose a cell to wait on; its buttons wait or terminate');
  const fill = () => {
    const items = sessions.liveCells.map(handle => ({
      ...cellItem(sessions, handle),
      buttons: [waitButton, endButton],
      handle,
    }));
    if (items.length === 0) pick.hide();
    pick.items = items;
  };
  const changes = sessions.onDidChangeCell(fill);
  const act = (id: string, handle: CellHandle | undefined) => {
    pick.hide();
    if (handle) void vscode.commands.executeCommand(id, handle);
  };
  pick.onDidTriggerItemButton(({ button, item }) =>
    act(button === endButton ? command.terminateCell : command.waitOnCell, item.handle),
  );
  pick.onDidAccept(() => act(command.waitOnCell, pick.selectedItems[0]?.handle));
  pick.onDidHide(() => {
    changes.dispose();
    pick.dispose();
  });
  pick.show();
  fill();
}

/** Ends a session with its cells and values; the next cell starts the new one and a new rollout. */
async function newSession(sessions: Sessions): Promise<void> {
  const open = sessions.open;
  if (open.length === 0) {
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('No session is open. The next cell starts a new one.'),
    );
  }
  const items = open.map(session => ({
    label: session.name,
    description: session.recorded ? session.bundle : '',
    session,
  }));
  const title = vscode.l10n.t('End which session?');
  const picked = items.length > 1 ? await vscode.window.showQuickPick(items, { title }) : items[0];
  if (!picked) return;
  const live = picked.session.book.live.length;
  if (live > 0) {
    const go = vscode.l10n.t('End It');
    const question =
      live === 1
        ? vscode.l10n.t('This session has a live cell. End it and terminate the cell?')
        : vscode.l10n.t('This session has {0} live cells. End it and terminate them?', live);
    if ((await vscode.window.showWarningMessage(question, { modal: true }, go)) !== go) return;
  }
  await sessions.close(picked.session);
}
