/**
 * Which sighting of an item is which. Every outcome was read off the reference's own state of the same bundle.
 */

import { describe, expect, it } from 'vitest';
import { reduceInMemory } from '../../../test/support/golden/memory.ts';
import { Sketch } from '../../../test/support/golden/sketch.ts';

const says = (text: string, id?: string) => ({ type: 'message', id, role: 'user', content: [{ type: 'text', text }] });

/** The numbers of the items of each request and response, and what the items say of themselves. */
function seen(sketch: Sketch) {
  const { state } = reduceInMemory(sketch.bundle(), true);
  const numbers = (ids: readonly string[]) => ids.map(id => Number(id.split(':')[1]));
  const inferences = Object.values(state.inference_calls);
  return {
    requests: inferences.map(inference => numbers(inference.request_item_ids)),
    responses: inferences.map(inference => numbers(inference.response_item_ids)),
    items: Object.values(state.conversation_items),
  };
}

describe('of several items that say the same', () => {
  it.each([
    ['the one at the same place is meant', ['A', 'A'], ['d', 'A'], [3, 2]],
    ['each is at its place, whatever stands between', ['A', 'A', 'A'], ['A', 'e', 'A'], [1, 4, 3]],
    ['the first that is left is meant where the place is beyond', ['A', 'A', 'A'], ['d', 'e', 'A', 'A'], [4, 5, 3, 1]],
    ['one that was taken before is not taken again', ['B', 'x', 'A'], ['A', 'y', 'A'], [3, 4, 5]],
    ['the first is meant where another stands at the place', ['A', 'B', 'A', 'A'], ['B', 'A', 'A', 'A'], [2, 1, 3, 4]],
  ])('%s', (_, first, second, expected) => {
    const sketch = new Sketch()
      .request(
        'a',
        first.map(text => says(text)),
      )
      .request(
        'b',
        second.map(text => says(text)),
      );
    expect(seen(sketch).requests[1]).toEqual(expected);
  });

  it('one that a response added has its place after the request', () => {
    const three = [says('A'), says('A'), says('A')];
    const sketch = new Sketch().request('a', three).response('a', [says('A')]);
    expect(seen(sketch.request('b', [says('x'), says('y'), says('z'), says('A')])).requests[1]).toEqual([5, 6, 7, 4]);
  });

  it('one that a response repeats takes a place once more', () => {
    const two = [says('A', 'm'), says('B')];
    const sketch = () => new Sketch().request('a', two).response('a', two);
    expect(seen(sketch().request('b', [says('x'), says('y'), says('B')])).requests[1]).toEqual([4, 5, 2]);
    expect(seen(sketch().request('b', [says('x'), says('y'), says('z'), says('B')])).requests[1]).toEqual([4, 5, 6, 3]);
  });

  it('a catalogue of tools takes no place', () => {
    const tools = { type: 'additional_tools', tools: [] };
    const sketch = new Sketch().request('a', [says('A'), says('A')]).request('b', [tools, says('d'), says('A')]);
    expect(seen(sketch).requests[1]).toEqual([3, 2]);
  });

  it('the history that is compacted has no places', () => {
    const sketch = new Sketch().request('a', [says('A'), says('A')]);
    const checkpoint_payload = sketch.payload({ input_history: [says('z'), says('A')], replacement_history: [] });
    sketch.event('compaction_installed', { compaction_id: 'c', checkpoint_payload });
    const { state } = reduceInMemory(sketch.bundle(), true);
    expect(state.compactions.c?.input_item_ids).toEqual(['conversation_item:3', 'conversation_item:1']);
  });

  it('a response means the first that has its id, though another came by the id earlier', () => {
    const sketch = new Sketch().request('a', [says('go'), says('go', 'm')]).request('b', [says('go', 'm')]);
    expect(seen(sketch.response('b', [says('go', 'm')])).responses[1]).toEqual([1]);
  });
});

describe('what an item says', () => {
  const note = { internal_chat_message_metadata_passthrough: { turn_id: 't' } };
  const search = { type: 'web_search_call', id: 'w' };

  it('leaves out the note of the recorder, and its last field takes the place', () => {
    const [item] = seen(new Sketch().request('a', [{ ...search, ...note, action: 1, status: 2 }])).items;
    expect(item?.body.parts[0]).toMatchObject({
      summary: '{"type":"web_search_call","id":"w","status":2,"action":1}',
    });
  });

  it('leaves out a note at the end, and keeps what only looks like one', () => {
    const [item] = seen(new Sketch().request('a', [{ ...search, action: note, ...note }])).items;
    expect(item?.body.parts[0]).toMatchObject({
      summary: `{"type":"web_search_call","id":"w","action":${JSON.stringify(note)}}`,
    });
  });

  it('is the same with a note and without', () => {
    const sketch = new Sketch()
      .request('a', [{ ...search, action: 1 }])
      .request('b', [{ ...search, action: 1, ...note }]);
    expect(seen(sketch).requests).toEqual([[1], [1]]);
  });

  it('is its arguments, also those that are no text', () => {
    const call = (value: unknown) => ({ type: 'function_call', call_id: 'c', name: 'f', arguments: value });
    const { requests, items } = seen(new Sketch().request('a', [call({ a: 1 })]).request('b', [call({ a: 1 })]));
    expect(requests).toEqual([[1], [1]]);
    expect(items[0]?.body.parts[0]).toMatchObject({ type: 'json', summary: '{"a":1}' });
  });
});

it.each(['0.134', '0.164', '0.165', '0.166', '0.169'] as const)('a catalogue of tools is no item in %s', dialect => {
  const request = new Sketch().request('a', [{ type: 'additional_tools', tools: [] }, says('A')]);
  const bundle = { ...request.bundle(), dialect };
  expect(Object.keys(reduceInMemory(bundle, true).state.conversation_items)).toEqual(['conversation_item:1']);
});

it('a call id may stand for a function call and a custom call, but not for two of a kind', () => {
  const call = (type: string, text: string) => ({ type, call_id: 'c', name: 'f', arguments: text, input: text });
  const calls = (first: object, second: object) => new Sketch().request('a', [first]).request('b', [second]);
  expect(seen(calls(call('function_call', '1'), call('custom_tool_call', '2'))).requests).toEqual([[1], [2]]);
  expect(() => seen(calls(call('function_call', '1'), call('function_call', '2')))).toThrow(
    'model-visible call id c was reused with different content',
  );
});

describe('an acceptance that tells a message', () => {
  const message = {
    type: 'agent_message',
    id: 'm',
    author: '/root',
    recipient: '/root/main',
    content: [{ type: 'input_text', text: 'hi' }],
  };
  const accept = (sketch: Sketch, told: unknown) =>
    sketch.event('history_item_accepted', { item_id: 'm', agent_message_payload: sketch.payload(told) });

  it('enters it', () => {
    expect(seen(accept(new Sketch(), message)).items).toMatchObject([{ agent_message: { author: '/root' } }]);
  });

  it.each([
    ['a request showed', new Sketch().request('a', [says('x', 'm')])],
    ['a response brought', new Sketch().request('a', []).response('a', [says('x', 'm')])],
    ['was accepted before', accept(new Sketch(), message)],
  ])('is not looked at for an item that %s', (_, sketch) => {
    const { items } = seen(accept(sketch, {}));
    expect(items).toHaveLength(1);
    expect(items[0]?.accepted_seq).toBeDefined();
  });

  it('is refused when it is none', () => {
    expect(() => seen(accept(new Sketch(), {}))).toThrow('did not contain a string type');
    expect(() => seen(accept(new Sketch(), { type: 'additional_tools', id: 'm' }))).toThrow(
      'unsupported model item type additional_tools in payload raw_payload:2',
    );
  });
});
