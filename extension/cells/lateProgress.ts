/**
 * Progress for work that may be over before anybody could read about it: nothing is shown in the first half second.
 */

import * as vscode from 'vscode';
import { durationText } from './outputText.ts';

const patienceMs = 500;

/** `title` is asked for when it is shown; `cancel` is called once when the person cancels; the promise still settles with the work. */
export async function withLateProgress<T>(title: () => string, work: Promise<T>, cancel: () => void): Promise<T> {
  const begun = Date.now();
  if (await settlesWithin(work, patienceMs)) return work;
  const options = { location: vscode.ProgressLocation.Notification, title: title(), cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelled = token.onCancellationRequested(cancel);
    const tick = () => progress.report({ message: durationText(Date.now() - begun) });
    tick();
    const ticking = setInterval(tick, 1000);
    try {
      return await work;
    } finally {
      clearInterval(ticking);
      cancelled.dispose();
    }
  });
}

async function settlesWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
