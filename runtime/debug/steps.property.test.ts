import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';

useDebugger();

/** Lines of a cell, and the texts they put out. */
interface Piece {
  readonly lines: readonly string[];
  readonly texts: readonly string[];
}

const number = fc.nat(99);
const piece: fc.Arbitrary<Piece> = fc.oneof(
  number.map(n => ({ lines: [`text(${n});`], texts: [`${n}`] })),
  number.map(n => ({ lines: [`text(await tools.echo(${n}));`], texts: [`${n}`] })),
  number.map(n => ({ lines: [`text(await twice(${n}));`], texts: [`${n * 2}`] })),
  number.map(n => ({ lines: [`text(plus(${n}));`], texts: [`${n + 1}`] })),
  number.map(n => ({
    lines: [`await new Promise(r => setTimeout(r, ${n % 4}));`, `text(${n});`],
    texts: [`${n}`],
  })),
  number.map(n => ({
    lines: [
      '{',
      `  const all = await Promise.all([tools.echo(${n}), twice(1), tools.echo(2)]);`,
      '  text(all.join());',
      '}',
    ],
    texts: [`${n},2,2`],
  })),
  fc.nat(3).map(n => ({
    lines: [`for (let i = 0; i < ${n}; i++) {`, '  text(await tools.echo(i));', '}'],
    texts: Array.from({ length: n }, (_, i) => `${i}`),
  })),
  number.map(n => ({
    lines: ['try {', `  await tools.fail(${n});`, '} catch (error) {', '  text(error);', '}'],
    texts: [`${n}`],
  })),
  number.map(n => ({ lines: ['yield_control();', `text(${n});`], texts: [`${n}`] })),
  number.map(n => ({ lines: ['notify("n");', `store("k", ${n});`, 'text(load("k"));'], texts: [`${n}`] })),
  number.map(n => ({
    lines: ['for await (const { value } of as_settled([twice(1), plus(1)])) text(value);', `text(${n});`],
    texts: ['2', '2', `${n}`],
  })),
);

const head = [
  'async function twice(x) {',
  '  const y = await tools.echo(x);',
  '  return y * 2;',
  '}',
  'function plus(x) {',
  '  const z = x + 1;',
  '  return z;',
  '}',
];

const steps: Readonly<Record<string, (driven: Driven) => void>> = {
  over: ({ cell }) => cell.stepLine('over'),
  into: ({ cell }) => cell.stepLine('into'),
  out: ({ cell }) => cell.stepLine('out'),
  event: ({ cell }) => cell.stepEvent({ type: 'any' }),
  yield: ({ cell }) => cell.stepEvent({ type: 'yield' }),
  call: ({ cell }) => cell.stepEvent({ type: 'call', tool: 'echo' }),
  delivery: ({ cell }) => cell.stepEvent({ type: 'delivery' }),
  pause({ cell }) {
    cell.go();
    cell.pause();
  },
};
const step = fc.constantFrom(...Object.keys(steps));

/** Sequences of steps; each steps through a cell of its own. */
const runs = Number(process.env.CELLSCOPE_STEP_RUNS ?? 500);
/** A failure names its seed; with it, and one run, the same sequence comes first. */
const seed = Number(process.env.CELLSCOPE_STEP_SEED ?? Date.now() % 2 ** 31);
/** Cells that are stepped through at the same time. */
const lanes = Math.min(runs, 6);

describe('whatever the steps', () => {
  test(`a cell puts out what it would have, and reaches its end (${runs} times)`, {
    timeout: runs * 10_000,
  }, async () => {
    const each = Math.ceil(runs / lanes);
    await Promise.all(Array.from({ length: lanes }, (_, lane) => check(seed + lane, each)));
  });
});

function check(seed: number, numRuns: number): Promise<void> {
  const pieces = fc.array(piece, { minLength: 1, maxLength: 6 });
  const wanted = fc.array(step, { minLength: 1, maxLength: 25 });
  return fc.assert(fc.asyncProperty(pieces, wanted, fc.boolean(), stepThrough), { seed, numRuns, endOnFailure: true });
}

async function stepThrough(pieces: readonly Piece[], wanted: readonly string[], entry: boolean): Promise<void> {
  const source = [...head, ...pieces.flatMap(({ lines }) => lines)].join('\n');
  const driven = await debugCell(source);
  try {
    await driven.cell.run(entry);
    if (!entry) driven.cell.pause();
    for (let i = 0; ; i++) {
      const stop = await within(driven, 60_000);
      if (stop === null) break;
      if (i > 60) driven.cell.go();
      else steps[wanted[i % wanted.length] ?? 'over']?.(driven);
    }
    expect(driven.cell.response?.status).toBe('completed');
    expect(driven.texts()).toEqual(pieces.flatMap(({ texts }) => texts));
  } finally {
    await driven.cell.close();
  }
}

/** The next stop, or null at the end; says what was last seen when neither comes. */
async function within(driven: Driven, ms: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const last = driven.events
        .slice(-8)
        .map(event => JSON.stringify(event, (key, value) => (key === 'frames' ? value.length : value)));
      reject(new Error(`neither a stop nor the end came after ${ms} ms; busy ${driven.cell.busy}\n${last.join('\n')}`));
    }, ms);
  });
  try {
    return await Promise.race([driven.next(), late]);
  } finally {
    clearTimeout(timer);
  }
}
