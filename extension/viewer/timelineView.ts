/**
 * The timeline in the side bar or the panel: shows the session that runs, or the rollout somebody chose.
 */

import * as vscode from 'vscode';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { view } from '../ids.ts';
import { attachViewer } from './attachViewer.ts';
import type { OpenRollout } from './openRollout.ts';
import type { ViewerActions, ViewerHost } from './viewerHost.ts';

export class TimelineView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #actions: ViewerActions;
  readonly #registration: vscode.Disposable;
  readonly #shown = new vscode.EventEmitter<OpenRollout | null>();
  #view: vscode.WebviewView | undefined;
  #host: ViewerHost | undefined;
  #rollout: OpenRollout | null = null;
  #header: { dispose(): void } | undefined;

  /** Fires when another rollout is shown. */
  readonly onDidShow = this.#shown.event;

  constructor(extensionUri: vscode.Uri, actions: ViewerActions) {
    this.#extensionUri = extensionUri;
    this.#actions = actions;
    this.#registration = vscode.window.registerWebviewViewProvider(view.timeline, this);
  }

  get rollout(): OpenRollout | null {
    return this.#rollout;
  }

  get visible(): boolean {
    return this.#view?.visible === true;
  }

  resolveWebviewView(webviewView: vscode.WebviewView): void {
    this.#view = webviewView;
    const host = attachViewer(webviewView, this.#extensionUri, this.#actions);
    this.#host = host;
    webviewView.onDidChangeVisibility(() => host.visibilityChanged());
    webviewView.onDidDispose(() => {
      host.dispose();
      if (this.#host === host) this.#host = undefined;
      if (this.#view === webviewView) this.#view = undefined;
    });
    host.show(this.#rollout);
    this.#describe();
  }

  /** Shows a rollout without moving the focus or opening the view. */
  show(rollout: OpenRollout | null): void {
    if (rollout === this.#rollout) return;
    this.#rollout = rollout;
    this.#header?.dispose();
    this.#header = rollout?.onDidChange(change => {
      if (change.type === 'header') this.#describe();
    });
    this.#host?.show(rollout);
    this.#describe();
    this.#shown.fire(rollout);
  }

  reveal(ref: EntityRef): void {
    this.#host?.reveal(ref);
  }

  /** Opens the view where the person has put it. */
  async open(preserveFocus = false): Promise<void> {
    if (this.#view) this.#view.show(preserveFocus);
    else await vscode.commands.executeCommand(`${view.timeline}.focus`);
  }

  dispose(): void {
    this.#header?.dispose();
    this.#host?.dispose();
    this.#registration.dispose();
    this.#shown.dispose();
  }

  #describe(): void {
    if (!this.#view) return;
    const header = this.#rollout?.header;
    this.#view.description = header?.title ?? '';
    const live = header?.liveCells.length ?? 0;
    const tooltip = live === 1 ? vscode.l10n.t('1 live cell') : vscode.l10n.t('{0} live cells', live);
    this.#view.badge = live > 0 ? { value: live, tooltip } : undefined;
  }
}
