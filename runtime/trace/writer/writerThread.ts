/**
 * The body of the thread that writes a bundle. Disk calls block here, and only here.
 *
 * Invariants: a payload file is complete before the line that names it is appended; lines keep their order; after the
 * first failure nothing more is written, and the log is cut back to its last whole line.
 * The function is handed to a `Worker` as text, so it must not use anything from outside itself.
 * Leaves out what the files mean.
 */

/** A payload's file name under the bundle folder and its text. */
export type PayloadFile = readonly [path: string, text: string];
export interface LogEntry {
  readonly files: readonly PayloadFile[];
  /** One event, without its newline. */
  readonly line: string;
}

export type ToThread =
  | { readonly type: 'open'; readonly folder: string; readonly log: string }
  /** `size` is what the sender counted; it comes back in `written`. */
  | { readonly type: 'write'; readonly entries: readonly LogEntry[]; readonly size: number }
  | { readonly type: 'close' };
export type FromThread =
  | { readonly type: 'written'; readonly size: number }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'closed' };

/** What the thread needs of Node; named so that it can be run in a test without a thread. */
export interface ThreadPowers {
  readonly fs: Pick<
    typeof import('node:fs'),
    'openSync' | 'writeSync' | 'closeSync' | 'unlinkSync' | 'ftruncateSync' | 'existsSync'
  >;
  readonly port: {
    on(name: 'message', listener: (message: ToThread) => void): unknown;
    postMessage(message: FromThread): void;
    close(): void;
  };
  /** The run comes first where both want the processor. Only Linux knows priorities of threads. */
  yieldToOthers(): void;
}

export function writerThread({ fs, port, yieldToOthers }: ThreadPowers): void {
  let folder = '';
  let logPath = '';
  let log = -1;
  let length = 0;
  let failed = false;

  const writeAll = (file: number, bytes: Buffer): void => {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done, bytes.length - done);
  };
  const appendLines = (text: string): void => {
    const bytes = Buffer.from(text, 'utf8');
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
  };
  const write = (entries: readonly LogEntry[]): void => {
    let lines = '';
    try {
      for (const entry of entries) {
        for (const [path, text] of entry.files) writeNew(`${folder}/${path}`, text);
        lines += `${entry.line}\n`;
      }
    } catch (error) {
      // What came before the payload that could not be written is whole, and stays.
      appendLines(lines);
      throw error;
    }
    appendLines(lines);
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
          folder = message.folder;
          logPath = `${folder}/${message.log}`;
          log = fs.openSync(logPath, 'ax');
        });
        return;
      case 'write':
        guarded(() => write(message.entries));
        port.postMessage({ type: 'written', size: message.size });
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
