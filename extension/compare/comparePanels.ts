/**
 * Comparisons as editor tabs: one for each pair of rollouts, there again after the window was reloaded.
 */

import * as vscode from 'vscode';
import { isRecord } from '../../runtime/base/json.ts';
import type { Side } from '../../runtime/viewer/compare/comparison.ts';
import type { Log } from '../base/log.ts';
import { panel as panelId } from '../ids.ts';
import { startText, tabTitle } from '../rollouts/rolloutTitle.ts';
import { fillPage } from '../viewer/fillPage.ts';
import type { RolloutLender, RolloutPanels } from '../viewer/rolloutPanels.ts';
import { CompareHost } from './compareHost.ts';

type Pair = Readonly<Record<Side, string>>;

export interface ComparePanelParts {
  readonly extensionUri: vscode.Uri;
  readonly lender: RolloutLender;
  readonly panels: RolloutPanels;
  readonly log: Log;
}

export class ComparePanels implements vscode.Disposable {
  readonly #parts: ComparePanelParts;
  readonly #shown = new Map<string, vscode.WebviewPanel>();
  readonly #serializer: vscode.Disposable;

  constructor(parts: ComparePanelParts) {
    this.#parts = parts;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(panelId.compare, {
      deserializeWebviewPanel: async (panel, state) => {
        const pair = pairIn(state);
        if (pair) this.#fill(panel, pair);
        else panel.dispose();
      },
    });
  }

  open(pair: Pair): void {
    const known = this.#shown.get(keyOf(pair));
    if (known) {
      known.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      panelId.compare,
      vscode.l10n.t('Compare Rollouts'),
      vscode.ViewColumn.Active,
    );
    this.#fill(panel, pair);
  }

  dispose(): void {
    this.#serializer.dispose();
    for (const panel of [...this.#shown.values()]) panel.dispose();
  }

  #fill(panel: vscode.WebviewPanel, pair: Pair): void {
    const { extensionUri, lender, panels, log } = this.#parts;
    const { webview } = panel;
    const rollouts = { left: lender.borrow(pair.left), right: lender.borrow(pair.right) };
    const host = new CompareHost({
      rollouts,
      post: message => {
        if (message.type === 'comparison') {
          const { left, right } = rollouts;
          panel.title = vscode.l10n.t('{0} ↔ {1}', tabTitle(left.header.title), tabTitle(right.header.title));
        }
        void webview.postMessage(message);
      },
      nothing: vscode.l10n.t('There is nothing to compare yet.'),
      titleOf: ({ graph, header }) => {
        const began = graph ? `${startText(graph.started_at_unix_ms, vscode.env.language)} · ` : '';
        return `${began}${header.title}`;
      },
      show: (rollout, ref) => panels.open(rollout.bundle, vscode.ViewColumn.Beside).reveal(ref),
      refused: message =>
        log.warn(`a comparison sent what nobody understands: ${JSON.stringify(message)?.slice(0, 200)}`),
    });
    this.#shown.set(keyOf(pair), panel);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      this.#shown.delete(keyOf(pair));
      host.dispose();
      lender.giveBack(rollouts.left);
      lender.giveBack(rollouts.right);
    });
    fillPage(webview, extensionUri, {
      name: 'compare',
      title: vscode.l10n.t('Compare Rollouts'),
      receive: message => host.receive(message),
    });
  }
}

const keyOf = ({ left, right }: Pair): string => JSON.stringify([left, right]);

function pairIn(state: unknown): Pair | undefined {
  if (!isRecord(state) || typeof state.left !== 'string' || typeof state.right !== 'string') return undefined;
  return { left: state.left, right: state.right };
}
