/**
 * The status bar item that counts the cells that live, and the context key that says there are any.
 */

import * as vscode from 'vscode';
import { command, contextKey } from '../ids.ts';
import { ageText, phaseText } from './cellText.ts';
import type { Sessions } from './sessions.ts';

export function registerLiveCellsItem(sessions: Sessions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('cellscope.liveCells', vscode.StatusBarAlignment.Left, 0);
  item.name = vscode.l10n.t('Live cells');
  item.command = command.liveCells;
  let shown = -1;
  const update = () => {
    const live = sessions.liveCells;
    if (live.length !== shown) {
      shown = live.length;
      void vscode.commands.executeCommand('setContext', contextKey.hasLiveCells, shown > 0);
    }
    if (shown === 0) return item.hide();
    const text = shown === 1 ? vscode.l10n.t('1 live cell') : vscode.l10n.t('{0} live cells', shown);
    const ended = live.filter(({ cell }) => cell.phase === 'finished').length;
    item.text = ended > 0 ? `$(pulse) ${text} $(inbox) ${ended}` : `$(pulse) ${text}`;
    const lines = live.map(
      ({ cell }) => `- ${vscode.l10n.t('Cell {0}', cell.cellId)}: ${phaseText(cell.phase)}, ${ageText(cell)}`,
    );
    item.tooltip = new vscode.MarkdownString([...lines, '', vscode.l10n.t('Click to wait or terminate.')].join('\n'));
    item.accessibilityInformation = { label: vscode.l10n.t('{0}: wait or terminate', text), role: 'button' };
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    sessions.onDidChangeCell(update),
    sessions.onDidChangeSessions(() => update()),
  );
}
