/** Asks for the name of a tool: one of those that cells have here, or another, as recorded cells may. */

import * as vscode from 'vscode';

/** Undefined when the person turned away. */
export function pickTool(title: string, known: readonly string[], before = ''): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick();
  picker.title = title;
  picker.placeholder = vscode.l10n.t('Name of a tool');
  picker.value = before;
  picker.items = known.map(label => ({ label }));
  return new Promise(resolve => {
    picker.onDidAccept(() => {
      const name = picker.selectedItems[0]?.label ?? picker.value.trim();
      resolve(name === '' ? undefined : name);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    picker.show();
  });
}
