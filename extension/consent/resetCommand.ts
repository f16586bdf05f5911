/** The command that makes every tool ask again, and says so. */
import * as vscode from 'vscode';
import { command } from '../ids.ts';
import type { Approvals } from './approvals.ts';

/** How long the word of it stays in the status bar, ms. */
const shownMs = 4_000;

export function registerResetCommand(approvals: Approvals): vscode.Disposable {
  return vscode.commands.registerCommand(command.resetApprovals, async () => {
    await approvals.reset();
    vscode.window.setStatusBarMessage(vscode.l10n.t('Every tool that writes or runs asks again.'), shownMs);
  });
}
