/** The command that opens the samples: cells to run, a garden to run them on, a rollout to look at. */

import * as vscode from 'vscode';
import { messageOf } from '../base/log.ts';
import { command } from '../ids.ts';
import { ownSamples } from './ownSamples.ts';

export function registerSamplesCommand(context: vscode.ExtensionContext): vscode.Disposable {
  return vscode.commands.registerCommand(command.openSamples, async () => {
    const source = context.asAbsolutePath('samples');
    const { version } = context.extension.packageJSON as { version: string };
    try {
      const folder = await ownSamples(source, context.globalStorageUri.fsPath, version);
      // A window with a folder is somebody's work.
      const forceNewWindow = vscode.workspace.workspaceFolders !== undefined;
      await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(folder), { forceNewWindow });
    } catch (error) {
      void vscode.window.showErrorMessage(vscode.l10n.t('The samples cannot be copied: {0}', messageOf(error)));
    }
  });
}
