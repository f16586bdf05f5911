/**
 * Debug configurations that nobody had to write: F5 on a cell file debugs it, and what a `launch.json` leaves out is
 * taken from the active editor.
 */

import * as vscode from 'vscode';
import { cellFileName } from '../ids.ts';
import { pathOf } from './prepareCell.ts';
import { debugType } from './protocol.ts';

export const cellConfigurations: vscode.DebugConfigurationProvider = {
  provideDebugConfigurations: () => [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the editor fills it in
    { type: debugType, request: 'launch', name: vscode.l10n.t('Debug Cell'), program: '${file}' },
  ],
  resolveDebugConfiguration(_folder, configuration) {
    const named = configuration.program ?? configuration.source ?? configuration.rollout;
    if (configuration.type !== undefined && configuration.type !== '' && named !== undefined) return configuration;
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || (document.languageId !== 'javascript' && !cellFileName.test(document.fileName))) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No cell to debug: open a JavaScript file.'));
      return undefined;
    }
    return {
      ...configuration,
      type: debugType,
      request: 'launch',
      name:
        configuration.name === undefined || configuration.name === ''
          ? vscode.l10n.t('Debug Cell')
          : configuration.name,
      program: pathOf(document.uri),
    };
  },
};
