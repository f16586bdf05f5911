/**
 * What a breakpoint that cannot work as it was written says, instead of never stopping.
 */

import { describe, expect, test } from 'vitest';
import { path, useAdapters } from '../../test/support/adapterUnderTest.ts';

const open = useAdapters();
const loop = 'let n = 0;\nfor (let i = 0; i < 4; i++) {\n  n += i;\n}\ntext(n);';

interface Answer {
  readonly breakpoints: readonly { readonly verified: boolean; readonly message?: string }[];
}

describe('a breakpoint', () => {
  test.each([
    [{ condition: 'i ===' }, /^The condition cannot be read: /],
    [{ condition: 'let a = 1' }, /^The condition cannot be read: /],
    [{ hitCondition: 'often' }, /^"often" is no hit count: /],
  ])('%j is refused with a reason, which the console tells once', async (given, why) => {
    const client = open(loop);
    let answer: Answer | undefined;
    await client.launch({}, async () => {
      const set = { source: { path }, breakpoints: [{ line: 3, ...given }] };
      answer = await client.request<Answer>('setBreakpoints', set);
      // An editor sends all of a file whenever one of them changes.
      await client.request('setBreakpoints', set);
    });
    expect(answer?.breakpoints).toMatchObject([{ verified: false, message: expect.stringMatching(why) }]);
    await client.event('terminated');
    const [breakpoint] = answer?.breakpoints ?? [];
    expect(client.said('stderr')).toBe(`The breakpoint in line 3 never stops: ${breakpoint?.message}\n`);
  });

  test('that is set after the end is refused without a word', async () => {
    const client = open(loop);
    await client.launch({});
    await client.event('terminated');
    await client.request('setBreakpoints', { source: { path }, breakpoints: [{ line: 3, condition: 'i ===' }] });
    await client.request('disconnect');
    expect(client.said('stderr')).toBe('');
  });

  test('tells once that its condition fails, and stops nothing', async () => {
    const client = open(loop);
    await client.launch({}, async () => {
      const breakpoints = [{ line: 3, condition: 'missing > 1' }, { line: 5 }];
      await client.request('setBreakpoints', { source: { path }, breakpoints });
    });
    await client.stopped();
    expect((await client.frames())[0]?.line).toBe(5);
    const told = 'The condition "missing > 1" of a breakpoint fails: ReferenceError: missing is not defined';
    expect(client.said('console').split(told)).toHaveLength(2);
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
  });

  test('whose condition changes something stops as it says', async () => {
    const client = open(loop);
    await client.launch({}, async () => {
      await client.request('setBreakpoints', {
        source: { path },
        breakpoints: [{ line: 3, condition: '(n += 100) > 150' }],
      });
    });
    await client.stopped();
    await client.request('setBreakpoints', { source: { path }, breakpoints: [] });
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
    expect(client.said('stdout')).toBe('206\n');
  });
});

test('a breakpoint at tools takes a pattern, and says that it has no condition', async () => {
  const client = open('await tools.echo(1);\ntext(1);');
  let answer: Answer | undefined;
  await client.launch({}, async () => {
    answer = await client.request<Answer>('setFunctionBreakpoints', {
      breakpoints: [{ name: 'tools.ec*' }, { name: 'nothing*' }, { name: 'fail', condition: 'a' }],
    });
  });
  expect(answer?.breakpoints).toEqual([
    { verified: true },
    { verified: false, message: 'This cell has no tool of that name.' },
    { verified: true, message: 'It stops at every call: a tool has no condition.' },
  ]);
  expect((await client.stopped()).description).toBe('tool-1 calls echo');
  await client.request('continue', { threadId: 1 });
  await client.event('terminated');
});
