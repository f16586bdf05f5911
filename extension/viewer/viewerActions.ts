/**
 * What a viewer page may ask for beyond data, done with the window's own means.
 */

import * as vscode from 'vscode';
import { unreachable } from '../../runtime/base/json.ts';
import type { WindowCommand } from '../../runtime/viewer/messages.ts';
import { type Log, messageOf } from '../base/log.ts';
import type { Sessions } from '../cells/sessions.ts';
import { cellFileName, command } from '../ids.ts';
import { openRolloutDocument } from '../rollouts/rolloutDocuments.ts';
import type { OpenRollout } from './openRollout.ts';
import type { Selections } from './selections.ts';
import type { ViewerActions } from './viewerHost.ts';

/** Kept for all windows: first steps are told once. */
const beenHereKey = 'viewer.beenHere';

export function viewerActions(
  sessions: Sessions,
  selections: Selections,
  log: Log,
  memory: vscode.Memento,
): ViewerActions {
  return {
    get newcomer() {
      return !memory.get(beenHereKey, false);
    },
    beenHere() {
      void memory.update(beenHereKey, true);
    },
    open(rollout, what, id, line) {
      void openText(sessions, rollout, what, id, line).catch(error => {
        void vscode.window.showErrorMessage(vscode.l10n.t('This cannot be opened: {0}', messageOf(error)));
      });
    },
    selected(rollout, ref, revealed) {
      selections.set(rollout.bundle, ref, revealed);
    },
    command(rollout, name, { cellId, ref }) {
      const about = { bundle: rollout?.bundle, cellId, ref };
      const named = cellId !== undefined || ref !== undefined || name === 'copyLink';
      void vscode.commands.executeCommand(commandOf(name), ...(named ? [about] : []));
    },
    refused(message) {
      log.warn(`a viewer sent what nobody understands: ${JSON.stringify(message)?.slice(0, 200)}`);
    },
  };
}

function commandOf(name: WindowCommand): string {
  switch (name) {
    case 'run':
      return editsCell() ? command.runCell : command.runInput;
    case 'wait':
      return command.waitOnCell;
    case 'terminate':
      return command.terminateCell;
    case 'openRollout':
      return command.openRollout;
    case 'showLog':
      return command.showLog;
    case 'copyLink':
      return command.copyLink;
    case 'editNote':
      return command.editNote;
    case 'deleteNote':
      return command.deleteNote;
    default:
      return unreachable(name);
  }
}

/** The cell that is edited is the one meant by "run"; without one the source is asked for. */
function editsCell(): boolean {
  const name = vscode.window.activeTextEditor?.document.fileName;
  return name !== undefined && cellFileName.test(name);
}

/** The document a cell was run from, as long as it still holds that text; otherwise the text as it was submitted. */
async function openText(
  sessions: Sessions,
  rollout: OpenRollout,
  what: 'source' | 'payload',
  id: string,
  line: number | undefined,
): Promise<void> {
  const shown = what === 'source' && (await openOrigin(sessions, rollout, id, line));
  if (!shown) await openRolloutDocument(rollout, what, id, line);
}

async function openOrigin(sessions: Sessions, rollout: OpenRollout, id: string, line: number | undefined) {
  const cellId = rollout.source(id)?.cellId;
  const handle = sessions.allCells.findLast(
    ({ owner, cell }) => owner.bundle === rollout.bundle && cell.cellId === cellId,
  );
  const source = handle?.owner.sourceOf(handle.cell);
  if (!handle || !source?.origin) return false;
  const { start, uri } = source.origin;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri)).then(undefined, () => undefined);
  if (!document) return false;
  const begin = new vscode.Position(start.line, start.character);
  const length = source.text.length;
  if (document.getText().slice(document.offsetAt(begin)).slice(0, length) !== source.text) return false;
  const at = line === undefined ? begin : new vscode.Position(start.line + line - 1, 0);
  await vscode.window.showTextDocument(document, { preview: true, selection: new vscode.Range(at, at) });
  return true;
}
