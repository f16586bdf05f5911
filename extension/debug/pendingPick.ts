/**
 * What a person can do to a pending call or timer of the stopped cell, by picks.
 */

import * as vscode from 'vscode';
import { type PendingList, request } from './protocol.ts';

type Call = PendingList['calls'][number];
type Timer = PendingList['timers'][number];

interface Action extends vscode.QuickPickItem {
  run(): Thenable<void>;
}

/** Undefined when the person turned away. */
export async function actOnPending(session: vscode.DebugSession): Promise<void> {
  const pending: PendingList = await session.customRequest(request.pending);
  const items = [
    ...pending.calls.map(call => ({
      label: call.name,
      description: callText(call),
      actions: () => callActions(session, call),
    })),
    ...pending.timers.map(timer => ({
      label: timer.name,
      description: timerText(timer),
      actions: () => timerActions(session, timer),
    })),
  ];
  if (items.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The cell waits for no call and no timer.'));
    return;
  }
  const title = vscode.l10n.t('Pending Calls and Timers');
  const picked = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title });
  if (picked === undefined) return;
  const action = await vscode.window.showQuickPick(picked.actions(), {
    title: `${picked.label}: ${picked.description}`,
  });
  await action?.run();
}

function callActions(session: vscode.DebugSession, call: Call): Action[] {
  const send = (name: string, args: object = {}) => session.customRequest(name, { name: call.name, ...args });
  const deliver: Action = {
    label: vscode.l10n.t('Deliver Now'),
    detail: vscode.l10n.t('Gives the cell this result and stops again'),
    async run() {
      await send(request.deliver);
      await session.customRequest(request.step, { until: 'delivery' });
    },
  };
  const change: Action = {
    label: vscode.l10n.t('Change the Result…'),
    detail: vscode.l10n.t('JSON that the cell gets in place of what the tool answers'),
    async run() {
      const text = await askJson(call.failed ? '' : (call.result ?? ''));
      if (text !== undefined) await send(request.answer, { value: JSON.parse(text) });
    },
  };
  const fail: Action = {
    label: vscode.l10n.t('Make It Fail…'),
    async run() {
      const error = await vscode.window.showInputBox({
        title: vscode.l10n.t('What the call fails with'),
        value: call.failed ? (call.result ?? '') : '',
        ignoreFocusOut: true,
      });
      if (error !== undefined && error !== '') await send(request.answer, { error });
    },
  };
  const hold: Action = { label: vscode.l10n.t('Hold It Back'), run: () => send(request.hold) };
  const release: Action = { label: vscode.l10n.t('Hold It Back No Longer'), run: () => send(request.release) };
  const cancel: Action = { label: vscode.l10n.t('Cancel the Call'), run: () => send(request.cancel) };
  const keep = call.state === 'held' ? release : hold;
  return call.state === 'open' ? [change, fail, keep, cancel] : [deliver, change, fail, keep];
}

function timerActions(session: vscode.DebugSession, timer: Timer): Action[] {
  return [
    {
      label: vscode.l10n.t('Fire Now'),
      detail: vscode.l10n.t('Runs the timer and stops again'),
      async run() {
        await session.customRequest(request.fire, { name: timer.name });
        await session.customRequest(request.step, { until: 'delivery' });
      },
    },
    {
      label: vscode.l10n.t('Fire Next'),
      run: () => session.customRequest(request.fire, { name: timer.name }),
    },
  ];
}

function askJson(value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Result as JSON'),
    value,
    ignoreFocusOut: true,
    validateInput(text) {
      try {
        JSON.parse(text);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  });
}

function callText({ tool, state, ageMs }: Call): string {
  const age = `${(ageMs / 1_000).toFixed(1)} s`;
  switch (state) {
    case 'open':
      return vscode.l10n.t('{0}, open for {1}', tool, age);
    case 'ready':
      return vscode.l10n.t('{0}, has its result', tool);
    case 'held':
      return vscode.l10n.t('{0}, held back', tool);
  }
}

function timerText({ ms, leftMs, due }: Timer): string {
  return due ? vscode.l10n.t('{0} ms, due', ms) : vscode.l10n.t('{0} ms, {1} ms left', ms, leftMs);
}
