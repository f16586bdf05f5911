/**
 * What no runtime on isolated-vm, in a process of its own, can go below, measured without our code: where a target is
 * out of reach, these numbers say why.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readSync, unlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import ivm from 'isolated-vm';

export interface Floor {
  readonly name: string;
  /** Median, ms. */
  readonly ms: number;
}

const rounds = 40;

export async function floors(): Promise<Floor[]> {
  const megabyte = `const text = "x".repeat(1024 * 1024);
    for (let i = 0; i < text.length; i += ${partUnits}) cb(text.slice(i, i + ${partUnits}));`;
  return [
    { name: 'floor: new isolate and context', ms: await median(async () => inIsolate(async () => {})) },
    { name: 'floor: to a process and back', ms: await toProcess() },
    { name: 'floor: into an isolate and out', ms: await called('cb("x")', 1) },
    { name: 'floor: 1 MB of text made, and out', ms: await called(megabyte, Math.ceil(text.length / partUnits)) },
    { name: 'floor: 1 MB as UTF-8 bytes and back', ms: await median(async () => timed(async () => recoded())) },
    { name: 'floor: 1 MB of text, cell to host', ms: await megabyteToHost() },
  ];
}

/** V8 takes new memory for longer strings, which costs more than what fills it. */
const partUnits = 60_000;
const text = 'x'.repeat(1024 * 1024);
const kept = Buffer.alloc(text.length);

function recoded(): number {
  kept.write(text);
  return decoded();
}

function decoded(): number {
  let length = 0;
  for (let at = 0; at < kept.length; at += partUnits) length += kept.toString('utf8', at, at + partUnits).length;
  return length;
}

/** A few bytes to another Node process, which sends them back at once, ms. */
async function toProcess(): Promise<number> {
  const echo = 'const s = new (require("net").Socket)({ fd: 3 }); s.on("data", bytes => s.write(bytes))';
  const child = spawn(process.execPath, ['-e', echo], { stdio: ['ignore', 'inherit', 'inherit', 'overlapped'] });
  const pipe = child.stdio[3] as Duplex;
  const there = async () => {
    pipe.write('{"t":"result"}');
    await once(pipe, 'data');
  };
  // The first waits for the process, the next for its code to be compiled.
  for (let i = 0; i < 500; i++) await there();
  const ms = await median(() => timed(there));
  child.kill();
  return ms;
}

/**
 * The whole way with nothing on it: a process that has an isolate ready is told to run code that puts out a megabyte; its
 * parts go into a file in memory, of which the host makes text again, ms.
 */
async function megabyteToHost(): Promise<number> {
  const file = join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `cellscope-floor-${process.pid}`);
  const addon = createRequire(import.meta.url).resolve('isolated-vm');
  const program = `
    const [ivm, fs, net] = [require(${JSON.stringify(addon)}), require('fs'), require('net')];
    const file = fs.openSync(${JSON.stringify(file)}, 'w');
    const bytes = Buffer.alloc(${text.length});
    const host = new net.Socket({ fd: 3 });
    let ready;
    async function prepare() {
      const isolate = new ivm.Isolate({ memoryLimit: 256 });
      let filled = 0;
      const out = new ivm.Callback(part => {
        filled += bytes.write(part, filled);
        if (filled < bytes.length) return;
        fs.writeSync(file, bytes, 0, filled, 0);
        host.write('!', () => isolate.dispose());
        setTimeout(prepare, 1);
      }, { ignored: true });
      const context = await isolate.createContext();
      await context.global.set('out', out);
      ready = { isolate, context };
      host.write('.');
    }
    host.on('data', () => {
      const code = \`export default () => { const text = "x".repeat(${text.length});
        for (let i = 0; i < text.length; i += ${partUnits}) out(text.slice(i, i + ${partUnits})); }\`;
      const module = ready.isolate.compileModuleSync(code);
      module.instantiateSync(ready.context, () => {});
      module.evaluateSync();
      module.namespace.getSync('default', { reference: true }).applyIgnored(undefined, []);
    });
    prepare();`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'inherit', 'inherit', 'overlapped'] });
  const pipe = child.stdio[3] as Duplex;
  const said = async () => String((await once(pipe, 'data'))[0]);
  const read = openSync(file, 'w+');
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    while ((await said()) !== '.');
    times.push(
      await timed(async () => {
        pipe.write('?');
        while ((await said()) !== '!');
        readSync(read, kept, 0, kept.length, 0);
        if (decoded() !== text.length) throw new Error('text was lost on its way');
      }),
    );
  }
  closeSync(read);
  unlinkSync(file);
  child.kill();
  return middle(times);
}

/** From outside into a function of an isolate until its one-way callback has come so many times, ms. */
function called(code: string, times: number): Promise<number> {
  return median(async () => {
    let ms = 0;
    await inIsolate(async context => {
      let arrived = () => {};
      let left = times;
      const callback = new ivm.Callback((_text: string) => --left === 0 && arrived(), { ignored: true });
      const run = await context.evalClosure(`const cb = $0; return () => { ${code} };`, [callback], {
        result: { reference: true },
      });
      ms = await timed(async () => {
        const arrival = new Promise<void>(resolve => {
          arrived = resolve;
        });
        run.applyIgnored(undefined, []);
        await arrival;
      });
    });
    return ms;
  });
}

/** How long making the isolate took, ms. */
async function inIsolate(body: (context: ivm.Context) => Promise<void>): Promise<number> {
  const since = performance.now();
  const isolate = new ivm.Isolate({ memoryLimit: 256 });
  const context = isolate.createContextSync();
  const ms = performance.now() - since;
  await body(context);
  isolate.dispose();
  return ms;
}

async function timed(body: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await body();
  return performance.now() - since;
}

async function median(round: () => Promise<number>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) times.push(await round());
  return middle(times);
}

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[rounds / 2] ?? Number.NaN;
}
