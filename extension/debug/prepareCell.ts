/**
 * Makes what a launch names ready to be debugged, under the rules that hold for running: trust, consent, recording.
 *
 * A debugged cell has a session of its own, and a rollout of its own. A cell of a recorded rollout runs no tool and
 * records nothing.
 */

import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { asId, type SessionId } from '../../runtime/base/ids.ts';
import { fanOut } from '../../runtime/base/observer.ts';
import { recordedCell } from '../../runtime/debug/recordedCell.ts';
import { recordedStore } from '../../runtime/debug/recordedStore.ts';
import type { Toolset } from '../../runtime/tools/toolset.ts';
import { filePayloads } from '../../runtime/trace/bundle/filePayloads.ts';
import type { Log } from '../base/log.ts';
import { readSettings } from '../base/settings.ts';
import { CellBook } from '../cells/cellBook.ts';
import { pickPlace, placeOfDocument } from '../cells/cellPlaces.ts';
import type { CellPlace, SessionRecording } from '../cells/sessions.ts';
import type { PrepareCell, PreparedCell } from './preparedCell.ts';
import type { LaunchArguments } from './protocol.ts';
import { readWholeRollout } from './wholeRollout.ts';

export interface PrepareParts {
  readonly log: Log;
  /** The child's script. */
  readonly childPath: string;
  readonly createToolset: (root: string) => Toolset;
  /** Lets the timeline follow the cell. */
  readonly showRollout: (bundle: string) => void;
  /** What the cells of a place have stored, JSON by key. */
  readonly storedIn: (place: CellPlace) => Promise<ReadonlyMap<string, string>>;
  /** `keep` false: nothing is written, it can be seen live all the same. */
  readonly record: (place: CellPlace, id: SessionId, book: CellBook, keep: boolean) => Promise<SessionRecording>;
}

export function prepareWith(parts: PrepareParts): PrepareCell {
  return async launch => {
    if (!vscode.workspace.isTrusted) {
      throw new Error(vscode.l10n.t('This workspace is not trusted, so cells cannot be debugged in it.'));
    }
    return launch.rollout === undefined ? prepareText(parts, launch) : prepareRecorded(parts, launch, launch.rollout);
  };
}

async function prepareText(parts: PrepareParts, launch: LaunchArguments): Promise<PreparedCell> {
  const { log, childPath } = parts;
  const document = launch.program === undefined ? undefined : await open(launch.program);
  const source = launch.source ?? document?.getText();
  if (source === undefined) {
    throw new Error(vscode.l10n.t('There is no cell to debug: name a file as "program", or open one.'));
  }
  const place = (document && placeOfDocument(document.uri)) ?? (await pickPlace());
  if (place === undefined) throw new Error(vscode.l10n.t('No folder was chosen, so the cell was not started.'));
  const settings = readSettings(document?.uri);
  const sessionId = asId<SessionId>(randomUUID());
  const toolset = place.root === undefined ? undefined : parts.createToolset(place.root);
  const book = new CellBook();
  const recording = await parts.record(place, sessionId, book, settings.record);
  parts.showRollout(recording.bundle);
  const stored = givenStore(launch) ?? (await parts.storedIn(place));
  return {
    name: document === undefined ? vscode.l10n.t('Cell') : vscode.workspace.asRelativePath(document.uri),
    ...(document === undefined ? {} : { path: pathOf(document.uri) }),
    start: launch.start ?? { line: 0, character: 0 },
    options: {
      source,
      stored,
      sessionId,
      tools: toolset?.definitions ?? [],
      onToolCall: async (call, signal, report) => {
        if (!toolset) throw new Error(`There is no tool "${call.name}": no folder is open, so cells have no tools.`);
        return toolset.handle(call, signal, report);
      },
      observer: fanOut([book, recording.observer], error => log.error(`an observer failed: ${String(error)}`)),
      defaults: { yieldTimeMs: settings.yieldTimeMs, maxOutputTokens: settings.maxOutputTokens },
      limits: { ...settings.limits, remoteImages: settings.remoteImages },
      autoWait: launch.autoWait !== false,
      childPath,
      ...(settings.nodePath === '' ? {} : { nodePath: settings.nodePath }),
      onLog: line => log.debug(line),
      onClosed: async () => {
        await toolset?.dispose();
        await recording.close();
      },
    },
  };
}

async function prepareRecorded(
  { log, childPath }: PrepareParts,
  launch: LaunchArguments,
  bundle: string,
): Promise<PreparedCell> {
  const graph = await readWholeRollout(bundle);
  const payloads = filePayloads(bundle);
  const recorded = recordedCell(graph, payloads, launch.cell);
  const settings = readSettings();
  const process = {
    limits: { ...settings.limits, remoteImages: settings.remoteImages },
    childPath,
    ...(settings.nodePath === '' ? {} : { nodePath: settings.nodePath }),
    onLog: (line: string) => log.debug(line),
  };
  const stored = givenStore(launch) ?? (await recordedStore(graph, payloads, launch.cell, process));
  return {
    name: vscode.l10n.t('Cell {0} as recorded', recorded.cellId),
    start: { line: 0, character: 0 },
    options: {
      ...process,
      source: recorded.source,
      stored,
      tools: recorded.tools,
      onToolCall: () => Promise.reject(new Error('A recorded cell runs no tool.')),
      clockedTools: recorded.handler,
      hurried: true,
      autoWait: launch.autoWait !== false,
    },
  };
}

/** The values a launch names; none when those of the session, or of the recording, are meant. */
function givenStore({ stored }: LaunchArguments): ReadonlyMap<string, string> | undefined {
  if (stored === undefined || stored === 'session') return undefined;
  if (stored === 'none') return new Map();
  return new Map(Object.entries(stored).map(([key, value]) => [key, JSON.stringify(value)]));
}

async function open(program: string): Promise<vscode.TextDocument> {
  const uri = /^[a-z][\w+.-]+:/i.test(program) ? vscode.Uri.parse(program, true) : vscode.Uri.file(program);
  return vscode.workspace.openTextDocument(uri);
}

/** As the editor names a document in the protocol. */
export function pathOf(uri: vscode.Uri): string {
  return uri.scheme === 'file' ? uri.fsPath : uri.toString();
}
