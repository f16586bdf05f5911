/**
 * What the extension consists of. Everything it registers can be read off `activate`; how it works stands elsewhere.
 *
 * Invariant: nothing here starts a process, reads a rollout or asks a question; that happens when somebody wants it.
 */

import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import { createRuntime } from '../runtime/library.ts';
import { createToolset } from '../runtime/tools/toolset.ts';
import { workspaceTools } from '../runtime/tools/workspaceTools.ts';
import { createLog } from './base/log.ts';
import { readSettings } from './base/settings.ts';
import { registerCellCommands } from './cells/cellCommands.ts';
import { registerCellHelp } from './cells/cellHelp.ts';
import { registerCellHints } from './cells/cellHintProblems.ts';
import { registerCellLens } from './cells/cellLens.ts';
import { CellOutputs } from './cells/cellOutputs.ts';
import { CellProblems } from './cells/cellProblems.ts';
import { CellRunner } from './cells/cellRunner.ts';
import { chooseNode } from './cells/chooseNode.ts';
import { registerLiveCellsItem } from './cells/liveCellsItem.ts';
import { registerMovedDocuments } from './cells/movedDocuments.ts';
import { Sessions } from './cells/sessions.ts';
import { registerCompareCommands } from './compare/compareCommands.ts';
import { ComparePanels } from './compare/comparePanels.ts';
import { askWithPick } from './consent/approvalPrompt.ts';
import { Approvals } from './consent/approvals.ts';
import { registerResetCommand } from './consent/resetCommand.ts';
import { type Debugging, registerDebugging } from './debug/registerDebugging.ts';
import { command } from './ids.ts';
import { registerLinks } from './links/linkCommands.ts';
import { registerNoteCommands } from './notes/noteCommands.ts';
import { OpenRollouts } from './rollouts/openRollouts.ts';
import { readRollout } from './rollouts/readRollout.ts';
import { startRecording } from './rollouts/recordings.ts';
import { registerRolloutCommands } from './rollouts/rolloutCommands.ts';
import { registerRolloutDocuments } from './rollouts/rolloutDocuments.ts';
import { RolloutList } from './rollouts/rolloutList.ts';
import { RolloutProblems } from './rollouts/rolloutProblems.ts';
import { RolloutTree } from './rollouts/rolloutTree.ts';
import { registerSamplesCommand } from './samples/samplesCommand.ts';
import { registerSaveCommand } from './share/saveCommand.ts';
import { RolloutPanels } from './viewer/rolloutPanels.ts';
import { Selections } from './viewer/selections.ts';
import { TimelineShow } from './viewer/timelineShow.ts';
import { TimelineView } from './viewer/timelineView.ts';
import { viewerActions } from './viewer/viewerActions.ts';

let sessions: Sessions | undefined;
let debugging: Debugging | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = createLog();
  const approvals = new Approvals({
    asking: askWithPick,
    memory: context.workspaceState,
    trusted: () => vscode.workspace.isTrusted,
    onDecision: line => log.info(line),
  });
  const rollouts = new OpenRollouts({ read: bundle => readRollout(bundle, log), keepMs: 60_000 });
  const cells = new Sessions({
    createRuntime: options => createRuntime({ ...options, childPath: context.asAbsolutePath('dist/isolate.cjs') }),
    createToolset: root => createToolset(workspaceTools(root), { approve: approvals.approve }),
    settings: place => readSettings(place.key === '' ? undefined : vscode.Uri.parse(place.key)),
    record: (place, id, book, keep) => startRecording({ context, rollouts, log }, place, id, book, keep),
    onLog: line => log.debug(line),
    newId: randomUUID,
  });
  sessions = cells;

  const outputs = new CellOutputs(cells);
  const problems = new CellProblems();
  const runner = new CellRunner({ sessions: cells, outputs, problems, log });
  const lender = new RolloutProblems(rollouts);
  const list = new RolloutList(context);
  const selections = new Selections();
  const actions = viewerActions(cells, selections, log, context.globalState);
  const panels = new RolloutPanels(context.extensionUri, actions, lender);
  const comparisons = new ComparePanels({ extensionUri: context.extensionUri, lender, panels, log });
  const timeline = new TimelineView(context.extensionUri, actions);
  const show = new TimelineShow(timeline, lender, cells);
  const tree = new RolloutTree({ list, open: rollouts, sessions: cells, selections });

  // Which tools there are does not depend on the folder.
  const definitions = () => workspaceTools(tmpdir()).map(tool => tool.definition);
  const debugged = registerDebugging({
    log,
    childPath: context.asAbsolutePath('dist/isolate.cjs'),
    createToolset: root => createToolset(workspaceTools(root), { approve: approvals.approve }),
    storedIn: place => cells.storedIn(place),
    record: (place, id, book, keep) => startRecording({ context, rollouts, log }, place, id, book, keep),
    showRollout: show.show,
    selections,
    showOnTimeline: (bundle, ref) => {
      show.show(bundle);
      timeline.reveal(ref);
      panels.reveal(bundle, ref);
    },
    toolNames: () => definitions().map(({ name }) => name),
    openTimeline: bundle => {
      if (!timeline.visible) panels.openBeside(bundle);
    },
  });
  debugging = debugged;

  context.subscriptions.push(
    log,
    rollouts,
    outputs,
    problems,
    list,
    panels,
    comparisons,
    timeline,
    show,
    lender,
    tree,
    registerCellCommands({ sessions: cells, runner, outputs }),
    registerCellLens(cells),
    registerMovedDocuments(cells, problems),
    registerCellHelp(definitions),
    registerCellHints(definitions),
    registerLiveCellsItem(cells),
    registerRolloutCommands({
      list,
      open: rollouts,
      sessions: cells,
      panels,
      actions,
      timeline,
      selections,
      showInView: show.show,
    }),
    registerRolloutDocuments(rollouts),
    registerCompareCommands(list, comparisons),
    registerNoteCommands(rollouts, selections),
    registerSaveCommand({
      context,
      list,
      shown: () => ({ tab: panels.activeBundle, view: timeline.visible ? timeline.rollout?.bundle : undefined }),
    }),
    registerSamplesCommand(context),
    registerLinks({ list, open: rollouts, panels, selections }),
    debugged,
    vscode.commands.registerCommand(command.chooseNode, chooseNode),
    registerResetCommand(approvals),
    vscode.commands.registerCommand(command.showLog, () => log.show()),
  );
}

/** Ends cells, what they started, and recordings; the editor waits a few seconds for it. */
export async function deactivate(): Promise<void> {
  await Promise.all([sessions?.closeAll(), debugging?.close()]);
}
