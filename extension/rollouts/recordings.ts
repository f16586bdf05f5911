/**
 * Recording a session of this window: a recorder for the disk, and the rollout that is live meanwhile.
 */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SessionId } from '../../runtime/base/ids.ts';
import { openRecorder, type RecorderOptions } from '../../runtime/trace/recorder/recorder.ts';
import type { Log } from '../base/log.ts';
import { withoutLinks } from '../base/plainText.ts';
import { readRolloutRoot } from '../base/settings.ts';
import { textsUnder } from '../base/textsUnder.ts';
import type { CellBook } from '../cells/cellBook.ts';
import type { CellPlace, SessionRecording } from '../cells/sessions.ts';
import { LiveRollout } from './liveRollout.ts';
import type { OpenRollouts } from './openRollouts.ts';

export interface RecordingParts {
  readonly context: vscode.ExtensionContext;
  readonly rollouts: OpenRollouts;
  readonly log: Log;
}

/**
 * `keep` false: nothing is written, the live view works all the same. Never rejects: so it does when the disk does not
 * take the recording; that is a warning.
 */
export async function startRecording(
  { context, rollouts, log }: RecordingParts,
  place: CellPlace,
  sessionId: SessionId,
  book: CellBook,
  keep: boolean,
): Promise<SessionRecording> {
  const folder = vscode.workspace.workspaceFolders?.find(each => each.uri.toString() === place.key);
  const early: Parameters<NonNullable<RecorderOptions['onEvent']>>[] = [];
  const warnings: string[] = [];
  let live: LiveRollout | undefined;
  const recorder = await openRecorder({
    root: keep ? readRolloutRoot(context, folder) : null,
    sessionId,
    ...(place.root === undefined ? {} : { cwd: place.root }),
    onEvent: (...event) => (live ? live.feed(...event) : early.push(event)),
    onWarning: message => {
      log.warn(message);
      void vscode.window.showWarningMessage(withoutLinks(message));
      if (live) live.warn(message);
      else warnings.push(message);
    },
  });
  const rollout = new LiveRollout({
    bundle: recorder.bundle,
    book,
    kept: keep,
    findingTexts: textsUnder('finding'),
    onFault: error => log.error(error instanceof Error ? error : String(error)),
  });
  live = rollout;
  for (const event of early) rollout.feed(...event);
  for (const warning of warnings) rollout.warn(warning);
  rollouts.addLive(rollout);
  log.info(`${keep ? 'recording' : 'not recording'} ${basename(recorder.bundle)} for ${place.name}`);
  return {
    bundle: recorder.bundle,
    kept: keep,
    observer: recorder,
    close: async () => {
      await recorder.close();
      rollout.end();
      rollouts.endLive(rollout);
    },
  };
}
