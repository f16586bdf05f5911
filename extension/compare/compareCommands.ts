/** The commands that compare two rollouts: both picked from a list, or one after the other from the tree. */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { plainLabel } from '../base/plainText.ts';
import { command, contextKey } from '../ids.ts';
import { bundleOf, pickBundle } from '../rollouts/pickBundle.ts';
import type { RolloutList } from '../rollouts/rolloutList.ts';
import type { ComparePanels } from './comparePanels.ts';

export function registerCompareCommands(list: RolloutList, panels: ComparePanels): vscode.Disposable {
  let selected: string | undefined;

  async function compare(argument: unknown, second: unknown): Promise<void> {
    const left = bundleOf(argument) ?? (await pickBundle(list, vscode.l10n.t('Compare: the Left Rollout')));
    if (left === undefined) return;
    const right = bundleOf(second) ?? (await pickBundle(list, vscode.l10n.t('Compare with: the Right Rollout'), left));
    if (right !== undefined) panels.open({ left, right });
  }

  function select(argument: unknown): void {
    selected = bundleOf(argument);
    void vscode.commands.executeCommand('setContext', contextKey.compareSelected, selected !== undefined);
    if (selected === undefined) return;
    const known = list.rollouts.find(({ bundle }) => bundle === selected);
    const name = plainLabel(known?.title ?? basename(selected));
    vscode.window.setStatusBarMessage(vscode.l10n.t('Selected for compare: {0}', name), 3000);
  }

  function compareWithSelected(argument: unknown): void {
    const right = bundleOf(argument);
    if (selected !== undefined && right !== undefined) panels.open({ left: selected, right });
  }

  return vscode.Disposable.from(
    vscode.commands.registerCommand(command.compareRollouts, compare),
    vscode.commands.registerCommand(command.selectForCompare, select),
    vscode.commands.registerCommand(command.compareWithSelected, compareWithSelected),
  );
}
