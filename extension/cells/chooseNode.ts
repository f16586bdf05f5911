/**
 * The fix for "no Node can hold cells": choose one, and write it into the setting.
 */

import * as vscode from 'vscode';
import { setting, settingSection } from '../ids.ts';

export async function chooseNode(): Promise<void> {
  const browse = { label: vscode.l10n.t('$(folder-opened) Browse…') };
  const type = { label: vscode.l10n.t('$(edit) Type a path…') };
  const automatic = {
    label: vscode.l10n.t('$(sparkle) Choose by itself'),
    description: vscode.l10n.t('the one that comes along, the editor’s own, or node on the PATH'),
  };
  const title = vscode.l10n.t('Node that runs the cells (24 or 26)');
  const chosen = await vscode.window.showQuickPick([browse, type, automatic], { title });
  if (chosen === browse) await write(await browseForNode(title));
  if (chosen === type) await write(await vscode.window.showInputBox({ title, value: current() }));
  if (chosen === automatic) await write('');
}

function current(): string {
  return vscode.workspace.getConfiguration(settingSection).get<string>(setting.nodePath) ?? '';
}

async function browseForNode(title: string): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title, openLabel: vscode.l10n.t('Use This Node') })) ?? [];
  return file?.fsPath;
}

async function write(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  const value = path.trim() === '' ? undefined : path.trim();
  const values = vscode.workspace.getConfiguration(settingSection);
  const { Global, Workspace } = vscode.ConfigurationTarget;
  // What a workspace says wins, so one that names a Node has to be told; anywhere else it would change nothing.
  const named = values.inspect(setting.nodePath)?.workspaceValue !== undefined;
  await values.update(setting.nodePath, value, named ? Workspace : Global);
}
