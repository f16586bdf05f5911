import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import type { PayloadResult } from './details.ts';
import { storedHistory } from './storedValues.ts';

const none = async (): Promise<PayloadResult> => ({ ok: false, message: 'not kept' });
const started = () => new RolloutBuilder().at(0).thread().turn('t');

test('a completed cell has stored for certain what its source stores on every way, when it ended', async () => {
  const build = started().at(100).exec('c', 't', '1', 'store("k", 1); if (x) store("m", 2)');
  build.at(300).respond('c', 'completed');
  const { writes, exact } = await storedHistory(build.graph, none);
  expect(exact).toBe(false);
  expect(writes).toMatchObject([
    { key: 'k', value: '1', certain: true, fromMs: 100, endMs: 300, committed: true, cellName: 'Cell 1', thread: '' },
    { key: 'm', value: '2', certain: false },
  ]);
});

test('a failed cell may have stopped before it stored', async () => {
  const build = started().exec('c', 't', '1', 'store("k", 1); throw 1').respond('c', 'failed');
  expect((await storedHistory(build.graph, none)).writes).toMatchObject([{ certain: false, committed: true }]);
});

test('what a terminated cell stored is not committed', async () => {
  const build = started().exec('c', 't', '1', 'store("k", 1)').respond('c', 'yielded').endCell('c', 'terminated');
  expect((await storedHistory(build.graph, none)).writes).toMatchObject([{ committed: false }]);
});

test('a cell that goes on has committed nothing, and has no end', async () => {
  const build = started().exec('c', 't', '1', 'store("k", 1)');
  expect((await storedHistory(build.graph, none)).writes).toMatchObject([{ committed: false, endMs: null }]);
});

test('a value that another site may have overwritten is not known', async () => {
  const build = started().exec('c', 't', '1', 'store("k", 1); if (x) store("k", 2)').respond('c', 'completed');
  expect((await storedHistory(build.graph, none)).writes).toMatchObject([{ key: 'k', value: null, certain: true }]);
});

test('an older recording holds the values: new keys and changed ones count, others do not', async () => {
  const build = started();
  const answers: unknown[] = [];
  for (const [id, values] of [
    ['1', { k: 1 }],
    ['2', { k: 1, seen: [2] }],
  ] as const) {
    build.exec(`c${id}`, 't', id, 'store(key(), value())').respond(`c${id}`, 'completed');
    const cell = build.graph.code_cells.get(`code_cell:c${id}`);
    if (cell)
      cell.raw_result_payload_id = `raw_payload:${answers.push({ response: { Result: { stored_values: values } } })}`;
  }
  const payload = async (id: string): Promise<PayloadResult> => {
    const text = JSON.stringify(answers[Number(id.split(':')[1]) - 1]);
    return { ok: true, text, bytes: text.length, cut: false };
  };
  const { writes, exact } = await storedHistory(build.graph, payload);
  expect(exact).toBe(true);
  expect(writes.map(({ cellName, key, value, certain }) => [cellName, key, value, certain])).toEqual([
    ['Cell 1', 'k', '1', true],
    ['Cell 2', 'seen', '[2]', true],
  ]);
});
