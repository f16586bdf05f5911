/**
 * The child process: holds isolates and nothing else. It reads frames from pipe 3 and writes frames to it; if it has a
 * shelf for large payloads, that is file 4.
 *
 * It is started without environment, under Node's permission model (`childCommand.ts`), and kills itself when the pipe
 * ends: the host has gone. Always by SIGKILL: an orderly exit waits for threads that may never return.
 */

import { Socket, type SocketConstructorOpts } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { FrameReader } from '../protocol/frame.ts';
import { FrameWriter } from '../protocol/frameWriter.ts';
import type { ChildLimits, FromChild, ToChild } from '../protocol/messages.ts';
import { ParcelsIn, ParcelsOut, type Payload } from '../protocol/parcels.ts';
import { Shelf, shelfFd } from '../protocol/shelf.ts';
import { loadAddon } from './addon.ts';
import { CellHost } from './cellHost.ts';
import { DebugHost } from './debugHost.ts';

interface ChildOptions {
  /** isolated-vm's `prebuilds` folder. */
  readonly prebuilds: string;
  /** Isolates to keep ready. */
  readonly warm: number;
  readonly limits: ChildLimits;
  /** Hold one cell under an inspector. */
  readonly debug?: true;
  readonly shelf: boolean;
}

const readBytes = 256 * 1024;

const options = JSON.parse(process.argv[2] ?? '{}') as ChildOptions;
// Compile whole scripts at once: cells are short and run once, and the bootstrap's compiled code is shared. In a debugged
// cell those functions that await are compiled on their own (`debug/awaitCounts.ts`).
if (options.debug !== true) setFlagsFromString('--no-lazy');
let reader: FrameReader | null = null;
const chunk = Buffer.alloc(readBytes);
const onread = {
  buffer: chunk,
  callback: (bytes: number) => {
    reader?.push(chunk.subarray(0, bytes));
    return true;
  },
};
// Read into one buffer of our own: the stream's machinery costs as much as the rest of a message. Node's types know
// `onread` for connections only.
const pipe = new Socket({ fd: 3, readable: true, writable: true, onread } as SocketConstructorOpts);
// Any number of cells may wait for the same moment when everything has been written.
pipe.setMaxListeners(0);
const shelf = options.shelf ? new Shelf(shelfFd) : null;
const writer = new FrameWriter(pipe, shelf && new ParcelsOut(shelf, 'child'));
const send = (message: FromChild, payload?: Payload) => writer.send(message, payload);
/** Runs what takes long after everything said so far has been written: until then it would keep the reader waiting. */
const whenSent = (then: () => void) => setImmediate(() => (pipe.writableNeedDrain ? pipe.once('drain', then) : then()));
const die = () => process.kill(process.pid, 'SIGKILL');
pipe.on('end', die).on('close', die).on('error', die);

try {
  const addon = loadAddon(options.prebuilds);
  const host = options.debug
    ? new DebugHost(addon, options.limits, send, () => writer.flush())
    : new CellHost(addon, options.warm, options.limits, { send, flush: () => writer.flush(), whenSent });
  // The pipe's other end is our own host: its headers need no guard.
  const parcels = shelf && new ParcelsIn(shelf, 'child');
  reader = new FrameReader((header, payload) => host.receive(header as ToChild, payload), parcels);
  pipe.resume();
  send({ t: 'ready', node: process.version, abi: process.versions.modules });
} catch (error) {
  send({ t: 'unfit' }, error instanceof Error ? error.message : String(error));
}
