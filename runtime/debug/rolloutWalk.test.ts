import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CodeCell, ToolCall } from '../trace/model.ts';
import { reduceBundle } from '../trace/reduceBundle.ts';
import { RolloutWalk } from './rolloutWalk.ts';

const root = join(import.meta.dirname, '../../samples/rollouts');
const { graph } = reduceBundle(join(root, readdirSync(root)[0] ?? ''));

/** What stood open at an event of the log, looked up in every entity. */
function expected(walk: RolloutWalk) {
  const { seq } = walk.moment;
  const begun = ({ execution }: CodeCell | ToolCall) => execution.started_seq <= seq;
  const over = ({ execution }: CodeCell | ToolCall) => execution.ended_seq !== null && execution.ended_seq <= seq;
  const cells = [...graph.code_cells.values()].filter(begun);
  return {
    alive: cells.filter(cell => !over(cell)).map(({ runtime_cell_id }) => runtime_cell_id),
    ended: cells.filter(over).map(({ runtime_cell_id }) => runtime_cell_id),
    calls: cells.map(cell => {
      const calls = cell.nested_tool_call_ids.flatMap(id => graph.tool_calls.get(id) ?? []).filter(begun);
      const ids = (list: ToolCall[]) => list.map(({ tool_call_id }) => tool_call_id).sort();
      return [cell.runtime_cell_id, ids(calls.filter(call => !over(call))), ids(calls.filter(over))];
    }),
  };
}

function found(walk: RolloutWalk) {
  const id = ({ runtime_cell_id }: CodeCell) => runtime_cell_id;
  const ids = (list: readonly ToolCall[]) => list.map(({ tool_call_id }) => tool_call_id).sort();
  const cells = [...walk.alive(), ...walk.ended().cells].sort(
    (a, b) => a.execution.started_seq - b.execution.started_seq,
  );
  return {
    alive: walk.alive().map(id).reverse(),
    ended: walk
      .ended()
      .cells.map(id)
      .sort((a, b) => Number(a) - Number(b)),
    calls: cells.map(cell => [id(cell), ids(walk.view(cell).pending), ids(walk.view(cell).done)]),
  };
}

describe('a walk', () => {
  test('shows at each moment what the log says up to it, whichever way it came there', async () => {
    const walk = await RolloutWalk.open(graph);
    const place = fc.nat(walk.marks.length - 1);
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 30 }), places => {
        for (const at of places) {
          // Several moments can have one event: the last of them has seen it whole.
          walk.goTo({ seq: walk.marks[at]?.seq ?? 0 });
          expect(found(walk)).toEqual(expected(walk));
        }
      }),
      { numRuns: 50 },
    );
  });

  test('comes to the same place step by step as in one go', async () => {
    const walk = await RolloutWalk.open(graph);
    while (walk.step('forward'));
    expect(walk.isLast).toBe(true);
    while (walk.step('back'));
    expect(walk.isFirst).toBe(true);
    expect(found(walk)).toEqual(expected(walk));
  });

  test('of a rollout without cells is refused', async () => {
    const empty = { ...graph, code_cells: new Map(), tool_calls: new Map() };
    await expect(RolloutWalk.open(empty)).rejects.toThrow('This rollout holds no cell');
  });
});
