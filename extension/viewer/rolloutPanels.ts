/**
 * The viewer as an editor tab: a panel with a title of its own, and the custom editor behind `trace.jsonl`.
 *
 * A custom editor's tab is always called `trace.jsonl`, so everything that opens a rollout on purpose makes a panel; the
 * custom editor is for whoever opens the file itself.
 */

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../../runtime/base/json.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { customEditor, panel as panelId } from '../ids.ts';
import { tabTitle } from '../rollouts/rolloutTitle.ts';
import { attachViewer } from './attachViewer.ts';
import type { OpenRollout } from './openRollout.ts';
import type { ViewerActions, ViewerHost } from './viewerHost.ts';

const panelType = panelId.rollout;

/** Opens a bundle for a viewer; the viewer gives it back when it closes. */
export interface RolloutLender {
  borrow(bundle: string): OpenRollout;
  giveBack(rollout: OpenRollout): void;
}

interface Shown {
  readonly panel: vscode.WebviewPanel;
  readonly host: ViewerHost;
  readonly bundle: string;
}

export class RolloutPanels implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #actions: ViewerActions;
  readonly #lender: RolloutLender;
  readonly #shown = new Set<Shown>();
  readonly #registrations: vscode.Disposable;

  constructor(extensionUri: vscode.Uri, actions: ViewerActions, lender: RolloutLender) {
    this.#extensionUri = extensionUri;
    this.#actions = actions;
    this.#lender = lender;
    this.#registrations = vscode.Disposable.from(
      vscode.window.registerCustomEditorProvider(customEditor.rollout, this.#editorProvider(), {
        supportsMultipleEditorsPerDocument: true,
      }),
      vscode.window.registerWebviewPanelSerializer(panelType, {
        deserializeWebviewPanel: async (panel, state) => {
          const bundle = bundleIn(state);
          if (bundle === undefined) panel.dispose();
          else this.#fill(panel, bundle, true);
        },
      }),
    );
  }

  /** Shows the bundle in a panel, the one that shows it already if there is one. */
  open(bundle: string, column: vscode.ViewColumn = vscode.ViewColumn.Active): ViewerHost {
    const known = [...this.#shown].find(each => each.bundle === bundle && each.panel.viewType.endsWith(panelType));
    if (known) {
      known.panel.reveal();
      return known.host;
    }
    const panel = vscode.window.createWebviewPanel(panelType, vscode.l10n.t('Rollout'), column);
    return this.#fill(panel, bundle, true);
  }

  /** Makes sure that a tab shows the bundle, without taking the focus from where it is. */
  openBeside(bundle: string): void {
    if ([...this.#shown].some(each => each.bundle === bundle)) return;
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#fill(vscode.window.createWebviewPanel(panelType, vscode.l10n.t('Rollout'), place), bundle, true);
  }

  /** Shows an object in every tab that shows its bundle. */
  reveal(bundle: string, ref: EntityRef): void {
    for (const { host, bundle: shown } of this.#shown) if (shown === bundle) host.reveal(ref);
  }

  /** Bundle of the viewer that has the focus among editors. */
  get activeBundle(): string | undefined {
    return [...this.#shown].find(each => each.panel.active)?.bundle;
  }

  dispose(): void {
    this.#registrations.dispose();
    for (const { panel } of [...this.#shown]) panel.dispose();
  }

  #editorProvider(): vscode.CustomReadonlyEditorProvider {
    return {
      openCustomDocument: uri => ({ uri, dispose: () => {} }),
      resolveCustomEditor: (document, panel) => {
        this.#fill(panel, dirname(document.uri.fsPath), false);
      },
    };
  }

  #fill(panel: vscode.WebviewPanel, bundle: string, ownTitle: boolean): ViewerHost {
    const rollout = this.#lender.borrow(bundle);
    const host = attachViewer(panel, this.#extensionUri, this.#actions);
    const shown: Shown = { panel, host, bundle };
    this.#shown.add(shown);
    const title = () => {
      if (ownTitle) panel.title = tabTitle(rollout.header.title) || vscode.l10n.t('Rollout');
    };
    const changes = rollout.onDidChange(change => {
      if (change.type === 'header') title();
    });
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    title();
    panel.onDidChangeViewState(() => host.visibilityChanged());
    panel.onDidDispose(() => {
      this.#shown.delete(shown);
      changes.dispose();
      host.dispose();
      this.#lender.giveBack(rollout);
    });
    host.show(rollout);
    return host;
  }
}

/** The page keeps views by bundle, the latest last; a panel only ever shows one. */
function bundleIn(state: unknown): string | undefined {
  const views = isRecord(state) && Array.isArray(state.views) ? state.views : [];
  const latest: unknown = views.at(-1);
  return Array.isArray(latest) && typeof latest[0] === 'string' ? latest[0] : undefined;
}
