/** Writing a note on something in a rollout: asked for in an input box, from a viewer, the tree or the palette. */

import * as vscode from 'vscode';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { entityName } from '../../runtime/viewer/entityName.ts';
import { messageOf } from '../base/log.ts';
import { command, contextKey } from '../ids.ts';
import type { OpenRollouts } from '../rollouts/openRollouts.ts';
import { bundleOf } from '../rollouts/pickBundle.ts';
import type { OpenRollout } from '../viewer/openRollout.ts';
import type { Selections } from '../viewer/selections.ts';

export function registerNoteCommands(open: OpenRollouts, selections: Selections): vscode.Disposable {
  /** Does something to what is meant: the argument's object, else the selection of the viewers. */
  async function withTarget(
    argument: unknown,
    act: (rollout: OpenRollout, ref: EntityRef) => Promise<void>,
  ): Promise<void> {
    const ref = (argument as { ref?: EntityRef } | undefined)?.ref;
    const bundle = bundleOf(argument);
    const target = ref && bundle !== undefined ? { bundle, ref } : selections.latest;
    if (!target) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Select something in a rollout to write a note on it.'));
      return;
    }
    const rollout = open.borrow(target.bundle);
    try {
      await rollout.loaded;
      await act(rollout, target.ref);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    } finally {
      open.giveBack(rollout);
    }
  }

  async function edit(rollout: OpenRollout, ref: EntityRef): Promise<void> {
    const name = rollout.graph ? entityName(rollout.graph, ref.kind, ref.id) : ref.id;
    const text = await vscode.window.showInputBox({
      title: vscode.l10n.t('Note on {0}', name),
      prompt: vscode.l10n.t('Kept beside the rollout. Empty: no note.'),
      value: rollout.notes.of(ref) ?? '',
    });
    if (text !== undefined) await rollout.notes.set(ref, text);
  }

  return vscode.Disposable.from(
    selections.onDidChange(latest =>
      vscode.commands.executeCommand('setContext', contextKey.hasSelection, latest !== undefined),
    ),
    vscode.commands.registerCommand(command.editNote, (argument: unknown) => withTarget(argument, edit)),
    vscode.commands.registerCommand(command.deleteNote, (argument: unknown) =>
      withTarget(argument, (rollout, ref) => rollout.notes.set(ref, '')),
    ),
  );
}
