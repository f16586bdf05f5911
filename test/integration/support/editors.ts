/**
 * Bringing a document to the front, whatever else opens or closes just then: the output of an earlier cell may, and VS
 * Code gives up on the slower of two editors.
 */

import { type TextDocument, type TextEditor, type Uri, window, workspace } from 'vscode';

export async function show(what: TextDocument | Uri): Promise<TextEditor> {
  const document = 'languageId' in what ? what : await workspace.openTextDocument(what);
  for (let tries = 1; ; tries += 1) {
    try {
      return await window.showTextDocument(document);
    } catch (error) {
      if (tries === 20 || !String(error).includes('Could NOT open editor')) throw error;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }
}
