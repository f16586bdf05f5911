/**
 * The settings as plain values. Defaults and bounds stand in `package.json`; what a user typed past them is brought back.
 */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { Limits } from '../../runtime/cells/limits.ts';
import { setting, settingSection } from '../ids.ts';
import { limitsOf } from './limitsSetting.ts';
import { rolloutRootOf } from './rolloutRoot.ts';

export type ShowOutput = 'always' | 'onFailure' | 'never';

export interface Settings {
  /** ms */
  readonly yieldTimeMs: number;
  readonly maxOutputTokens: number;
  /** Only those that a person has set. */
  readonly limits: Partial<Limits>;
  readonly remoteImages: boolean;
  readonly record: boolean;
  /** Empty when none is set. */
  readonly nodePath: string;
  readonly showOutput: ShowOutput;
  readonly hints: boolean;
}

export function readSettings(scope?: vscode.ConfigurationScope): Settings {
  const values = vscode.workspace.getConfiguration(settingSection, scope);
  const whole = (name: string, otherwise: number, least: number) => {
    const value = values.get<unknown>(name);
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= least ? value : otherwise;
  };
  const showOutput = values.get<unknown>(setting.showOutput);
  const nodePath = values.get<unknown>(setting.nodePath);
  return {
    yieldTimeMs: whole(setting.yieldTime, 10_000, 0),
    maxOutputTokens: whole(setting.maxOutputTokens, 10_000, 0),
    limits: limitsOf(values.get<unknown>(setting.limits)),
    remoteImages: values.get<unknown>(setting.remoteImages) === true,
    record: values.get<unknown>(setting.record) !== false,
    nodePath: typeof nodePath === 'string' ? nodePath.trim() : '',
    showOutput: showOutput === 'never' || showOutput === 'onFailure' ? showOutput : 'always',
    hints: values.get<unknown>(setting.hints) !== false,
  };
}

/** Where rollouts of `folder` are recorded and listed; `folder` is undefined in a window without one. */
export function readRolloutRoot(context: vscode.ExtensionContext, folder: vscode.WorkspaceFolder | undefined): string {
  const value = vscode.workspace.getConfiguration(settingSection, folder).get<unknown>(setting.rolloutRoot);
  return rolloutRootOf({
    setting: typeof value === 'string' ? value : '',
    folder: folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined,
    home: homedir(),
    // Storage belongs to the workspace, not to the window: two windows on one folder share it.
    fallback: (context.storageUri ?? context.globalStorageUri).fsPath,
  });
}

export function affects(event: vscode.ConfigurationChangeEvent, name: keyof typeof setting): boolean {
  return event.affectsConfiguration(`${settingSection}.${setting[name]}`);
}
