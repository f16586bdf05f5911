/**
 * What no runtime on isolated-vm can go below, measured in this process, without a pipe and without our code: where a
 * target is out of reach, these numbers say why.
 */

import ivm from 'isolated-vm';

export interface Floor {
  readonly name: string;
  /** Median, ms. */
  readonly ms: number;
}

const rounds = 40;

export async function floors(): Promise<Floor[]> {
  const megabyte = 'cb("x".repeat(1024 * 1024))';
  return [
    { name: 'floor: new isolate and context', ms: await median(async () => inIsolate(async () => {})) },
    { name: 'floor: into an isolate and out', ms: await called('cb("x")') },
    { name: 'floor: 1 MB of text made, and out', ms: await called(megabyte) },
    { name: 'floor: 1 MB as UTF-8 bytes and back', ms: await median(async () => timed(async () => recoded())) },
  ];
}

const text = 'x'.repeat(1024 * 1024);

function recoded(): number {
  return Buffer.from(text).toString().length;
}

/** From outside into a function of an isolate until its one-way callback has come, ms. */
function called(code: string): Promise<number> {
  return median(async () => {
    let ms = 0;
    await inIsolate(async context => {
      let arrived = () => {};
      const callback = new ivm.Callback((_text: string) => arrived(), { ignored: true });
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
  return times.sort((a, b) => a - b)[rounds / 2] ?? Number.NaN;
}
