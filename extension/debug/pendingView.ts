/**
 * What the debugged cell waits for, and whether the model waits for it, as a view of its own beside the variables; what
 * can be done to each stands on its row.
 *
 * Invariant: it shows the active session of a cell that runs here, and nothing of a rollout that is merely walked.
 */

import * as vscode from 'vscode';
import { Newest } from '../base/newest.ts';
import { command, contextKey, view } from '../ids.ts';
import { Pulse } from '../rollouts/pulse.ts';
import { callText, type PendingCall, type PendingTimer, timerText } from './pendingActions.ts';
import { debugType, type PendingList, request } from './protocol.ts';

type Row =
  | { readonly kind: 'model'; readonly observed: boolean; readonly autoWait: boolean }
  | { readonly kind: 'call'; readonly name: string; readonly call: PendingCall }
  | { readonly kind: 'timer'; readonly name: string; readonly timer: PendingTimer };

/** How soon the view follows, ms: a busy cell calls many times a second. */
const followMs = 100;

export class PendingView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #pulse = new Pulse(followMs, () => void this.#follow());
  readonly #view: vscode.TreeView<Row>;
  readonly #registered: vscode.Disposable;
  readonly #stopped = new Set<string>();
  readonly #newest = new Newest();
  #rows: Row[] = [];
  /** The editor keeps views of others closed among those of its debugger; once is enough to be found. */
  #found = false;

  constructor() {
    this.#view = vscode.window.createTreeView(view.pending, { treeDataProvider: this });
    this.#registered = vscode.Disposable.from(
      this.#changes,
      this.#pulse,
      this.#view,
      vscode.debug.onDidChangeActiveDebugSession(() => this.#pulse.changed()),
      vscode.debug.registerDebugAdapterTrackerFactory(debugType, {
        createDebugAdapterTracker: session => ({
          onDidSendMessage: (message: unknown) => this.#heard(session, message),
          onWillStopSession: () => this.#pulse.changed(),
        }),
      }),
    );
  }

  dispose(): void {
    this.#registered.dispose();
  }

  getChildren(row?: Row): Row[] {
    return row === undefined ? this.#rows : [];
  }

  /** Needed to reveal a row. */
  getParent(): undefined {
    return undefined;
  }

  getTreeItem(row: Row): vscode.TreeItem {
    switch (row.kind) {
      case 'model':
        return modelItem(row);
      case 'call':
        return withActions(callItem(row.call), row.name);
      case 'timer':
        return withActions(timerItem(row.timer), row.name);
    }
  }

  #heard(session: vscode.DebugSession, message: unknown): void {
    const { type, event } = message as { readonly type?: string; readonly event?: string };
    if (type !== 'event') return;
    if (event === 'stopped') this.#stopped.add(session.id);
    if (event === 'continued' || event === 'terminated') this.#stopped.delete(session.id);
    this.#pulse.changed();
  }

  async #follow(): Promise<void> {
    const session = vscode.debug.activeDebugSession;
    const isNews = this.#newest.ask();
    const pending = await pendingOf(session);
    // A session that is just ending may answer after the one that follows it.
    if (!isNews()) return;
    const set = (key: string, value: boolean) => void vscode.commands.executeCommand('setContext', key, value);
    set(contextKey.debugsCell, pending !== undefined);
    set(contextKey.modelWaits, pending?.observed === true);
    const runs = session !== undefined && !this.#stopped.has(session.id);
    this.#view.message = runs ? vscode.l10n.t('The cell runs. Pause it to act on what it waits for.') : '';
    this.#rows = pending === undefined ? [] : rowsOf(pending);
    this.#changes.fire();
    if (!runs) this.#show();
  }

  #show(): void {
    const [first] = this.#rows;
    if (this.#found || first === undefined) return;
    this.#found = true;
    this.#view.reveal(first, { select: false, focus: false }).then(undefined, () => {
      this.#found = false;
      // Rows that were replaced meanwhile cannot be revealed; those in their place can.
      if (this.#rows[0] !== first) this.#show();
    });
  }
}

/** Undefined when no cell is being debugged. */
async function pendingOf(session: vscode.DebugSession | undefined): Promise<PendingList | undefined> {
  if (session?.type !== debugType || session.configuration.walk === true) return undefined;
  try {
    return await session.customRequest(request.pending);
  } catch {
    return undefined;
  }
}

function rowsOf({ calls, timers, observed, autoWait }: PendingList): Row[] {
  return [
    { kind: 'model', observed, autoWait },
    ...calls.map(call => ({ kind: 'call', name: call.name, call }) as const),
    ...timers.map(timer => ({ kind: 'timer', name: timer.name, timer }) as const),
  ];
}

function modelItem({ observed, autoWait }: { observed: boolean; autoWait: boolean }): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Model'));
  item.id = 'model';
  item.description = observed ? vscode.l10n.t('waits for the cell') : vscode.l10n.t('does not wait; the cell runs on');
  item.tooltip = autoWait
    ? vscode.l10n.t('Whenever the cell yields, the model waits for it anew, by itself.')
    : vscode.l10n.t('When the cell yields, the model waits again only when you say so.');
  item.iconPath = new vscode.ThemeIcon(observed ? 'eye' : 'eye-closed');
  item.contextValue = `model:${observed ? 'waits' : 'idle'}:${autoWait ? 'itself' : 'hand'}`;
  return item;
}

const callIcons = { open: 'clock', ready: 'check', held: 'debug-pause' } as const;

function callItem(call: PendingCall): vscode.TreeItem {
  const item = new vscode.TreeItem(call.name);
  const input = JSON.stringify(call.input);
  item.description = `${callText(call)} · ${input}`;
  const failed = call.state === 'ready' && call.failed === true;
  item.iconPath = new vscode.ThemeIcon(failed ? 'error' : callIcons[call.state]);
  item.contextValue = `call:${call.state}`;
  const tooltip = new vscode.MarkdownString();
  tooltip.appendCodeblock(`${call.tool}(${shortened(input)})`, 'javascript');
  if (call.result !== undefined) tooltip.appendCodeblock(shortened(call.result), call.failed ? 'text' : 'json');
  item.tooltip = tooltip;
  return item;
}

function timerItem(timer: PendingTimer): vscode.TreeItem {
  const item = new vscode.TreeItem(timer.name);
  item.description = timerText(timer);
  item.iconPath = new vscode.ThemeIcon('watch');
  item.contextValue = 'timer';
  return item;
}

function withActions(item: vscode.TreeItem, name: string): vscode.TreeItem {
  item.id = name;
  item.command = {
    title: vscode.l10n.t('Pending Calls and Timers'),
    command: command.actOnPending,
    arguments: [{ name }],
  };
  return item;
}

/** A tooltip is read at a glance. */
function shortened(text: string): string {
  return text.length > 1_000 ? `${text.slice(0, 1_000)} …` : text;
}
