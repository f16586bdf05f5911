import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCellRuntime } from '../../runtime/cells/cellRuntime.ts';
import type { CellRuntime, Session } from '../../runtime/cells/session.ts';
import { lost } from './attack.ts';

let runtime: CellRuntime;
beforeAll(async () => {
  runtime = await createCellRuntime({ limits: { memoryMb: 64, processMemoryMb: 1_000 } });
});
afterAll(() => runtime.close());

const open = () => runtime.openSession({ onToolCall: async call => call.input, defaults: { yieldTimeMs: 100_000 } });

async function say(session: Session, source: string): Promise<string> {
  const { items, errorText } = await session.exec({ source });
  return errorText ?? items.map(item => (item.type === 'text' ? item.text : item.type)).join(' ');
}

/** What the cells of a crowd say, each started as soon as the one before has answered. */
async function crowd(session: Session, source: string): Promise<string[]> {
  const said: string[] = [];
  for (let i = 0; i < 30; i++) said.push(await say(session, source));
  return said;
}

test('cells that come one right after the other find nothing of each other and nothing of their maker', async () => {
  const session = await open();
  const names = await say(session, 'text(Object.getOwnPropertyNames(globalThis).sort().join())');
  expect(names).toContain('yield_control');

  const said = await crowd(
    session,
    `text([typeof ivm, typeof globalThis.mark, typeof [].mark].join());
     text(Object.getOwnPropertyNames(globalThis).sort().join());
     globalThis.mark = Array.prototype.mark = 1`,
  );

  expect(new Set(said)).toEqual(new Set([`undefined,undefined,undefined ${names}`]));
  await session.close();
});

test.each([
  ['objects', 'const a = []; for (;;) a.push({ a: 1, b: [2] })'],
  ['a map', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i)'],
  ['a string that doubles', 'let s = "x"; const a = []; for (;;) { s += s; a.push(s + 1); JSON.stringify(a) }'],
])(
  'a cell among them that fills its memory with %s ends, alone or with their process, and the next goes on',
  async (_what, source) => {
    const [session, other] = [await open(), await open()];
    const elsewhere = await other.exec({ source: 'yield_control(); await new Promise(() => {})' });
    const neighbour = await session.exec({ source: 'yield_control(); await new Promise(() => {})' });
    await crowd(session, 'text("short")');

    const { status, errorText } = await session.exec({ source });

    expect(status).toBe('failed');
    expect([lost, 'exec cell exceeded its memory limit of 64 MB']).toContain(errorText);
    const { response } = await session.wait({ cellId: neighbour.cellId, yieldTimeMs: 1 });
    if (response.status !== 'yielded') expect(response.errorText).toBe(lost);
    expect(await crowd(session, 'text("next")')).toEqual(Array.from({ length: 30 }, () => 'next'));
    expect((await other.wait({ cellId: elsewhere.cellId, yieldTimeMs: 1 })).response.status).toBe('yielded');
    await session.close();
    await other.close();
  },
);
