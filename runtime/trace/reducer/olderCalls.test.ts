/**
 * What older releases made of calls, model calls and messages between agents. Every outcome was read off the state, or the
 * refusal, of the release's own reducer for the same bundle.
 */

import { describe, expect, it } from 'vitest';
import { reduceInMemory } from '../../../test/support/golden/memory.ts';
import { Sketch } from '../../../test/support/golden/sketch.ts';
import { type Dialect, dialects } from '../upgrade/dialect.ts';

const stateOf = (sketch: Sketch) => reduceInMemory(sketch.bundle(), true).state;

it.each(dialects)('two tool calls for one call of the model are refused in a recording of %s', dialect => {
  const plan = { type: 'other', name: 'update_plan' };
  const sketch = new Sketch(dialect).call('one', 'c', plan).call('two', 'c', plan);
  expect(() => stateOf(sketch)).toThrow('duplicate tool call for model-visible call id c');
});

it.each([
  ['0.125', 1006],
  ['0.134', 1005],
  ['0.164', 1005],
  ['0.169', 1005],
] as const)('an answer after the end of its turn in a recording of %s leaves the end at %i', (dialect, end) => {
  const sketch = new Sketch(dialect).request('a', []);
  sketch.event('codex_turn_ended', { codex_turn_id: 'turn', status: 'cancelled' });
  expect(stateOf(sketch.response('a', [])).inference_calls.a?.execution.ended_at_unix_ms).toBe(end);
});

describe('a message between agents that is written as JSON', () => {
  const told = {
    author: '/root/other',
    recipient: '/root/main',
    other_recipients: [],
    content: 'hi',
    trigger_turn: true,
  };
  const edges = (dialect: Dialect, message: object) => {
    const sketch = new Sketch(dialect).begin({ thread: 'other', turn: 'other-turn' });
    const names = { child_thread_id: 'other', child_codex_turn_id: 'other-turn', parent_thread_id: 'main' };
    sketch.event('agent_result_observed', { edge_id: 'e', ...names, message: 'hi', carried_payload: null });
    const text = JSON.stringify(message);
    sketch.request('a', [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }]);
    return Object.keys(stateOf(sketch).interaction_edges);
  };

  it.each(dialects)('joins the two in a recording of %s', dialect => {
    expect(edges(dialect, told)).toEqual(['e']);
  });

  it.each(dialects)('is for the agent that it names in a recording of %s', dialect => {
    expect(edges(dialect, { ...told, recipient: '/root/other' })).toEqual([]);
  });

  it.each(dialects)('must be whole in a recording of %s', dialect => {
    const { trigger_turn: _, ...rest } = told;
    expect(edges(dialect, rest)).toEqual([]);
  });

  it.each([
    ['0.125', ['e']],
    ['0.134', ['e']],
    ['0.150', []],
    ['0.165', []],
    ['0.169', []],
  ] as const)('may name another author in a recording of %s: %j', (dialect, expected) => {
    expect(edges(dialect, { ...told, author: '/root/third' })).toEqual(expected);
  });
});
