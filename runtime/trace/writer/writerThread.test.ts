import * as fs from 'node:fs';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type FromThread,
  type Parts,
  PROGRESS,
  type ThreadPowers,
  type ToThread,
  writerThread,
} from './writerThread.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** The thread's body, run here, on a disk that may be made to fail. */
function thread(disk: Partial<ThreadPowers['fs']> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'writer-'));
  folders.push(folder);
  writeFileSync(join(folder, 'trace.jsonl'), '');
  const answers: FromThread[] = [];
  let tell: (message: ToThread) => void = () => {};
  writerThread({
    fs: { ...fs, ...disk },
    port: {
      on: (_name, listener) => {
        tell = listener;
      },
      postMessage: message => answers.push(message),
      close: () => {},
    },
    readNotes: text => [...entry(`${text} 1`, [`${text}.json`, '[]']), ...entry(`${text} 2`)],
  });
  const progress = new Int32Array(new SharedArrayBuffer(8));
  const send = (message: ToThread) => tell(message);
  const write = (...entries: Parts[]) => send({ type: 'write', parts: entries.flat() });
  const open = () => send({ type: 'open', folder, log: 'trace.jsonl', progress });
  open();
  return { folder, answers, progress, open, write, send, log: () => readFileSync(join(folder, 'trace.jsonl'), 'utf8') };
}
const entry = (line: string, ...files: [string, string][]): Parts => [
  ...files.flatMap(file => ['pretty', ...file]),
  ...['line', '', line],
];
const full = (): never => {
  throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
};

describe('the writing thread', () => {
  test('writes payloads and lines and counts what it has done', () => {
    const { send, write, progress, answers, log, folder } = thread();
    write(entry('a', ['1.json', '{}']), entry('b'));
    send({ type: 'close' });
    expect(log()).toBe('a\nb\n');
    expect(readFileSync(join(folder, '1.json'), 'utf8')).toBe('{}');
    expect(answers).toEqual([{ type: 'closed' }]);
    expect([progress[PROGRESS.batches], progress[PROGRESS.files]]).toEqual([1, 1]);
  });

  test('lays out what comes compact', () => {
    const { write, folder } = thread();
    write(['compact', '1.json', '{"a":[1,{}],"b":"c\\n"}', 'line', '', 'a']);
    expect(readFileSync(join(folder, '1.json'), 'utf8')).toBe('{\n  "a": [\n    1,\n    {}\n  ],\n  "b": "c\\n"\n}');
  });

  test('writes what its reader makes of notes, in their place', () => {
    const { write, log, folder } = thread();
    write(entry('a'), ['notes', '', 'b'], entry('c'));
    expect(log()).toBe('a\nb 1\nb 2\nc\n');
    expect(readFileSync(join(folder, 'b.json'), 'utf8')).toBe('[]');
  });

  test('never writes over a payload that is there already', () => {
    const { write, answers, log } = thread();
    write(entry('a', ['1.json', 'first']));
    write(entry('b', ['1.json', 'second']));
    expect(answers).toContainEqual({ type: 'failed', message: expect.stringContaining('EEXIST') });
    expect(log()).toBe('a\n');
  });

  test('refuses a log that has lines already', () => {
    const { open, write, log, answers } = thread();
    write(entry('a'));
    open();
    write(entry('b'));
    expect(answers).toEqual([{ type: 'failed', message: expect.stringContaining('trace.jsonl is not empty') }]);
    expect(log()).toBe('a\n');
  });

  test('keeps the order of more lines than it writes at once', () => {
    const { write, log } = thread();
    const lines = Array.from({ length: 1000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
    write(...lines.map(line => entry(line)));
    expect(log()).toBe(`${lines.join('\n')}\n`);
  });
});

describe('a disk that is full', () => {
  /** A disk with so much room left, in bytes. */
  const roomFor = (bytes: number): Partial<ThreadPowers['fs']> => {
    let room = bytes;
    return {
      writeSync: ((file: number, data: Buffer, offset: number, length: number) => {
        if (room === 0) full();
        const done = fs.writeSync(file, data, offset, Math.min(length, room));
        room -= done;
        return done;
      }) as typeof fs.writeSync,
    };
  };

  test('keeps the lines before the payload that did not fit, and none that names it', () => {
    const opened: string[] = [];
    const disk: Partial<ThreadPowers['fs']> = {
      openSync: (path, flags) => {
        opened.push(String(path));
        return opened.length > 2 ? full() : fs.openSync(path, flags);
      },
    };
    const { write, answers, log } = thread(disk);
    write(entry('a', ['1.json', '1']), entry('b', ['2.json', '2']), entry('c'));
    expect(log()).toBe('a\n');
    expect(answers.map(each => each.type)).toEqual(['failed']);
  });

  test('leaves no half payload behind', () => {
    const { write, log, folder } = thread(roomFor(5));
    write(entry('a', ['1.json', '123456789']));
    expect(readdirSync(folder)).toEqual(['trace.jsonl']);
    expect(log()).toBe('');
  });

  test('leaves no half line behind', () => {
    const { write, log } = thread(roomFor(4));
    write(entry('a'));
    write(entry('bcd'));
    expect(log()).toBe('a\n');
  });

  test('is tried once: nothing is written after the first failure', () => {
    let attempts = 0;
    const disk: Partial<ThreadPowers['fs']> = {
      writeSync: () => {
        attempts++;
        return full();
      },
    };
    const { send, write, answers, folder } = thread(disk);
    for (let index = 0; index < 3; index++) write(entry('a', ['1.json', '1']));
    send({ type: 'close' });
    expect(attempts).toBe(1);
    expect(answers.filter(each => each.type === 'failed')).toHaveLength(1);
    expect(answers.at(-1)).toEqual({ type: 'closed' });
    expect(readdirSync(folder)).toEqual(['trace.jsonl']);
  });
});

test('a log that was deleted under the open file is noticed at the end', () => {
  const { send, write, answers, folder } = thread();
  write(entry('a'));
  rmSync(join(folder, 'trace.jsonl'));
  send({ type: 'close' });
  expect(answers).toContainEqual({ type: 'failed', message: expect.stringContaining('is gone') });
});
