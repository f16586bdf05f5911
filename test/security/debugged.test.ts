/** A debugged cell has more inside than others; what it does to its ground must not show there either. */
import { describe, expect, test } from 'vitest';
import { debugCell, useDebugger } from '../../runtime/debug/debuggerUnderTest.ts';
import { everyHelper, poisons, said } from './poisons.ts';

useDebugger();

describe('under the debugger the helpers say the same, whatever the cell does to its ground before', () => {
  test.each(poisons)('%s', async (_what, poison) => {
    const driven = await debugCell(`${poison}\n${everyHelper}`);
    await driven.cell.run();
    while ((await driven.next()) !== null) driven.cell.go();
    expect(driven.texts().map(text => (text === 'image' ? 'image high' : text))).toEqual(said);
  });

  test('nothing of the debugger can be found by the cell', async () => {
    const driven =
      await debugCell(`const names = Object.getOwnPropertyNames(globalThis).filter(name => /cellscope|inside|debug/i.test(name));
text(names); text([typeof Atomics, typeof SharedArrayBuffer, typeof console])`);
    await driven.cell.run();
    while ((await driven.next()) !== null) driven.cell.go();
    expect(driven.texts()).toEqual(['[]', '["undefined","undefined","undefined"]']);
  });
});
