/**
 * Addresses of documents that a person renames or moves in the editor.
 */

import * as vscode from 'vscode';
import { type Moved, movedBy } from './movedBy.ts';

/** Tells where documents are after somebody has renamed or moved files. */
export function onDidMoveDocuments(take: (moved: Moved) => void): vscode.Disposable {
  return vscode.workspace.onDidRenameFiles(({ files }) => {
    take(movedBy(files.map(({ oldUri, newUri }) => [oldUri.toString(), newUri.toString()])));
  });
}

export function movedUri(uri: vscode.Uri, moved: Moved): vscode.Uri {
  return vscode.Uri.parse(moved(uri.toString()));
}
