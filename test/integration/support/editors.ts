/**
 * Bringing a document to the front, whatever else opens or closes just then: VS Code gives up on the slower of two
 * editors.
 */

import { type Selection, type TextDocument, type TextEditor, type Uri, window, workspace } from 'vscode';
import { eventually } from './cells.ts';

/** Resolves when the editor is the active one, of which VS Code tells apart from having shown it. */
export async function show(what: TextDocument | Uri): Promise<TextEditor> {
  const document = 'languageId' in what ? what : await workspace.openTextDocument(what);
  for (let tries = 1; ; tries += 1) {
    try {
      await window.showTextDocument(document);
      return await eventually(
        `${document.fileName} in front`,
        () => window.activeTextEditor?.document === document && window.activeTextEditor,
      );
    } catch (error) {
      if (tries === 20 || !String(error).includes('Could NOT open editor')) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}

/** Selects a part of what an editor shows; resolves when the workbench has taken it over, which may tell of an earlier
 * selection in between. */
export async function select(editor: TextEditor, selection: Selection): Promise<void> {
  let told = false;
  const listening = window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
    told ||= textEditor === editor && selections[0]?.isEqual(selection) === true;
  });
  try {
    await eventually('a selection', () => {
      if (!told || !editor.selection.isEqual(selection)) editor.selection = selection;
      return told;
    });
  } finally {
    listening.dispose();
  }
}
