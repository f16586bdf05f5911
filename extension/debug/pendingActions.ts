/**
 * What a person can do to one pending call or timer of the debugged cell.
 *
 * The same actions stand in the view of what is pending, beside the variables and behind a picker; all of them end here.
 */

import * as vscode from 'vscode';
import { durationText } from '../cells/outputText.ts';
import { type PendingList, request } from './protocol.ts';
import type { ResultEditor } from './resultEditor.ts';

export type PendingCall = PendingList['calls'][number];
export type PendingTimer = PendingList['timers'][number];

export interface PendingAction {
  readonly label: string;
  readonly detail?: string;
  run(): Thenable<unknown>;
}

export function callActions(session: vscode.DebugSession, call: PendingCall, editor: ResultEditor): PendingAction[] {
  const send = (name: string) => () => session.customRequest(name, { name: call.name });
  const deliver: PendingAction = {
    label: vscode.l10n.t('Deliver Now'),
    detail: vscode.l10n.t('Gives the cell this result and stops again'),
    run: () => deliverNow(session, call.name),
  };
  const next: PendingAction = {
    label: vscode.l10n.t('Deliver Next'),
    detail: vscode.l10n.t('Puts it before what else has arrived; the cell stays where it is'),
    run: send(request.deliver),
  };
  const change: PendingAction = {
    label: vscode.l10n.t('Change the Result…'),
    detail: vscode.l10n.t('Opens an editor for the JSON that the cell gets in place of what the tool answers'),
    run: () => editor.open(session, call),
  };
  const fail: PendingAction = { label: vscode.l10n.t('Make It Fail…'), run: () => makeFail(session, call) };
  const hold: PendingAction = { label: vscode.l10n.t('Hold It Back'), run: send(request.hold) };
  const release: PendingAction = { label: vscode.l10n.t('Hold It Back No Longer'), run: send(request.release) };
  const cancel: PendingAction = { label: vscode.l10n.t('Cancel the Call'), run: send(request.cancel) };
  switch (call.state) {
    case 'open':
      return [change, fail, hold, cancel];
    case 'ready':
      return [deliver, next, change, fail, hold];
    case 'held':
      return [release, change, fail];
  }
}

export function timerActions(session: vscode.DebugSession, timer: PendingTimer): PendingAction[] {
  return [
    {
      label: vscode.l10n.t('Fire Now'),
      detail: vscode.l10n.t('Runs the timer and stops again'),
      run: () => fireNow(session, timer.name),
    },
    {
      label: vscode.l10n.t('Fire Next'),
      run: () => session.customRequest(request.fire, { name: timer.name }),
    },
  ];
}

export async function deliverNow(session: vscode.DebugSession, name: string): Promise<void> {
  await session.customRequest(request.deliver, { name });
  await session.customRequest(request.step, { until: 'delivery' });
}

export async function fireNow(session: vscode.DebugSession, name: string): Promise<void> {
  await session.customRequest(request.fire, { name });
  await session.customRequest(request.step, { until: 'delivery' });
}

/** Asks for the error. */
export async function makeFail(session: vscode.DebugSession, call: PendingCall): Promise<void> {
  const error = await vscode.window.showInputBox({
    title: vscode.l10n.t('What the call fails with'),
    value: call.failed ? (call.result ?? '') : '',
    ignoreFocusOut: true,
  });
  if (error !== undefined && error !== '') await session.customRequest(request.answer, { name: call.name, error });
}

/** What a row of the view, or a variable, says it stands for: `tool-3`, `timer-1`. */
export function pendingName(argument: unknown): string | undefined {
  const { name, variable } = (argument ?? {}) as { readonly name?: unknown; readonly variable?: { name?: unknown } };
  const found = variable?.name ?? name;
  return typeof found === 'string' && /^(tool|timer)-\d+$/.test(found) ? found : undefined;
}

export function callText({ tool, state, failed, ageMs }: PendingCall): string {
  switch (state) {
    case 'open':
      return vscode.l10n.t('{0}, open for {1}', tool, durationText(ageMs));
    case 'ready':
      return failed ? vscode.l10n.t('{0}, has failed', tool) : vscode.l10n.t('{0}, has its result', tool);
    case 'held':
      return vscode.l10n.t('{0}, held back', tool);
  }
}

export function timerText({ ms, leftMs, due }: PendingTimer): string {
  const whole = durationText(ms);
  return due ? vscode.l10n.t('{0}, due', whole) : vscode.l10n.t('{0}, {1} left', whole, durationText(leftMs));
}
