import { describe, expect, test } from 'vitest';
import type { StepHow } from './codeFrame.ts';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';

useDebugger();

const source = `async function f(x) {
  await tools.echo(x);
  text(x);
}
async function g(x) {
  text('g');
  await f(x);
  text('g2');
}
text('m');
await g(1);
for await (const a of [1, 2]) {
  text(a);
}
await g(2);
text('end');
text('end2');`;
const lines = [3, 6, 8, 10, 13, 16, 17];
const all = [10, 6, 3, 8, 13, 13, 6, 3, 8, 16, 17];

/** Lines of the stops at breakpoints that follow. */
async function stops(driven: Driven): Promise<number[]> {
  const seen: number[] = [];
  for (let stop = await driven.next(); stop !== null; stop = await driven.next()) {
    if (stop.reason === 'breakpoint') seen.push((stop.frames[0]?.line ?? -1) + 1);
    driven.cell.go();
  }
  return seen;
}

describe('every breakpoint stops, and no other place,', () => {
  test.each(['over', 'into', 'out'] as const satisfies StepHow[])('after steps %s', async how => {
    const driven = await debugCell(source);
    await driven.cell.code.breakpoints.set(lines.map(line => ({ line: line - 1 })));
    await driven.cell.run();
    const seen: number[] = [];
    for (let i = 0; i < 5; i++) {
      const stop = await driven.stop();
      if (stop.reason === 'breakpoint') seen.push((stop.frames[0]?.line ?? -1) + 1);
      driven.cell.stepLine(how);
    }
    expect([...seen, ...(await stops(driven))]).toEqual(all);
  });

  test('when they are set while nothing of the cell runs, one by one', async () => {
    const driven = await debugCell(source);
    driven.cell.setEventStops(['tool_result']);
    await driven.cell.run();
    await driven.stop();
    driven.cell.setEventStops([]);
    for (let count = 1; count <= lines.length; count++) {
      await driven.cell.code.breakpoints.set(lines.slice(0, count).map(line => ({ line: line - 1 })));
    }
    driven.cell.go();
    expect(await stops(driven)).toEqual(all.slice(2));
  });
});

test('a log point that is set while nothing of the cell runs speaks where it was set', async () => {
  const driven = await debugCell(source);
  driven.cell.setEventStops(['tool_result']);
  await driven.cell.run();
  await driven.stop();
  driven.cell.setEventStops([]);
  await driven.cell.code.breakpoints.set([
    { line: 12, logMessage: 'a is {a}' },
    { line: 15 },
    { line: 16, hitCondition: '2' },
  ]);
  driven.cell.go();
  expect(await stops(driven)).toEqual([16]);
  const logged = driven.events.flatMap(event => (event.type === 'log_point' ? [event.text] : []));
  expect(logged).toEqual(['a is 1', 'a is 2']);
});
