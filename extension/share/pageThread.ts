/**
 * A saved page made in a thread of its own, for a host that must stay free.
 *
 * Invariants: `done` settles once, also when the thread dies; after `cancel` nothing of it runs any more. The file is the
 * caller's, whatever became of it.
 */

import { Worker } from 'node:worker_threads';
import type { PageDone, PageJob, PageNews } from '../../runtime/share/pageJob.ts';

export interface PageThread {
  /** Rejects with a sentence, or with `Cancelled`. */
  readonly done: Promise<PageDone>;
  cancel(): void;
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** `program` is the built `pageWorker.js`, or its source. `onProgress` gets 0..1. */
export function startPageThread(program: string, job: PageJob, onProgress: (done: number) => void): PageThread {
  const worker = new Worker(program, {
    workerData: job,
    name: 'cellscope page',
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let settle: { reject(error: Error): void } | undefined;
  const done = new Promise<PageDone>((resolve, reject) => {
    settle = { reject };
    worker.on('message', (news: PageNews) => {
      switch (news.type) {
        case 'progress':
          return onProgress(news.done);
        case 'done':
          return resolve(news.page);
        case 'failed':
          return reject(new Error(news.message));
      }
    });
    worker.on('error', reject);
    worker.on('exit', () => reject(new Error('The page could not be made: its thread ended before it was done.')));
  });
  return {
    done: done.finally(() => void worker.terminate()),
    cancel: () => {
      settle?.reject(new Cancelled('Cancelled.'));
      void worker.terminate();
    },
  };
}
