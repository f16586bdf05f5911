import { describe, expect, test } from 'vitest';
import { debugCell, useDebugger } from './debuggerUnderTest.ts';
import { OpenAwaits } from './openAwaits.ts';

useDebugger();

/** What has not come back in `f` when the cell can go on no more: columns in its second line. */
async function openIn(code: string): Promise<string[]> {
  const driven = await debugCell(`const b = a => (a === 0 ? null : new Promise(() => {}));
const fail = async () => { await null; throw 1; };
async function f(a) {
  ${code}
}
await f(0);
await f(0);
await f(1);
await b(1);`);
  driven.cell.setEventStops(['dead_end']);
  await driven.cell.run();
  expect((await driven.stop()).event?.type).toBe('dead_end');
  const open = await new OpenAwaits(driven.cell).all();
  return open.filter(({ name }) => name === 'f').map(({ line, column, open }) => `${line - 3}:${column - 2} ${open}`);
}

describe('an await that is the last of a branch without braces is listed', () => {
  test.each([
    ['if (a) await b();', '0:7 1'],
    ['if (a) await b();\n  text(1);', '0:7 1'],
    ['if (a >= 0) { if (a) await b(); }\n  text(1);', '0:21 1'],
    ['if (!a) text(0); else await b();', '0:22 1'],
    ['for (let i = 0; i < a; i++) await b();', '0:28 1'],
    ['let i = 0; while (i++ < a) await b();\n  text(1);', '0:27 1'],
    ['for (const x of [0, 1]) if (x && a) await b();', '0:36 1'],
    ['do await b(a); while (0);', '0:3 1'],
    ['try { if (a) await b(); } catch {}', '0:13 1'],
    ['if (a) await null;\n  if (a) await b();\n  if (a) await null;', '1:7 1'],
  ])('%j', async (code, place) => expect(await openIn(code)).toEqual([place]));
});

describe('one that has come back is not', () => {
  test.each([
    'if (a) await null;',
    'if (a) await null; else text(1);\n  text(2);',
    'for (const x of [0, 1]) await x;\n  text(1);',
    'try { if (a) await fail(); } catch {}',
    'try {\n    if (a) await fail();\n    text(1);\n  } catch {}',
  ])('%j', async code => expect(await openIn(code)).toEqual([]));
});
