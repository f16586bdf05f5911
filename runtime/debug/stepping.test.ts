import { describe, expect, test } from 'vitest';
import type { NestedCall } from '../base/handler.ts';
import type { JsonValue } from '../base/json.ts';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';
import type { LineBreakpoint } from './lineBreakpoints.ts';
import { evaluate } from './values.ts';

useDebugger();

/** A tool whose calls are answered when the test says so. */
function slowTool() {
  const open = new Map<string, (value: JsonValue) => void>();
  return {
    onToolCall: (call: NestedCall) => new Promise<JsonValue>(resolve => open.set(String(call.input), resolve)),
    async answer(input: string, value: JsonValue = `got ${input}`): Promise<void> {
      while (!open.has(input)) await new Promise(resolve => setTimeout(resolve, 5));
      open.get(input)?.(value);
    },
  };
}

async function see(driven: Driven, expression: string): Promise<unknown> {
  const frame = driven.cell.stop?.frames[0];
  return (await evaluate(driven.cell, { expression, ...(frame === undefined ? {} : { frame }) })).value;
}

const concurrent = `async function f(n) {
  const a = await tools.echo(n);
  text(n + ' ' + a);
}
await Promise.all([f(1), f(2), f(3)]);
text('end');`;

async function at(source: string, breakpoints: readonly LineBreakpoint[], tool = slowTool()) {
  const driven = await debugCell(source, { onToolCall: tool.onToolCall });
  await driven.cell.code.breakpoints.set(breakpoints);
  await driven.cell.run();
  return { driven, tool };
}

describe('a step over an await', () => {
  test.each([1, 2, 3])('stays in its own call of the function, number %i, whichever is answered first', async own => {
    const { driven, tool } = await at(concurrent, [{ line: 1, condition: `n === ${own}` }]);
    expect((await driven.stop()).reason).toBe('breakpoint');
    driven.cell.stepLine('over');
    const others = [1, 2, 3].filter(n => n !== own);
    for (const n of [...others, own]) await tool.answer(String(n));
    const stop = await driven.stop();
    expect([stop.reason, stop.frames[0]?.line]).toEqual(['step', 2]);
    expect(await see(driven, 'n')).toBe(own);
    expect(driven.texts()).toEqual(others.map(n => `${n} got ${n}`));
    await driven.end();
  });

  test('waits for a promise that was made before the step', async () => {
    const { driven, tool } = await at(
      `async function f(n) {
  const p = tools.echo(n);
  text('called');
  const a = await p;
  text(a);
}
await Promise.all([f(1), f(2)]);`,
      [{ line: 3, condition: 'n === 1' }],
    );
    await driven.stop();
    driven.cell.stepLine('over');
    await tool.answer('2');
    await tool.answer('1');
    const stop = await driven.stop();
    expect([stop.frames[0]?.line, await see(driven, 'n')]).toEqual([4, 1]);
    await driven.end();
  });

  test('is not lost to a log point or a failure that is caught in another call', async () => {
    const source = `async function f(n) {
  try {
    const a = await tools.echo(n);
    if (n !== 1) throw new Error('caught');
    text(a);
  } catch {}
}
await Promise.all([f(1), f(2), f(3)]);`;
    const { driven, tool } = await at(source, [
      { line: 2, condition: 'n === 1' },
      { line: 3, condition: 'n !== 1', logMessage: 'call {n}' },
    ]);
    await driven.cell.code.setExceptions('uncaught');
    await driven.stop();
    driven.cell.stepLine('over');
    for (const n of ['2', '3', '1']) await tool.answer(n);
    const stop = await driven.stop();
    expect([stop.reason, stop.frames[0]?.line, await see(driven, 'n')]).toEqual(['step', 3, 1]);
    await driven.end();
    expect(driven.events.flatMap(event => (event.type === 'log_point' ? [event.text] : []))).toEqual([
      'call 2',
      'call 3',
    ]);
  });

  test('leads out of a function to the one that awaits it, and not to another of its calls', async () => {
    const source = `async function inner(n) {
  return tools.echo(n);
}
async function outer(n) {
  const a = await inner(n);
  text(n + ' ' + a);
}
await Promise.all([outer(1), outer(2)]);`;
    const { driven, tool } = await at(source, [{ line: 4, condition: 'n === 2' }]);
    await driven.stop();
    driven.cell.stepLine('into');
    expect((await driven.stop()).frames.map(({ line }) => line)).toEqual([1, 4, 7]);
    driven.cell.stepLine('out');
    await tool.answer('1');
    await tool.answer('2');
    let stop = await driven.stop();
    // The place to which a called function returns is part of the line that called it.
    if (stop.frames[0]?.line === 4) {
      driven.cell.stepLine('over');
      stop = await driven.stop();
    }
    expect([stop.frames[0]?.line, await see(driven, 'n')]).toEqual([5, 2]);
    await driven.end();
  });

  test.each(['none', 'uncaught'] as const)('whose tool fails leads into the handler (exceptions: %s)', async mode => {
    const source = `async function f(n) {
  try {
    await tools.fail(n);
  } catch (error) {
    text(error);
  }
}
await f(1);
text('end');`;
    const driven = await debugCell(source);
    await driven.cell.code.setExceptions(mode);
    await driven.cell.code.breakpoints.set([{ line: 2 }]);
    await driven.cell.run();
    await driven.stop();
    driven.cell.stepLine('over');
    expect((await driven.stop()).frames[0]?.line).toBeGreaterThan(2);
    await driven.end();
  });

  test.each(['none', 'uncaught'] as const)('leads to who handles a failure (exceptions: %s)', async mode => {
    const source = `async function f(n) {
  await tools.echo(n);
  throw new Error('no');
}
try {
  await f(1);
} catch (error) {
  text(error.message);
}
text('end');`;
    const driven = await debugCell(source);
    await driven.cell.code.setExceptions(mode);
    await driven.cell.code.breakpoints.set([{ line: 2 }]);
    await driven.cell.run();
    await driven.stop();
    driven.cell.stepLine('over');
    let { frames } = await driven.stop();
    // Where the function itself ends may come first.
    for (let i = 0; i < 3 && (frames[0]?.line ?? 0) < 6; i++) {
      driven.cell.stepLine('over');
      ({ frames } = await driven.stop());
    }
    expect(frames[0]?.line).toBeGreaterThan(5);
    expect(frames[0]?.line).toBeLessThan(9);
    await driven.end();
  });

  test('leads from the last line of a call to who awaits it, through Promise.all', async () => {
    const { driven, tool } = await at(concurrent, [{ line: 2, condition: 'n === 3' }]);
    for (const n of ['1', '2', '3']) await tool.answer(n);
    await driven.stop();
    const seen: (number | undefined)[] = [];
    for (let i = 0; i < 4 && seen.at(-1) !== 5; i++) {
      driven.cell.stepLine('over');
      seen.push((await driven.stop()).frames[0]?.line);
    }
    expect(seen.at(-1)).toBe(5);
    await driven.end();
  });

  test('that takes long lets the cell be paused, looked at and terminated', async () => {
    const { driven } = await at(concurrent, [{ line: 1, condition: 'n === 1' }]);
    await driven.stop();
    driven.cell.stepLine('over');
    while (driven.cell.frontier.calls.size < 3 || driven.cell.busy)
      await new Promise(resolve => setTimeout(resolve, 5));
    driven.cell.pause();
    const stop = await driven.stop();
    expect([stop.text, stop.frames]).toEqual(['Paused', []]);
    expect((await evaluate(driven.cell, { expression: '1 + 1' })).value).toBe(2);
    driven.cell.terminate();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('terminated');
  });

  test('is over when the cell leaves by exit() or fills its heap', async () => {
    for (const [end, status] of [
      ['exit();', 'completed'],
      ['const a = []; for (;;) a.push(new Array(1000).fill(1.5));', 'failed'],
    ]) {
      const driven = await debugCell(`await tools.echo(1);\n${end}\ntext("never");`, { limits: { memoryMb: 32 } });
      await driven.cell.run(true);
      for (let stop = await driven.next(); stop !== null; stop = await driven.next()) driven.cell.stepLine('over');
      expect(driven.cell.response?.status).toBe(status);
      expect(driven.texts()).toEqual([]);
    }
  });

  test('of a timer leads on when the timer fires', async () => {
    const driven = await debugCell('await new Promise(r => setTimeout(r, 20));\ntext(1);\ntext(2);');
    await driven.cell.run(true);
    const lines: (number | undefined)[] = [];
    for (let stop = await driven.next(); stop !== null; stop = await driven.next()) {
      lines.push(stop.frames[0]?.line);
      driven.cell.stepLine('over');
    }
    expect(lines.slice(0, 3)).toEqual([0, 1, 2]);
    expect(driven.texts()).toEqual(['1', '2']);
  });
});
