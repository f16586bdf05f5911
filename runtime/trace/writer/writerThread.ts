/**
 * The body of the thread that writes a bundle. Disk calls block here, and only here.
 *
 * Invariants: a payload file is complete before the line that names it is appended; lines keep their order; after the
 * first failure nothing more is written, and the log is cut back to its last whole line. What was written is in the
 * hands of the system: it outlives this process, killed or not, but nothing is forced to the disk (no `fsync`).
 * The function is handed to a `Worker` as text, so it must not use anything from outside itself.
 * Leaves out what the files mean.
 */

/**
 * What is to be written, flat, because that is what crosses to a thread fastest: three strings each, `compact`, path
 * and text of a payload file that is to be laid out; `pretty`, path and text of one that is; `line`, nothing, and one
 * event without its newline; `notes`, nothing, and what the thread's `readNotes` makes parts of.
 */
export type Parts = string[];

export type ToThread =
  /** `progress`: see `PROGRESS`. */
  | { readonly type: 'open'; readonly folder: string; readonly log: string; readonly progress: Int32Array }
  | { readonly type: 'write'; readonly parts: Parts }
  | { readonly type: 'close' };
export type FromThread =
  /** Nothing more is written. */
  | { readonly type: 'failed'; readonly message: string }
  /** Something is not written, and the rest is. */
  | { readonly type: 'missed'; readonly message: string }
  | { readonly type: 'closed' };

/** What the thread counts in shared memory, so that nobody has to listen: `write` messages done, and files written. */
export const PROGRESS = { batches: 0, files: 1 } as const;

/** What the thread needs of Node; named so that it can be run in a test without a thread. */
export interface ThreadPowers {
  readonly fs: Pick<
    typeof import('node:fs'),
    'openSync' | 'writeSync' | 'closeSync' | 'unlinkSync' | 'ftruncateSync' | 'fstatSync' | 'existsSync'
  >;
  readonly port: {
    on(name: 'message', listener: (message: ToThread) => void): unknown;
    postMessage(message: FromThread): void;
    close(): void;
  };
  /** Only for a thread of its own: the run comes first where both want the processor. */
  readonly os?: Pick<typeof import('node:os'), 'setPriority'>;
  /** For a thread that is given notes: what to write for them. */
  readNotes?(text: string): Parts;
}

export function writerThread({ fs, port, os, readNotes }: ThreadPowers): void {
  let folder = '';
  let logPath = '';
  let log = -1;
  let length = 0;
  /** Those that are due: one write for many. */
  let lines = '';
  let failed = false;
  let progress: Int32Array = new Int32Array(2);

  const writeAll = (file: number, bytes: Buffer): void => {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done, bytes.length - done);
  };
  const appendLines = (): void => {
    const bytes = Buffer.from(lines, 'utf8');
    lines = '';
    try {
      writeAll(log, bytes);
    } catch (error) {
      fs.ftruncateSync(log, length);
      throw error;
    }
    length += bytes.length;
  };
  /** `writeFileSync` in fewer system calls: most of what a recording costs is making files. */
  const writeNew = (path: string, text: string): void => {
    const file = fs.openSync(path, 'wx');
    try {
      writeAll(file, Buffer.from(text, 'utf8'));
    } catch (error) {
      fs.unlinkSync(path);
      throw error;
    } finally {
      fs.closeSync(file);
    }
    Atomics.add(progress, 1, 1);
  };
  const put = (kind: string, path: string, text: string): void => {
    if (kind === 'notes') {
      putAll(readNotes?.(text) ?? []);
    } else if (kind === 'line') {
      lines += `${text}\n`;
      if (lines.length > 16 * 1024) appendLines();
    } else {
      writeNew(`${folder}/${path}`, kind === 'compact' ? JSON.stringify(JSON.parse(text), null, 2) : text);
    }
  };
  const putAll = (parts: Parts): void => {
    for (let at = 0; at < parts.length; at += 3) put(parts[at] ?? '', parts[at + 1] ?? '', parts[at + 2] ?? '');
  };
  const write = (parts: Parts): void => {
    try {
      putAll(parts);
    } catch (error) {
      // What came before the payload that could not be written is whole, and stays.
      appendLines();
      throw error;
    }
    appendLines();
  };
  /** On Linux alone priorities are a thread's; elsewhere this would be the process's. */
  const yieldToOthers = (): void => {
    try {
      if (process.platform === 'linux') os?.setPriority(0, 10);
    } catch {
      // Then both take their turns.
    }
  };
  const guarded = (step: () => void): void => {
    if (failed) return;
    try {
      step();
    } catch (error) {
      failed = true;
      port.postMessage({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  };

  port.on('message', message => {
    switch (message.type) {
      case 'open':
        guarded(() => {
          yieldToOthers();
          progress = message.progress;
          folder = message.folder;
          logPath = `${folder}/${message.log}`;
          log = fs.openSync(logPath, 'r+');
          if (fs.fstatSync(log).size > 0) throw new Error(`${logPath} is not empty`);
        });
        return;
      case 'write':
        guarded(() => write(message.parts));
        Atomics.add(progress, 0, 1);
        Atomics.notify(progress, 0);
        return;
      case 'close':
        guarded(() => {
          fs.closeSync(log);
          // An open file outlives its folder on some systems: only now would nobody notice.
          if (!fs.existsSync(logPath)) throw new Error(`${logPath} is gone`);
        });
        port.postMessage({ type: 'closed' });
        port.close();
        return;
    }
  });
}
