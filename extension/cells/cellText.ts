/**
 * Words about a cell that several places of the window use alike.
 */

import * as vscode from 'vscode';
import type { CellPhase, CellRecord } from './cellBook.ts';
import { durationText } from './outputText.ts';

export function phaseText(phase: CellPhase): string {
  switch (phase) {
    case 'running':
      return vscode.l10n.t('running');
    case 'yielded':
      return vscode.l10n.t('runs on');
    case 'finished':
      return vscode.l10n.t('has ended, output to collect');
    case 'terminating':
      return vscode.l10n.t('terminating');
    case 'completed':
      return vscode.l10n.t('completed');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'terminated':
      return vscode.l10n.t('terminated');
  }
}

export function phaseIcon(phase: CellPhase): string {
  switch (phase) {
    case 'running':
      return 'sync~spin';
    case 'yielded':
      return 'clock';
    case 'finished':
      return 'inbox';
    case 'terminating':
      return 'debug-stop';
    case 'completed':
      return 'check';
    case 'failed':
      return 'error';
    case 'terminated':
      return 'circle-slash';
  }
}

/** How long a cell has been running, or ran. */
export function ageText(cell: CellRecord): string {
  return durationText((cell.endedAtMs ?? Date.now()) - cell.startedAtMs);
}
