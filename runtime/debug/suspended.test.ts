import { describe, expect, test } from 'vitest';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';
import { Suspensions } from './suspended.ts';
import { propertiesOf } from './values.ts';

useDebugger();

const source = `let top = 5;
const list = [1, 2, 3];
async function f(n) {
  const inner = { n };
  const answer = await tools.never(n);
  text(answer, inner);
}
await Promise.all([f(1), f(2)]);
text(top + list.length);`;

async function atRest(): Promise<{ driven: Driven; suspensions: Suspensions }> {
  const driven = await debugCell(source);
  driven.cell.setEventStops([]);
  await driven.cell.run();
  while (driven.cell.frontier.calls.size < 2 || driven.cell.busy) await new Promise(resolve => setTimeout(resolve, 5));
  driven.cell.pause();
  await driven.stop();
  return { driven, suspensions: new Suspensions(driven.cell) };
}

describe('while no code runs', () => {
  test('every function that waits is known, with its place and its variables', async () => {
    const { driven, suspensions } = await atRest();
    const all = await suspensions.all();
    expect(all.map(({ name, line, topLevel }) => [name, line, topLevel])).toEqual([
      ['(cell)', 7, true],
      ['f', 4, false],
      ['f', 4, false],
    ]);
    const shown = await Promise.all(
      all.map(async ({ scopes }) => {
        const properties = await Promise.all(scopes.map(({ object }) => propertiesOf(driven.cell, object, true)));
        return properties.flat().map(({ name, text }) => `${name}=${text}`);
      }),
    );
    expect(shown[0]).toEqual(expect.arrayContaining(['top=5', 'list=Array(3)']));
    expect(shown[1]).toEqual(expect.arrayContaining(['n=1', 'inner=Object']));
    expect(shown[2]).toEqual(expect.arrayContaining(['n=2', 'inner=Object']));
  });

  test('expressions see the variables of the text, and of the function they are asked in', async () => {
    const { suspensions } = await atRest();
    expect((await suspensions.evaluate('top + list.length', undefined)).value).toBe(8);
    const second = (await suspensions.at({ line: 4, column: 0 }))[1];
    expect((await suspensions.evaluate('inner.n * 10 + top', second)).value).toBe(25);
    await expect(suspensions.evaluate('n', undefined)).rejects.toThrow('n is not defined');
  });

  test('a variable cannot be changed, and says so', async () => {
    const { suspensions } = await atRest();
    await expect(suspensions.evaluate('top = 6', undefined)).rejects.toThrow(
      'top cannot be changed while its function waits.',
    );
  });
});
