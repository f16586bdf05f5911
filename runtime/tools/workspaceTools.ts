/**
 * The tools a cell gets for a folder: reading, searching, changing files and running commands in it.
 *
 * Invariant: file tools never leave `root`. Commands start in it, but what they do is theirs; that is why they ask first.
 */

import type { HostTool } from './hostTool.ts';
import { applyPatchTool } from './workspace/applyPatch.ts';
import { commandTools } from './workspace/commandTools.ts';
import { listDirectoryTool } from './workspace/listDirectory.ts';
import { readFileTool } from './workspace/readFile.ts';
import { openRoot } from './workspace/root.ts';
import { searchTextTool } from './workspace/searchText.ts';
import { writeFileTool } from './workspace/writeFile.ts';

/** `root` is a folder's path; a relative one is taken from the current folder. */
export function workspaceTools(root: string): HostTool[] {
  const folder = openRoot(root);
  return [
    ...commandTools(folder),
    readFileTool(folder),
    listDirectoryTool(folder),
    searchTextTool(folder),
    applyPatchTool(folder),
    writeFileTool(folder),
  ];
}
