/**
 * Reading a rollout from disk with what a person sees of it: nothing while it is quick, then progress that can be cancelled.
 */

import * as vscode from 'vscode';
import type { Log } from '../base/log.ts';
import { textsUnder } from '../base/textsUnder.ts';
import { RecordedRollout } from './recordedRollout.ts';
import { startText } from './rolloutTitle.ts';

const patienceMs = 300;

export function readRollout(bundle: string, log: Log): RecordedRollout {
  const rollout = new RecordedRollout({
    bundle,
    findingTexts: textsUnder('finding'),
    onFault: error => log.error(error instanceof Error ? error : String(error)),
  });
  const timer = setTimeout(() => void showProgress(rollout), patienceMs);
  void rollout.loaded.then(() => clearTimeout(timer));
  return rollout;
}

async function showProgress(rollout: RecordedRollout): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading rollout'),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = token.onCancellationRequested(() => rollout.cancel());
    let shown = 0;
    const changes = rollout.onDidChange(change => {
      if (change.type !== 'header') return;
      const done = Math.round((rollout.header.progress ?? 0) * 100);
      const began = rollout.graph && startText(rollout.graph.started_at_unix_ms, vscode.env.language);
      progress.report({ increment: Math.max(0, done - shown), message: `${began ?? ''} (${done} %)` });
      shown = Math.max(shown, done);
    });
    await rollout.loaded;
    cancelled.dispose();
    changes.dispose();
  });
}
