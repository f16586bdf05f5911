/**
 * Choosing among live cells, and how long to wait.
 */

import * as vscode from 'vscode';
import { plainLabel } from '../base/plainText.ts';
import type { CellHandle } from './cellSession.ts';
import { ageText, phaseIcon, phaseText } from './cellText.ts';
import { durationText } from './outputText.ts';
import type { Sessions } from './sessions.ts';

/** A cell named by a menu, a lens or the timeline; anything unclear is undefined. */
export function cellOf(sessions: Sessions, argument: unknown): CellHandle | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { owner, cell, bundle, cellId } = argument as Partial<CellHandle> & { bundle?: string; cellId?: string };
  return sessions.allCells.findLast(each =>
    owner && cell
      ? each.owner === owner && each.cell.cellId === cell.cellId
      : each.cell.cellId === cellId && (bundle === undefined || each.owner.bundle === bundle),
  );
}

/** The only live cell, or the one that is picked; undefined when there is none or none was picked. */
export async function pickLiveCell(sessions: Sessions, title: string): Promise<CellHandle | undefined> {
  const live = sessions.liveCells;
  if (live.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No cell is live.'));
    return undefined;
  }
  if (live.length === 1) return live[0];
  const items = live.map(handle => ({ ...cellItem(sessions, handle), handle }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.handle;
}

export function cellItem(sessions: Sessions, { owner, cell }: CellHandle): vscode.QuickPickItem {
  const where = sessions.open.length > 1 ? `${owner.name} · ` : '';
  const calls = cell.openCalls > 0 ? ` · ${callsText(cell.openCalls)}` : '';
  return {
    label: `$(${phaseIcon(cell.phase)}) ${vscode.l10n.t('Cell {0}', cell.cellId)}`,
    description: `${where}${phaseText(cell.phase)} · ${ageText(cell)}${calls}`,
    detail: plainLabel(cell.title),
  };
}

function callsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 open call') : vscode.l10n.t('{0} open calls', count);
}

const offeredMs = [1_000, 10_000, 60_000, 300_000];

/** Milliseconds, or `end` for as long as it takes; undefined when the person turned away. */
export async function pickWaitTime(handle: CellHandle, defaultMs: number): Promise<number | 'end' | undefined> {
  const times = [...new Set([defaultMs, ...offeredMs])];
  const items: (vscode.QuickPickItem & { readonly ms: number | 'end' | 'other' })[] = times.map(ms => ({
    label: durationText(ms),
    ...(ms === defaultMs ? { description: vscode.l10n.t('the usual time') } : {}),
    ms,
  }));
  items.push({ label: vscode.l10n.t('Until it ends'), ms: 'end' });
  items.push({ label: vscode.l10n.t('Another time…'), ms: 'other' });
  const title = vscode.l10n.t('Wait on cell {0}: how long?', handle.cell.cellId);
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked?.ms === 'other' ? askWaitTime(title) : picked?.ms;
}

async function askWaitTime(title: string): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Seconds'),
    validateInput: value =>
      secondsOf(value) === undefined ? vscode.l10n.t('Seconds as a number, 0 or more, such as 2.5') : undefined,
  });
  const seconds = text === undefined ? undefined : secondsOf(text);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
}

function secondsOf(text: string): number | undefined {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(value) && value >= 0 && value <= 86_400 ? value : undefined;
}
