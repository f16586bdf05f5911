/**
 * The lenses above a cell file: run it, and what became of its last run.
 *
 * The language of the file stays JavaScript, so it is found by its name.
 */

import * as vscode from 'vscode';
import { cellFilePattern, command } from '../ids.ts';
import type { CellHandle } from './cellSession.ts';
import { ageText, phaseIcon, phaseText } from './cellText.ts';
import type { Sessions } from './sessions.ts';

export function registerCellLens(sessions: Sessions): vscode.Disposable {
  const changes = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changes.event,
    provideCodeLenses: document => lensesOf(document, lastRunOf(sessions, document.uri)),
  };
  return vscode.Disposable.from(
    changes,
    sessions.onDidChangeCell(() => changes.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changes.fire()),
    vscode.languages.registerCodeLensProvider({ pattern: cellFilePattern }, provider),
  );
}

function lastRunOf(sessions: Sessions, uri: vscode.Uri): CellHandle | undefined {
  return sessions.allCells.findLast(({ owner, cell }) => owner.sourceOf(cell)?.origin?.uri === uri.toString());
}

function lensesOf(document: vscode.TextDocument, last: CellHandle | undefined): vscode.CodeLens[] {
  const line = new vscode.Range(0, 0, 0, 0);
  const lens = (title: string, id: string, ...args: unknown[]) =>
    new vscode.CodeLens(line, { title, command: id, arguments: args });
  if (!vscode.workspace.isTrusted) {
    return [lens(vscode.l10n.t('$(shield) Trust this workspace to run cells'), 'workbench.trust.manage')];
  }
  const lenses = [
    lens(vscode.l10n.t('$(play) Run cell'), command.runCell, document.uri),
    lens(vscode.l10n.t('$(debug-alt) Debug'), command.debugCell, document.uri),
  ];
  if (!last) return lenses;
  const { cell } = last;
  const state = `$(${phaseIcon(cell.phase)}) ${vscode.l10n.t('cell {0}', cell.cellId)} ${phaseText(cell.phase)}`;
  if (cell.phase === 'finished') {
    lenses.push(lens(state, command.waitOnCell, last));
  } else if (cell.live) {
    lenses.push(lens(state, command.showCellOutput, last));
    // Whoever started a cell that has not yielded still waits for it.
    if (cell.phase === 'yielded') lenses.push(lens(vscode.l10n.t('Wait…'), command.waitOnCell, last));
    lenses.push(lens(vscode.l10n.t('Terminate'), command.terminateCell, last));
  } else {
    lenses.push(lens(`${state}, ${ageText(cell)}`, command.showCellOutput, last));
  }
  return lenses;
}
