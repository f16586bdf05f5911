/**
 * A step stays in the call it began in, or comes out in the one that awaits it, however many calls of the same function
 * there are.
 */

import { describe, expect, test } from 'vitest';
import type { NestedCall } from '../base/handler.ts';
import type { JsonValue } from '../base/json.ts';
import type { StepHow } from './codeFrame.ts';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';
import { evaluate } from './values.ts';

useDebugger();

/** Calls echo their input: the second of `b` first, then the later ones first, the others of `b` last. */
function reversed() {
  const open: (() => void)[] = [];
  let soon: NodeJS.Timeout | undefined;
  return (call: NestedCall) =>
    new Promise<JsonValue>(resolve => {
      const input = String(call.input);
      const last = input.startsWith('b') && !/[y2]$/.test(input);
      open[last ? 'push' : 'unshift'](() => resolve(input));
      clearTimeout(soon);
      soon = setTimeout(() => {
        for (const answer of open.splice(0)) answer();
      }, 30);
    });
}

/** Of the line that stands: its number and `who`, a variable that names the call. */
async function here(driven: Driven): Promise<string> {
  const frame = driven.cell.stop?.frames[0];
  if (frame === undefined) return `nowhere: ${driven.cell.stop?.text}`;
  const { value } = await evaluate(driven.cell, {
    expression: "typeof who === 'undefined' ? 'cell' : who",
    frame,
  }).catch(() => ({ value: 'unknown' }));
  return `${frame.line + 1} ${value}`;
}

/** Every place it stands at from the breakpoint on, stepping in this way, as `line who`. */
async function walk(source: string, line: number, condition: string, how: StepHow, most = 12): Promise<string[]> {
  const driven = await debugCell(source, { onToolCall: reversed() });
  await driven.cell.code.breakpoints.set([{ line: line - 1, condition }]);
  await driven.cell.run();
  await driven.stop();
  await driven.cell.code.breakpoints.set([]);
  const seen = [await here(driven)];
  for (let i = 0; i < most; i++) {
    driven.cell.stepLine(how);
    const stop = await driven.next();
    if (stop === null) break;
    seen.push(await here(driven));
  }
  if (!driven.cell.ended) await driven.end();
  return seen;
}

const nested = `async function inner(who) {
  const a = await tools.echo(who);
  text(a);
}
async function outer(who) {
  await Promise.all([inner(who + 'x'), inner(who + 'y')]);
  text(who);
}
await Promise.all(['a', 'b', 'c', 'd'].map(outer));
text('end');`;

describe("out of a call that Promise.all waits for a step leads to that call's own awaiter", () => {
  test.each([
    ['over its end', 3, 'over', ['3 by', '4 by', '7 b', '8 b', '10 cell']],
    ['out of it', 3, 'out', ['3 by', '7 b', '10 cell']],
    ['out of it and of what map has called', 2, 'out', ['2 by', '6 b', '9 cell']],
    ['into nothing', 4, 'into', ['4 by', '7 b', '8 b', '10 cell']],
  ] as const)('%s', async (_, line, how, seen) => {
    expect(await walk(nested, line, "who === 'by'", how)).toEqual(seen);
  });

  test('and stays in its call over an await', async () => {
    expect(await walk(nested, 2, "who === 'bx'", 'over')).toEqual(['2 bx', '3 bx', '4 bx', '7 b', '8 b', '10 cell']);
  });

  test('when it fails', async () => {
    const source = nested
      .replace('text(a);', 'throw new Error(who);')
      .replace('Promise.all([inner', 'Promise.allSettled([inner');
    expect(await walk(source, 3, "who === 'by'", 'over')).toEqual(['3 by', '7 b', '8 b', '10 cell']);
  });
});

describe('out of a call that is awaited itself a step leads to its awaiter', () => {
  const direct = nested.replace(/Promise.all\(\[inner\(who \+ 'x'\).*\]\)/, "inner(who + 'x')");
  test.each([
    ['over its end', 3, 'over', ['3 bx', '4 bx', '7 b', '8 b', '10 cell']],
    ['out of it, before it has waited', 2, 'out', ['2 bx', '7 b', '10 cell']],
    ['out of it, after it has waited', 3, 'out', ['3 bx', '7 b', '10 cell']],
  ] as const)('%s', async (_, line, how, seen) => {
    expect(await walk(direct, line, "who === 'bx'", how)).toEqual(seen);
  });

  test('where a failure is handled', async () => {
    const source = `async function inner(who) {
  const a = await tools.echo(who);
  throw new Error(a);
}
async function outer(who) {
  try {
    await inner(who);
  } catch {
    text(who);
  }
}
await Promise.all(['a', 'b', 'c', 'd'].map(outer));
text('end');`;
    const seen = ['3 b', '9 b', '11 b', '13 cell'];
    expect(await walk(source, 3, "who === 'b'", 'over')).toEqual(seen);
  });

  test('that awaits it only later', async () => {
    const source = `async function f(who) {
  const a = await tools.echo(who);
  text(a);
}
async function outer(who) {
  const all = [f(who + 1), f(who + 2)];
  for (const each of all) {
    await each;
    text('each');
  }
  text(who);
}
await Promise.all(['a', 'b', 'c'].map(outer));
text('end');`;
    expect(await walk(source, 3, "who === 'b2'", 'out')).toEqual(['3 b2', '9 b', '14 cell']);
  });

  test('of the same function, in a recursion', async () => {
    const source = `async function f(who, n) {
  const a = await tools.echo(who + n);
  if (n > 0) await f(who, n - 1);
  text(who + n);
}
await Promise.all([f('a', 2), f('b', 2), f('c', 2)]);
text('end');`;
    const seen = ['4 b', '5 b', '4 b', '5 b', '4 b', '5 b', '7 cell'];
    expect(await walk(source, 4, "who === 'b' && n === 0", 'over')).toEqual(seen);
  });
});

describe('out of a callback a step leads to what awaits its outcome', () => {
  const called = `async function outer(who) {
  await Promise.all(['x', 'y'].map(n => tools.echo(who + n).then(who => {
    text(who);
    text(1);
  })));
  text(who);
}
await Promise.all(['a', 'b', 'c'].map(outer));
text('end');`;
  test.each([
    ['over its end', 'over', ['3 by', '4 by', '5 by', '6 b', '7 b', '9 cell']],
    ['out of it', 'out', ['3 by', '6 b', '9 cell']],
  ] as const)('%s', async (_, how, seen) => {
    expect(await walk(called, 3, "who === 'by'", how)).toEqual(seen);
  });

  test('when it fails', async () => {
    const source = called.replace('text(1);', 'throw new Error(who);').replace('.all([', '.allSettled([');
    expect(await walk(source, 4, "who === 'by'", 'over')).toEqual(['4 by', '6 b', '7 b', '9 cell']);
  });

  test('of a timer: what it wakes', async () => {
    const source = `async function f(who) {
  await new Promise(resolve => setTimeout(() => {
    text(who);
    resolve(1);
  }, 10));
  text('after');
}
await Promise.all(['a', 'b', 'c'].map(f));
text('end');`;
    expect(await walk(source, 4, "who === 'b'", 'over')).toEqual(['4 b', '5 b', '6 b', '7 b', '9 cell']);
  });
});

describe('with asynchronous generators', () => {
  const generated = `async function* g(who) {
  for (let i = 0; i < 2; i++) {
    const a = await tools.echo(who + i);
    yield a;
  }
}
async function f(who) {
  for await (const a of g(who)) {
    text(a);
  }
  text(who);
}
await Promise.all([f('a'), f('b'), f('c')]);
text('end');`;
  const rest = ['9 b', '8 b', '9 b', '8 b', '11 b', '12 b', '14 cell'];
  test('a step over a yield leads to who asked for it', async () => {
    expect(await walk(generated, 4, "who === 'b'", 'over')).toEqual(['4 b', ...rest]);
  });

  test('a step over the head of for await stays in its call', async () => {
    expect(await walk(generated, 9, "who === 'b'", 'over')).toEqual(rest);
    expect(await walk(generated, 8, "who === 'b'", 'over')).toEqual(['8 b', '8 b', ...rest]);
  });
});

test('a step takes what has arrived before it began', async () => {
  const driven = await debugCell(nested, { onToolCall: reversed() });
  await driven.cell.code.breakpoints.set([{ line: 2, condition: "who === 'dy'" }]);
  await driven.cell.run();
  await driven.stop();
  driven.cell.stepLine('over');
  await driven.stop();
  await driven.end();
  expect(driven.told().filter(text => text.includes('Nothing can wake'))).toEqual([]);
  expect(driven.texts().at(-1)).toBe('end');
});
