/**
 * Which sighting of an item is which, release by release. Every outcome was read off the state, or the refusal, of the
 * release's own reducer for the same bundle.
 */

import { describe, expect, it } from 'vitest';
import { reduceInMemory } from '../../../test/support/golden/memory.ts';
import { Sketch } from '../../../test/support/golden/sketch.ts';
import type { Dialect } from '../upgrade/dialect.ts';

const says = (text: string) => ({ type: 'message', role: 'user', content: [{ type: 'text', text }] });
const output = (text: string) => ({ type: 'custom_tool_call_output', call_id: 'c', output: text });
const stateOf = (sketch: Sketch) => reduceInMemory(sketch.bundle(), true).state;
const numbers = (ids: readonly string[] = []) => ids.map(id => Number(id.split(':')[1]));

/** The numbers of the items of each request. */
const requests = (sketch: Sketch) =>
  Object.values(stateOf(sketch).inference_calls).map(inference => numbers(inference.request_item_ids));

function compacted(sketch: Sketch, id: string, input: readonly unknown[], replacement: readonly unknown[]): Sketch {
  const checkpoint_payload = sketch.payload({ input_history: input, replacement_history: replacement });
  return sketch.event('compaction_installed', { compaction_id: id, checkpoint_payload });
}

const before166: readonly Dialect[] = ['0.125', '0.134', '0.150', '0.164', '0.165'];
const from166: readonly Dialect[] = ['0.166', '0.169'];
const schema1 = before166.filter(dialect => dialect !== '0.165');

describe.each(before166)('in a recording of %s', dialect => {
  it('the item at the same place is meant even if it was met before in the list', () => {
    const [first, second] = [
      [says('A'), says('C')],
      [says('C'), says('C')],
    ];
    expect(requests(new Sketch(dialect).request('a', first).request('b', second))).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('an item that stands in a list twice is taken once by a list without places', () => {
    const sketch = new Sketch(dialect).request('a', [says('A'), says('C')]);
    sketch.request('b', [says('C'), says('C')]);
    const { compactions } = stateOf(compacted(sketch, 'c', [says('C'), says('C')], []));
    expect(numbers(compactions.c?.input_item_ids)).toEqual([2, 3]);
  });

  it('an item that stands in a list twice is still at both places when the list is longer', () => {
    const long = [says('C'), says('C'), ...Array.from({ length: 20 }, (_, at) => says(`filler ${at}`))];
    const sketch = new Sketch(dialect).request('a', [says('A'), says('C')]).request('b', long);
    const [, second, third] = requests(sketch.request('c', [...long, says('C')]));
    expect(second?.slice(0, 3)).toEqual([2, 2, 3]);
    expect(third).toEqual([...(second ?? []), 23]);
  });

  it('two outputs of one call are refused', () => {
    const sketch = new Sketch(dialect).request('a', [output('one'), output('two')]);
    expect(() => stateOf(sketch)).toThrow('model-visible call id c was reused with different content');
  });
});

describe.each(from166)('in a recording of %s', dialect => {
  it('an item is meant once in a list', () => {
    const [first, second] = [
      [says('A'), says('C')],
      [says('C'), says('C')],
    ];
    expect(requests(new Sketch(dialect).request('a', first).request('b', second))[1]).toEqual([2, 3]);
  });

  it('a call may have two outputs', () => {
    expect(requests(new Sketch(dialect).request('a', [output('one'), output('two')]))).toEqual([[1, 2]]);
  });
});

describe.each([...before166, ...from166])('after a compaction in a recording of %s', dialect => {
  it('the next request shows what replaced the history', () => {
    const sketch = compacted(new Sketch(dialect).request('a', [says('A')]), 'c', [], [says('A')]);
    expect(requests(sketch.request('b', [says('A')]))).toEqual([[1], [3]]);
  });

  it('another compaction before a request is of the history that was replaced', () => {
    const sketch = new Sketch(dialect).request('a', [says('A')]);
    compacted(compacted(sketch, 'c', [], [says('A'), says('B')]), 'd', [says('A'), says('B')], []);
    expect(numbers(stateOf(sketch).compactions.d?.input_item_ids)).toEqual([1, 5]);
  });

  it('an answer to the request before is no part of the next one', () => {
    const sketch = compacted(new Sketch(dialect).request('a', []), 'c', [], []).response('a', [says('A')]);
    expect(requests(sketch.request('b', [says('A')]))).toEqual([[], [3]]);
  });
});

it.each([
  ...schema1.map(dialect => [dialect, [2]] as const),
  ...(['0.165', '0.166', '0.169'] as const).map(dialect => [dialect, [3]] as const),
])(
  'an answer that comes after a compaction is or is not part of what is compacted next in a recording of %s',
  (dialect, expected) => {
    const sketch = compacted(new Sketch(dialect).request('a', []), 'c', [], []).response('a', [says('A')]);
    expect(numbers(stateOf(compacted(sketch, 'd', [says('A')], [])).compactions.d?.input_item_ids)).toEqual(expected);
  },
);

it.each(schema1)('every answer joins the history in a recording of %s, also one that is told again', dialect => {
  const sketch = new Sketch(dialect)
    .request('a', [])
    .response('a', [says('A')])
    .response('a', [says('B')]);
  expect(requests(sketch.request('b', [says('A'), says('B')]))).toEqual([[], [1, 2]]);
});
