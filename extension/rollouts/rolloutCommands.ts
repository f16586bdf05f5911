/**
 * The commands that act on rollouts.
 */

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { messageOf } from '../base/log.ts';
import { withoutLinks } from '../base/plainText.ts';
import type { Sessions } from '../cells/sessions.ts';
import { command } from '../ids.ts';
import type { RolloutPanels } from '../viewer/rolloutPanels.ts';
import type { Selections } from '../viewer/selections.ts';
import type { TimelineView } from '../viewer/timelineView.ts';
import type { ViewerActions } from '../viewer/viewerHost.ts';
import { bundleAt } from './bundlePath.ts';
import type { OpenRollouts } from './openRollouts.ts';
import { bundleOf, pickBundle } from './pickBundle.ts';
import type { RolloutList } from './rolloutList.ts';

export interface RolloutCommandParts {
  readonly list: RolloutList;
  readonly open: OpenRollouts;
  readonly sessions: Sessions;
  readonly panels: RolloutPanels;
  readonly actions: ViewerActions;
  readonly timeline: TimelineView;
  readonly selections: Selections;
  /** Shows a bundle in the timeline view, holding it for as long as it is shown. */
  readonly showInView: (bundle: string) => void;
}

export function registerRolloutCommands(parts: RolloutCommandParts): vscode.Disposable {
  const { list, open, sessions, panels, actions, timeline, selections, showInView } = parts;
  const on = vscode.commands.registerCommand;

  async function openPath(path: string): Promise<void> {
    const found = await bundleAt(path);
    if ('problem' in found) return void vscode.window.showErrorMessage(withoutLinks(found.problem));
    panels.open(found.bundle);
    await list.remember(found.bundle);
  }

  async function openRollout(argument: unknown): Promise<void> {
    const path = pathOf(argument) ?? (await pickBundle(list, vscode.l10n.t('Open Rollout')));
    if (path !== undefined) await openPath(path);
  }

  async function openHere(argument: unknown): Promise<void> {
    const active = vscode.window.activeTextEditor?.document.uri;
    const path = pathOf(argument) ?? (active?.scheme === 'file' ? active.fsPath : undefined);
    if (path !== undefined) await openPath(path);
  }

  async function openEventLog(argument: unknown): Promise<void> {
    const bundle = bundleOf(argument) ?? panels.activeBundle;
    if (bundle === undefined) return;
    await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(join(bundle, 'trace.jsonl')), 'default');
  }

  async function showTimeline(): Promise<void> {
    if (!timeline.rollout) {
      const newest = sessions.open.at(-1)?.bundle ?? list.rollouts[0]?.bundle;
      if (newest !== undefined) showInView(newest);
    }
    await timeline.open();
  }

  async function showInTimeline(argument: unknown): Promise<void> {
    const bundle = bundleOf(argument);
    if (bundle === undefined) return;
    showInView(bundle);
    const ref = refOf(argument);
    if (ref) {
      timeline.reveal(ref);
      selections.set(bundle, ref, false);
    }
    await timeline.open(true);
  }

  async function remove(argument: unknown): Promise<void> {
    const bundle = bundleOf(argument);
    if (bundle === undefined || open.isLive(bundle)) return;
    const go = vscode.l10n.t('Move to Trash');
    const question = vscode.l10n.t('Delete this rollout with everything it recorded?');
    const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail: bundle }, go);
    if (chosen !== go) return;
    open.drop(bundle);
    await deleteFolder(vscode.Uri.file(bundle));
    await list.forget(bundle);
  }

  async function openSource(argument: unknown): Promise<void> {
    const bundle = bundleOf(argument);
    const ref = refOf(argument);
    if (bundle === undefined || ref?.kind !== 'code_cell') return;
    const rollout = open.borrow(bundle);
    await rollout.loaded;
    actions.open(rollout, 'source', ref.id, undefined);
    open.giveBack(rollout);
  }

  return vscode.Disposable.from(
    on(command.openCellSource, openSource),
    on(command.openRollout, openRollout),
    on(command.openRolloutHere, openHere),
    on(command.openEventLog, openEventLog),
    on(command.showTimeline, showTimeline),
    on(command.showInTimeline, showInTimeline),
    on(command.refreshRollouts, () => list.refresh()),
    on(command.revealRollout, (argument: unknown) => reveal(bundleOf(argument))),
    on(command.revealRolloutRoot, () => reveal(list.roots[0])),
    on(command.copyRolloutPath, async (argument: unknown) => {
      const bundle = bundleOf(argument);
      if (bundle !== undefined) await vscode.env.clipboard.writeText(bundle);
    }),
    on(command.deleteRollout, remove),
  );
}

function refOf(argument: unknown): EntityRef | undefined {
  return (argument as { ref?: EntityRef } | undefined)?.ref;
}

function pathOf(argument: unknown): string | undefined {
  if (argument instanceof vscode.Uri) return argument.scheme === 'file' ? argument.fsPath : undefined;
  return bundleOf(argument);
}

/** In the system's file manager; in a browser, where there is none, the path goes to the clipboard. */
async function reveal(path: string | undefined): Promise<void> {
  if (path === undefined) return;
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(path));
  if (vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(path));
    return;
  }
  await vscode.env.clipboard.writeText(path);
  void vscode.window.showInformationMessage(withoutLinks(vscode.l10n.t('Path copied: {0}', path)));
}

async function deleteFolder(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(uri, { recursive: true, useTrash: true });
  } catch {
    // Not every file system has a trash; the person has confirmed the deletion already.
    await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, error => {
      void vscode.window.showErrorMessage(vscode.l10n.t('The rollout cannot be deleted: {0}', messageOf(error)));
    });
  }
}
