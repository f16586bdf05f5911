/**
 * Cells' documents that are renamed, moved or deleted: what is known of their runs goes along with them, and nothing
 * leads to where no file is any more.
 */

import * as vscode from 'vscode';
import type { CellProblems } from './cellProblems.ts';
import { isAtOrBelow } from './movedBy.ts';
import { onDidMoveDocuments } from './movedUri.ts';
import type { Sessions } from './sessions.ts';

export function registerMovedDocuments(sessions: Sessions, problems: CellProblems): vscode.Disposable {
  // A file may also be deleted by another program.
  const watcher = vscode.workspace.createFileSystemWatcher('**/*', true, true, false);
  /** What is being moved now is told as deleted as well, before or after it is told as moved. */
  let moving: readonly string[] = [];
  return vscode.Disposable.from(
    watcher,
    watcher.onDidDelete(async uri => {
      // Most of what is deleted, such as a folder of packages, is nothing to us.
      if (!problems.hasWithin(uri) || moving.some(place => isAtOrBelow(uri.toString(), place))) return;
      // It is told late: there may be a file of that name again.
      if (!(await exists(uri))) problems.deleted(uri);
    }),
    // And in the editor, which tells it at once.
    vscode.workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) problems.deleted(uri);
    }),
    vscode.workspace.onWillRenameFiles(({ files }) => {
      moving = files.map(({ oldUri }) => oldUri.toString());
    }),
    onDidMoveDocuments(moved => {
      moving = [];
      sessions.moveSources(moved);
      problems.move(moved);
    }),
  );
}

function exists(uri: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
