/**
 * Finds the lines of a text that match, without ever giving the host's thread to a pattern.
 *
 * Literal text is searched right here: its cost is bounded by the text. A regular expression can take exponential time,
 * so it runs in a worker that is killed when a text takes longer than its time, or when the search is cancelled.
 */

import { Worker } from 'node:worker_threads';

export interface LineMatch {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
  readonly text: string;
}

export interface LineMatcher {
  /** At most `limit` matching lines. `label` names the text in errors. */
  match(text: string, limit: number, label: string): Promise<LineMatch[]>;
  close(): Promise<void>;
}

const mostLineLength = 500;

export function literalMatcher(needle: string, ignoreCase: boolean): LineMatcher {
  const wanted = ignoreCase ? needle.toLowerCase() : needle;
  return {
    async match(text, limit) {
      const matches: LineMatch[] = [];
      const lines = text.split(/\r?\n/);
      for (const [index, line] of lines.entries()) {
        if (matches.length >= limit) break;
        const at = (ignoreCase ? line.toLowerCase() : line).indexOf(wanted);
        if (at >= 0) matches.push({ line: index + 1, column: at + 1, text: line.slice(0, mostLineLength) });
      }
      return matches;
    },
    async close() {},
  };
}

/** The worker's program. As text, so that it needs no file of its own beside a bundle. */
const workerSource = `
const { parentPort, workerData } = require('node:worker_threads');
const pattern = new RegExp(workerData.pattern, workerData.flags);
parentPort.on('message', ({ text, limit }) => {
  const matches = [];
  let number = 0;
  for (const line of text.split(/\\r?\\n/)) {
    number += 1;
    if (matches.length >= limit) break;
    const found = pattern.exec(line);
    if (found) matches.push({ line: number, column: found.index + 1, text: line.slice(0, ${mostLineLength}) });
  }
  parentPort.postMessage(matches);
});
`;

/** Throws a sentence when the pattern is not a regular expression. `timeMs` is allowed for each text. */
export function regexpMatcher(pattern: string, ignoreCase: boolean, timeMs: number, signal: AbortSignal): LineMatcher {
  const flags = ignoreCase ? 'i' : '';
  // Unicode mode refuses some escapes that people do write, such as `\\-` outside a class.
  const usable = [`${flags}u`, flags].find(each => compiles(pattern, each));
  if (usable === undefined) {
    throw new Error(`The query is not a regular expression: ${syntaxFault(pattern)}. Escape it, or leave regexp out.`);
  }
  const worker = new Worker(workerSource, {
    eval: true,
    workerData: { pattern, flags: usable },
    env: {},
    execArgv: [],
  });
  // A worker that waits for its next text must not keep a host alive.
  worker.unref();
  return {
    match(text, limit, label) {
      return new Promise((resolve, reject) => {
        const late = () => end(new Error(`The pattern took longer than ${timeMs} ms on "${label}"; make it simpler.`));
        const cancelled = () =>
          end(signal.reason instanceof Error ? signal.reason : new Error('The search was cancelled.'));
        const timer = setTimeout(late, timeMs);
        const end = (outcome: Error | LineMatch[]) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', cancelled);
          worker.off('message', end).off('error', end);
          if (!(outcome instanceof Error)) resolve(outcome);
          else void worker.terminate().then(() => reject(outcome));
        };
        signal.addEventListener('abort', cancelled, { once: true });
        worker.once('message', end).once('error', end);
        if (signal.aborted) cancelled();
        else worker.postMessage({ text, limit });
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}

function compiles(pattern: string, flags: string): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

function syntaxFault(pattern: string): string {
  try {
    new RegExp(pattern);
    return 'unknown fault';
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error);
  }
}
