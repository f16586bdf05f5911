/**
 * The commands of the debugger: starting it, stepping by events, acting on what is pending, acting as the model.
 */

import * as vscode from 'vscode';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { messageOf } from '../base/log.ts';
import { command } from '../ids.ts';
import type { CellNode } from '../rollouts/rolloutNodes.ts';
import { deliverNow, fireNow, makeFail, type PendingCall, pendingName } from './pendingActions.ts';
import { actOnPending } from './pendingPick.ts';
import { PendingView } from './pendingView.ts';
import { pickTool } from './pickTool.ts';
import { pathOf } from './prepareCell.ts';
import { debugType, type LaunchArguments, type PendingList, request } from './protocol.ts';
import { ResultEditor } from './resultEditor.ts';

/** `toolNames`: what cells can call here. */
export function registerDebugCommands(toolNames: () => readonly string[]): vscode.Disposable {
  const on = vscode.commands.registerCommand;
  const editor = new ResultEditor();
  return vscode.Disposable.from(
    editor,
    new PendingView(),
    on(command.debugCell, (uri: unknown) => debugDocument(uri)),
    on(command.debugSelection, debugSelection),
    on(command.debugRecordedCell, (node: unknown) => debugRecorded(node)),
    on(command.walkRollout, (node: unknown) => walkRollout(node)),
    on(command.stepToEvent, () => withSession(session => session.customRequest(request.step, { until: 'any' }))),
    on(command.stepToYield, () => withSession(session => session.customRequest(request.step, { until: 'yield' }))),
    on(command.stepToCall, () => withSession(session => stepToCall(session, toolNames()))),
    on(command.breakAtCall, () => breakAtCall(toolNames())),
    on(command.actOnPending, (at: unknown) => withSession(session => actOnPending(session, editor, pendingName(at)))),
    on(command.giveResult, (uri: unknown) => editor.give(uri instanceof vscode.Uri ? uri : undefined)),
    ...pendingCommands(editor),
    on(command.waitAsModel, () => withSession(waitAsModel)),
    on(command.terminateAsModel, () => withSession(session => session.customRequest(request.terminate))),
    on(command.waitByItself, () => withSession(session => session.customRequest(request.autoWait, { on: true }))),
    on(command.waitByHand, () => withSession(session => session.customRequest(request.autoWait, { on: false }))),
  );
}

/** On a row of what is pending, or a variable. */
function pendingCommands(editor: ResultEditor): vscode.Disposable[] {
  const act = (id: string, run: (session: vscode.DebugSession, name: string) => Thenable<unknown>) =>
    vscode.commands.registerCommand(id, (at: unknown) =>
      withSession(async session => {
        const name = pendingName(at);
        await (name === undefined ? actOnPending(session, editor) : run(session, name));
      }),
    );
  const send = (id: string, name: string) => act(id, (session, call) => session.customRequest(name, { name: call }));
  const onCall = (id: string, run: (session: vscode.DebugSession, call: PendingCall) => Thenable<unknown>) =>
    act(id, async (session, name) => {
      const { calls }: PendingList = await session.customRequest(request.pending);
      const call = calls.find(each => each.name === name);
      if (call === undefined) throw new Error(vscode.l10n.t('{0} is not pending any more.', name));
      await run(session, call);
    });
  return [
    act(command.deliverNow, deliverNow),
    send(command.deliverNext, request.deliver),
    onCall(command.changeResult, (session, call) => editor.open(session, call)),
    onCall(command.failCall, makeFail),
    send(command.holdCall, request.hold),
    send(command.releaseCall, request.release),
    send(command.cancelCall, request.cancel),
    act(command.fireTimer, fireNow),
  ];
}

async function withSession(act: (session: vscode.DebugSession) => Thenable<unknown>): Promise<void> {
  const session = vscode.debug.activeDebugSession;
  if (session?.type !== debugType) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No cell is being debugged.'));
    return;
  }
  try {
    await act(session);
  } catch (error) {
    void vscode.window.showErrorMessage(messageOf(error));
  }
}

/** `key`: somebody pressed F5, which means a launch configuration where there is one. */
async function debugDocument(argument: unknown): Promise<boolean> {
  if (argument === 'key' && hasConfigurations()) {
    await vscode.commands.executeCommand('workbench.action.debug.start');
    return true;
  }
  const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No cell to debug: open a JavaScript file.'));
    return false;
  }
  return launch(uri, { program: pathOf(uri) });
}

function hasConfigurations(): boolean {
  const configurations = vscode.workspace.getConfiguration('launch').get<unknown>('configurations');
  return Array.isArray(configurations) && configurations.length > 0;
}

async function debugSelection(): Promise<boolean> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return debugDocument(undefined);
  const { document, selection } = editor;
  const { line, character } = selection.start;
  const source = document.getText(selection);
  return launch(document.uri, { program: pathOf(document.uri), source, start: { line, character } });
}

/** A cell of the tree of rollouts. */
async function debugRecorded(argument: unknown): Promise<boolean> {
  const node = argument as Partial<CellNode> | undefined;
  if (node?.kind !== 'cell' || node.bundle === undefined || node.ref === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Choose a cell in the tree of rollouts to debug it.'));
    return false;
  }
  return launch(undefined, { rollout: node.bundle, cell: node.ref.id, stopOnEntry: true });
}

/** A rollout of the tree, or a cell of one to begin at. */
async function walkRollout(argument: unknown): Promise<boolean> {
  const node = argument as { readonly bundle?: unknown; readonly kind?: unknown; readonly ref?: EntityRef } | undefined;
  if (typeof node?.bundle !== 'string') {
    void vscode.window.showInformationMessage(vscode.l10n.t('Choose a rollout in the tree to step through it.'));
    return false;
  }
  const cell = node.kind === 'cell' && node.ref !== undefined ? { cell: node.ref.id } : {};
  return launch(undefined, { rollout: node.bundle, walk: true, ...cell });
}

function launch(uri: vscode.Uri | undefined, args: LaunchArguments): Thenable<boolean> {
  const folder = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  return vscode.debug.startDebugging(folder, {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Debug Cell'),
    ...args,
  });
}

let lastTool = '';

async function stepToCall(session: vscode.DebugSession, known: readonly string[]): Promise<void> {
  const tool = await pickTool(vscode.l10n.t('Step to the next call of which tool?'), known, lastTool);
  if (tool === undefined) return;
  lastTool = tool;
  await session.customRequest(request.step, { until: 'call', tool });
}

/** A function breakpoint, under a name that nobody has to know. */
async function breakAtCall(known: readonly string[]): Promise<void> {
  const tool = await pickTool(vscode.l10n.t('Stop at every call of which tool?'), known);
  if (tool !== undefined) vscode.debug.addBreakpoints([new vscode.FunctionBreakpoint(tool)]);
}

async function waitAsModel(session: vscode.DebugSession): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('For how long does the model wait, in milliseconds?'),
    value: '10000',
    validateInput: value => (/^\d+$/.test(value) ? undefined : vscode.l10n.t('A whole number of milliseconds')),
  });
  if (text !== undefined) await session.customRequest(request.wait, { yieldTimeMs: Number(text) });
}
