/**
 * The thread that makes events of facts and writes them: a program of its own, `dist/recorder.mjs` when bundled.
 *
 * A recording without a live view is made here, so that whoever runs cells has only to say what happened.
 */

import fs from 'node:fs';
import os from 'node:os';
import { parentPort } from 'node:worker_threads';
import { unreachable } from '../../base/json.ts';
import { type Parts, writerThread } from '../writer/writerThread.ts';
import { readNotes } from './notes.ts';
import { LocalRecording } from './recording.ts';

const port = parentPort;
if (port === null) throw new Error('this program is a thread of the recorder');

let parts: Parts = [];
let recording: LocalRecording | undefined;

writerThread({
  fs,
  os,
  port,
  readNotes(text) {
    const notes = readNotes(text);
    switch (notes.type) {
      case 'begin':
        recording = new LocalRecording(notes.beginning, { append, pretty: true }, missed);
        break;
      case 'facts':
        recording?.record(notes.facts);
        break;
      case 'end':
        recording?.finish(notes.atMs);
        break;
      default:
        unreachable(notes);
    }
    const made = parts;
    parts = [];
    return made;
  },
});

function append({ files, line }: { files: readonly (readonly [string, string, string])[]; line: string }): void {
  for (const [path, text, layout] of files) parts.push(layout, path, text);
  parts.push('line', '', line);
}

function missed(message: string): void {
  port?.postMessage({ type: 'missed', message });
}
