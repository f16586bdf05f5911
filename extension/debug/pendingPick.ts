/**
 * What is pending as a picker, and behind each line what can be done to it.
 */

import * as vscode from 'vscode';
import { callActions, callText, type PendingAction, timerActions, timerText } from './pendingActions.ts';
import { type PendingList, request } from './protocol.ts';
import type { ResultEditor } from './resultEditor.ts';

interface Line extends vscode.QuickPickItem {
  readonly actions: () => PendingAction[];
}

/** `name`: goes straight to the actions of this call or timer. */
export async function actOnPending(session: vscode.DebugSession, editor: ResultEditor, name?: string): Promise<void> {
  const lines = linesOf(session, await session.customRequest(request.pending), editor);
  if (lines.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The cell waits for no call and no timer.'));
    return;
  }
  const title = vscode.l10n.t('Pending Calls and Timers');
  const named = name === undefined && lines.length === 1 ? lines[0] : lines.find(line => line.label === name);
  const picked = named ?? (await vscode.window.showQuickPick(lines, { title }));
  if (picked === undefined) return;
  const action = await vscode.window.showQuickPick(picked.actions(), {
    title: `${picked.label}: ${picked.description}`,
  });
  await action?.run();
}

function linesOf(session: vscode.DebugSession, { calls, timers }: PendingList, editor: ResultEditor): Line[] {
  return [
    ...calls.map(call => ({
      label: call.name,
      description: callText(call),
      actions: () => callActions(session, call, editor),
    })),
    ...timers.map(timer => ({
      label: timer.name,
      description: timerText(timer),
      actions: () => timerActions(session, timer),
    })),
  ];
}
