/**
 * Which folder a cell runs in: the workspace folder of its document, else the folder its file is in, else one that is picked.
 */

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { CellPlace } from './sessions.ts';

/** No folder is open and no file is saved: cells run, but have nothing their tools could work in. */
const nowhere: CellPlace = { key: '', name: 'Cellscope' };

function placeOfFolder(folder: vscode.WorkspaceFolder): CellPlace {
  const root = folder.uri.scheme === 'file' ? { root: folder.uri.fsPath } : {};
  return { key: folder.uri.toString(), name: folder.name, ...root };
}

export function placeOfDocument(uri: vscode.Uri): CellPlace | undefined {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder) return placeOfFolder(folder);
  if (uri.scheme !== 'file') return undefined;
  const root = dirname(uri.fsPath);
  return { key: vscode.Uri.file(root).toString(), name: root, root };
}

/** For text that stands in no folder; undefined when the person turned away from the pick. */
export async function pickPlace(): Promise<CellPlace | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [only] = folders;
  if (only === undefined) return nowhere;
  if (folders.length === 1) return placeOfFolder(only);
  const active = vscode.window.activeTextEditor?.document.uri;
  const here = active ? vscode.workspace.getWorkspaceFolder(active) : undefined;
  const folder = here ?? (await vscode.window.showWorkspaceFolderPick());
  return folder ? placeOfFolder(folder) : undefined;
}
