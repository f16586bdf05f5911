import { expect, test } from 'vitest';
import { asId, type CallId } from '../../base/ids.ts';
import { callOutput } from './items.ts';
import { RequestHistory } from './requestHistory.ts';

const output = (call: number, text = 'x') => callOutput('exec', asId<CallId>(`call-${call}`), text);

test('a request of a short session carries everything said so far', () => {
  const history = new RequestHistory();
  for (let call = 0; call < 5; call++) {
    history.add(output(call));
    expect(history.take().items.map(item => item.call_id)).toEqual(
      Array.from({ length: call + 1 }, (_, index) => `call-${index}`),
    );
  }
});

test('a long session drops the oldest items, and what was dropped stays away', () => {
  const history = new RequestHistory();
  let oldest = 0;
  for (let call = 0; call < 200; call++) {
    history.add(output(call, 'y'.repeat(call % 7 === 0 ? 20_000 : 10)));
    const { items, text } = history.take();
    const first = Number(items[0]?.call_id.slice('call-'.length));
    expect(first).toBeGreaterThanOrEqual(oldest);
    expect(text.length).toBeLessThan(60_000);
    oldest = first;
  }
  expect(oldest).toBeGreaterThan(150);
});

test('news goes into the next request however large it is', () => {
  const history = new RequestHistory();
  for (let call = 0; call < 30; call++) history.add(output(call, 'z'.repeat(10_000)));
  expect(history.take().items).toHaveLength(30);
  expect(history.hasNews).toBe(false);
});

test('the text of a request is the JSON of its items', () => {
  const history = new RequestHistory();
  expect(JSON.parse(history.take().text)).toEqual([]);
  history.add(output(1, 'two\nlines'));
  history.add(output(2));
  const { items, text } = history.take();
  expect(JSON.parse(text)).toEqual(items);
});
