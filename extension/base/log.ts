/**
 * The window's one log, shown by "Show Log". What cells put out goes elsewhere (`cellOutputs.ts`).
 */

import * as vscode from 'vscode';
import { withoutLinks } from './plainText.ts';

export type Log = vscode.LogOutputChannel;

export function createLog(): Log {
  return vscode.window.createOutputChannel('Cellscope', { log: true });
}

/** The message of whatever was thrown, fit for a notification too: it may quote a cell, a rollout or a file. */
export function messageOf(error: unknown): string {
  return withoutLinks(error instanceof Error ? error.message : String(error));
}
