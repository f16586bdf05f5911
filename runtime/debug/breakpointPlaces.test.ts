import { describe, expect, test } from 'vitest';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';
import type { SetBreakpoint } from './lineBreakpoints.ts';

useDebugger();

/** Lines at which the cell stops, from 1; those of the breakpoints as they were last told. */
async function stopsOf(source: string, lines: readonly number[]): Promise<{ stops: number[]; places: string[] }> {
  const driven = await debugCell(source);
  const set = await driven.cell.code.breakpoints.set(lines.map(line => ({ line: line - 1 })));
  await driven.cell.run();
  const stops = await linesTo(driven);
  const last = new Map<number, SetBreakpoint>(set.map(each => [each.id, each]));
  for (const event of driven.events) {
    if (event.type === 'breakpoint_moved') last.set(event.breakpoint.id, event.breakpoint);
  }
  return { stops, places: Array.from(last.values(), ({ line, verified }) => (verified ? `${line + 1}` : 'none')) };
}

async function linesTo(driven: Driven): Promise<number[]> {
  const seen: number[] = [];
  for (let stop = await driven.next(); stop !== null; stop = await driven.next()) {
    seen.push((stop.frames[0]?.line ?? -1) + 1);
    driven.cell.go();
  }
  return seen;
}

const chosen = `switch (1) {
  case await 1:
    text('a');
    // nothing
    break;
  case 2: {
    text('b');
    break;
  }
  case await tools.echo('a'): text('c');
  default:
    text('d');
}
text('end');`;

describe('a breakpoint stops in its line', () => {
  test('in a switch whose cases await', async () => {
    expect(await stopsOf(chosen, [3, 7, 12, 14])).toEqual({ stops: [3, 14], places: ['3', '7', '12', '14'] });
  });

  test('or in the next in the text that can stop, in the order of the text', async () => {
    expect(await stopsOf(chosen, [4])).toEqual({ stops: [5], places: ['5'] });
    expect(await stopsOf(chosen, [2, 3])).toEqual({ stops: [3], places: ['3', '3'] });
  });

  test('in a switch whose cases call', async () => {
    const source =
      'const f = n => n;\nswitch (1) {\n  case f(1):\n    text(1);\n    break;\n  case f(2):\n    text(2);\n}';
    expect(await stopsOf(source, [4, 7])).toEqual({ stops: [4], places: ['4', '7'] });
  });

  test('in the head of a loop that takes several lines', async () => {
    const source = 'for (let i = 0;\n  i < 2;\n  i = i + 1\n) {\n  text(i);\n}\ntext(2);';
    expect((await stopsOf(source, [3])).stops).toEqual([3, 3]);
  });

  test('when it is set while the cell stands', async () => {
    const driven = await debugCell(chosen);
    await driven.cell.run(true);
    await driven.stop();
    const set = await driven.cell.code.breakpoints.set([{ line: 2 }, { line: 6 }]);
    expect(set.map(({ line }) => line + 1)).toEqual([3, 7]);
    driven.cell.go();
    expect(await linesTo(driven)).toEqual([3]);
  });
});

test('a breakpoint behind the last code of a cell is none', async () => {
  const source = 'text(1);\nawait 1;\n// the end\n\n';
  expect(await stopsOf(source, [3, 4, 5])).toEqual({ stops: [], places: ['none', 'none', 'none'] });
});
