/**
 * The window's one log, shown by "Show Log". What cells put out goes elsewhere (`cellOutputs.ts`).
 */

import * as vscode from 'vscode';

export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('Cellscope', { log: true });
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
