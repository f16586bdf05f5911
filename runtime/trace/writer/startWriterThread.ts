/**
 * Starts the thread that writes a bundle, from its text, so that nobody has to find a file for it, or from the file of
 * a thread that can do more.
 *
 * Where Node grants no threads (its permission model has to allow them), the same work is done in the caller's: slower
 * for the run, but nothing is missing.
 */

import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { type FromThread, type ToThread, writerThread } from './writerThread.ts';

export interface WriterThread {
  post(message: ToThread): void;
  /** Keeps the process alive from now on. */
  ref(): void;
  /** Resolves when the thread is gone. */
  end(): Promise<unknown>;
}
export interface ThreadListener {
  message(message: FromThread): void;
  /** The thread failed outside its work: no memory, or it did not start. */
  failed(reason: string): void;
  ended(): void;
}

const text = `(${writerThread.toString()})({
  fs: require('node:fs'),
  os: require('node:os'),
  port: require('node:worker_threads').parentPort,
})`;

/** `program`: the file of a thread that can read notes; it throws where Node grants no threads. */
export function startWriterThread(listener: ThreadListener, program?: string): WriterThread {
  // What it holds is text that passes: little room, emptied often, keeps the process small.
  const resourceLimits = { maxYoungGenerationSizeMb: 6 };
  const options = { execArgv: [], name: 'cellscope bundle writer', resourceLimits };
  let worker: Worker;
  try {
    worker = program === undefined ? new Worker(text, { ...options, eval: true }) : new Worker(program, options);
  } catch (error) {
    if (program !== undefined) throw error;
    return withoutThread(listener);
  }
  worker.on('message', message => listener.message(message));
  worker.on('error', error => listener.failed(error.message));
  worker.on('exit', () => listener.ended());
  worker.unref();
  return {
    post: message => worker.postMessage(message),
    ref: () => worker.ref(),
    end: () => worker.terminate(),
  };
}

function withoutThread(listener: ThreadListener): WriterThread {
  let post: (message: ToThread) => void = () => {};
  writerThread({
    fs,
    port: {
      on: (_name, hear) => {
        post = hear;
      },
      // A moment later, as from a thread: whoever posts must not be answered in the middle of it.
      postMessage: message => setImmediate(() => listener.message(message)),
      close: () => {},
    },
  });
  return { post: message => post(message), ref: () => {}, end: () => Promise.resolve() };
}
