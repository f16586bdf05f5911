/**
 * Running, waiting and terminating as a person sees them: progress while it lasts, then output, problems, and a
 * question only where something is left to decide.
 *
 * Invariant: every way a request can end is shown exactly once: a response as output, a refusal where its source stands,
 * anything else as an error with what can be done about it.
 */

import * as vscode from 'vscode';
import { type CellResponse, isFinal } from '../../runtime/base/content.ts';
import { RequestError, StartError, type WaitOutcome } from '../../runtime/library.ts';
import { type Log, messageOf } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import { command } from '../ids.ts';
import type { CellRecord } from './cellBook.ts';
import type { CellOutputs } from './cellOutputs.ts';
import type { CellProblems } from './cellProblems.ts';
import type { CellHandle, CellSession } from './cellSession.ts';
import type { CellSource } from './cellSource.ts';
import { withLateProgress } from './lateProgress.ts';
import { durationText } from './outputText.ts';
import type { CellPlace, Sessions } from './sessions.ts';

/** Longest single wait when somebody waits until the end, ms. */
const roundMs = 60_000;

export interface CellRunnerParts {
  readonly sessions: Sessions;
  readonly outputs: CellOutputs;
  readonly problems: CellProblems;
  readonly log: Log;
}

export class CellRunner {
  readonly #parts: CellRunnerParts;

  constructor(parts: CellRunnerParts) {
    this.#parts = parts;
  }

  /** Runs a cell and shows its first response; undefined when there was none. */
  async run(source: CellSource, place: CellPlace): Promise<CellResponse | undefined> {
    if (!(await requireTrust())) return undefined;
    const { sessions, problems } = this.#parts;
    problems.clear(source);
    try {
      const starting = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Starting cells…') };
      const owner = await vscode.window.withProgress(starting, () => sessions.sessionFor(place));
      let cell: CellRecord | undefined;
      const work = owner.run(source, started => {
        cell = started;
      });
      const title = () => vscode.l10n.t('Cell {0} is running', cell?.cellId ?? '');
      const response = await withLateProgress(title, work, () => {
        if (cell) void this.terminate({ owner, cell });
      });
      const handle = { owner, cell: owner.book.cell(response.cellId) };
      if (handle.cell) this.#show({ owner, cell: handle.cell }, response);
      return response;
    } catch (error) {
      this.#showError(error, source);
      return undefined;
    }
  }

  /** `yieldTimeMs` undefined: until the cell ends. */
  async wait({ owner, cell }: CellHandle, yieldTimeMs: number | undefined): Promise<CellResponse | undefined> {
    if (isOver(owner, cell)) return tellOver(cell);
    const title = () => vscode.l10n.t('Waiting on cell {0}; cancelling terminates it', cell.cellId);
    const work = yieldTimeMs === undefined ? waitForEnd(owner, cell) : owner.wait(cell.cellId, yieldTimeMs);
    return this.#collect(owner, cell, title, work, () => void this.terminate({ owner, cell }));
  }

  async terminate({ owner, cell }: CellHandle): Promise<CellResponse | undefined> {
    if (isOver(owner, cell)) return tellOver(cell);
    const title = () => vscode.l10n.t('Terminating cell {0}', cell.cellId);
    return this.#collect(owner, cell, title, owner.terminate(cell.cellId), () => {});
  }

  async #collect(
    owner: CellSession,
    cell: CellRecord,
    title: () => string,
    work: Promise<WaitOutcome>,
    cancel: () => void,
  ): Promise<CellResponse | undefined> {
    try {
      const { outcome, response } = await withLateProgress(title, work, cancel);
      if (outcome === 'missing') return tellOver(cell);
      this.#show({ owner, cell: owner.book.cell(cell.cellId) ?? cell }, response);
      return response;
    } catch (error) {
      this.#showError(error);
      return undefined;
    }
  }

  #show(handle: CellHandle, response: CellResponse): void {
    const { outputs, problems, log } = this.#parts;
    log.info(`${handle.owner.name}: cell ${handle.cell.cellId} ${response.status}`);
    const { showOutput } = readSettings();
    const failed = response.status === 'failed';
    if (failed) problems.failed(handle.owner, handle.cell, response.errorText ?? '');
    if (showOutput === 'always' || (failed && showOutput === 'onFailure')) void outputs.reveal(handle);
    if (!isFinal(response.status)) void this.#offer(handle);
  }

  /** The cell runs on: what should become of it is for the person to say. */
  async #offer(handle: CellHandle): Promise<void> {
    const { cell } = handle;
    const last = cell.outputs.at(-1);
    const took = last?.type === 'response' ? durationText(last.tookMs) : '';
    const wait = vscode.l10n.t('Wait');
    const terminate = vscode.l10n.t('Terminate');
    const timeline = vscode.l10n.t('Show Timeline');
    const chosen = await vscode.window.showInformationMessage(
      vscode.l10n.t('Cell {0} yielded after {1} and runs on.', cell.cellId, took),
      wait,
      terminate,
      timeline,
    );
    if (chosen === wait) await vscode.commands.executeCommand(command.waitOnCell, handle);
    if (chosen === terminate) await this.terminate(handle);
    if (chosen === timeline) await vscode.commands.executeCommand(command.showTimeline);
  }

  #showError(error: unknown, source?: CellSource): void {
    const { problems, log } = this.#parts;
    const message = messageOf(error);
    if (error instanceof StartError) {
      log.error(`${error.code}: ${message}`);
      return void showStartError(error);
    }
    if (error instanceof RequestError) {
      if (source) problems.refused(source, message);
      return void vscode.window.showErrorMessage(message);
    }
    log.error(error instanceof Error ? error : message);
    void offerLog(message);
  }
}

/** A notification stays when its cell has ended; what it offers may come from an ended session, too. */
function isOver(owner: CellSession, { cellId }: CellRecord): boolean {
  return owner.book.cell(cellId)?.live === false;
}

function tellOver({ cellId }: CellRecord): undefined {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Cell {0} has ended and its output was collected before.', cellId),
  );
}

async function waitForEnd(owner: CellSession, cell: CellRecord): Promise<WaitOutcome> {
  for (;;) {
    const outcome = await owner.wait(cell.cellId, roundMs);
    if (outcome.outcome === 'missing' || isFinal(outcome.response.status)) return outcome;
  }
}

/** Cells run in trusted workspaces only; says so, and how to change it. */
async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('This workspace is not trusted, so cells cannot run in it.'),
    manage,
  );
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

async function showStartError({ code, message }: StartError): Promise<void> {
  // A process that ended early is no matter of which Node; its last words are in the log.
  if (code === 'start_failed') return offerLog(message);
  const choose = vscode.l10n.t('Choose Node…');
  const log = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(message, choose, log);
  if (chosen === choose) await vscode.commands.executeCommand(command.chooseNode);
  if (chosen === log) await vscode.commands.executeCommand(command.showLog);
}

async function offerLog(message: string): Promise<void> {
  const log = vscode.l10n.t('Show Log');
  const chosen = await vscode.window.showErrorMessage(message, log);
  if (chosen === log) await vscode.commands.executeCommand(command.showLog);
}
