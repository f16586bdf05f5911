import { describe, expect, test } from 'vitest';
import type { StepHow } from './codeFrame.ts';
import { debugCell, useDebugger } from './debuggerUnderTest.ts';

useDebugger();

/** Where steps lead from the first line to the end: lines from 1, with the function unless it is the cell's text. */
async function walk(source: string, how: StepHow): Promise<string[]> {
  const driven = await debugCell(source);
  await driven.cell.run(true);
  const seen: string[] = [];
  for (let stop = await driven.next(); stop !== null; stop = await driven.next()) {
    const [top] = stop.frames;
    const place = `${(top?.line ?? -1) + 1}${top?.name === '(cell)' ? '' : ` ${top?.name}`}`;
    if (place !== seen.at(-1)) seen.push(place);
    driven.cell.stepLine(how);
  }
  return seen;
}

describe('steps through a for await of the text', () => {
  const failing = 'async function f(x) { await null; throw new Error(x); }\n';
  test.each([
    ['settles calls that fail', 'for await (const { status } of as_settled([tools.echo(1), f(2), 3])) {', 3],
    ['awaits one that fails and is handled', 'for await (const status of [f(2).catch(() => 1), tools.echo(1)]) {', 2],
  ])('lead through all of it when it %s', async (_, head, times) => {
    const turns = Array.from({ length: times }, () => ['2', '3']).flat();
    expect(await walk(`${failing}${head}\n  text(status);\n}\ntext('end');`, 'over')).toEqual([...turns, '2', '5']);
  });
});

test('a step into leads on to what runs next when nobody awaits what has ended', async () => {
  const source =
    'const f = async () => {\n  await null;\n};\nvoid f().then(() => {\n  text(1);\n});\nawait tools.echo(1);\ntext(2);';
  expect(await walk(source, 'into')).toEqual(['1', '4', '2 f', '3 f', '5 (anonymous)', '6 (anonymous)', '8']);
});

test('steps over awaits are made however many there have been', async () => {
  const source = `async function f(x) {
  const y = await tools.echo(x);
  return y;
}
let i = 0;
while (await (i++ < 4)) {
  const a = (await f(3), await tools.echo(5)) || (await 1);
  text(a ? await f(3) : await new Promise(r => setTimeout(r, 0)));
}
text('end');`;
  const call = ['2 f', '3 f'];
  const turns = Array.from({ length: 4 }, () => ['7', ...call, '8', ...call, '6']).flat();
  expect(await walk(source, 'into')).toEqual(['5', ...turns, '10']);
});

test('where a function is made is in the code around it', async () => {
  const driven = await debugCell('const f = async n => n;\nawait f(1);');
  await driven.cell.code.breakpoints.set([{ line: 0 }]);
  await driven.cell.run();
  const { frames } = await driven.stop();
  expect(frames.map(({ name }) => name)).toEqual(['(cell)']);
});
