import { describe, expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import type { Graph } from '../../trace/model.ts';
import { RolloutComparison } from './compareRollouts.ts';
import type { ComparedRow } from './comparison.ts';

interface CellScript {
  readonly source: string;
  readonly output?: string;
  readonly calls?: readonly string[];
  readonly failed?: boolean;
  readonly ms?: number;
}

/** A rollout of one thread whose conversation is these messages and cells; call ids differ from run to run. */
function rollout(run: string, ...script: readonly (string | CellScript)[]): Graph {
  const build = new RolloutBuilder().thread().turn('turn-1');
  let at = 0;
  script.forEach((step, index) => {
    const { graph } = build;
    if (typeof step === 'string') {
      const item_id = `${run}-item-${index}`;
      graph.conversation_items.set(item_id, {
        item_id,
        thread_id: 'root',
        codex_turn_id: 'turn-1',
        first_seen_at_unix_ms: 0,
        role: 'user',
        channel: null,
        kind: 'message',
        body: { parts: [{ type: 'text', text: step }] },
        call_id: null,
        produced_by: [],
      });
      graph.threads.get('root')?.conversation_item_ids.push(item_id);
      return;
    }
    const id = `${run}-call-${index}`;
    build.at(at).exec(id, 'turn-1', String(index), step.source);
    for (const [place, cmd] of (step.calls ?? []).entries()) {
      build.nested(`${id}-${place}`, id, { type: 'exec_command' }, cmd).endCall(`${id}-${place}`);
    }
    at += step.ms ?? 10;
    build
      .at(at)
      .respond(id, step.failed ? 'failed' : 'completed')
      .output(id, step.output ?? 'done');
    graph.threads
      .get('root')
      ?.conversation_item_ids.push(
        graph.code_cells.get(`code_cell:${id}`)?.source_item_id ?? '',
        ...(graph.code_cells.get(`code_cell:${id}`)?.output_item_ids ?? []),
      );
  });
  return build.graph;
}

const side = (view: ComparedRow['left']) => (view ? `${view.name}: ${view.text}` : '-');
function rowsOf(left: Graph, right: Graph): string[] {
  const { threads } = RolloutComparison.of(left, right).comparison;
  return threads.flatMap(({ rows }) =>
    rows.map(({ change, left: l, right: r, differences }) => [change, side(l), side(r), ...differences].join(' | ')),
  );
}

const count: CellScript = { source: 'text(await count())' };
const list: CellScript = { source: 'const all = await tools.list();\nfor (const one of all) text(one);' };

describe('two rollouts are laid side by side', () => {
  test('by what was said and run, whatever the ids and the times of day are', () => {
    const left = rollout('a', 'hello', count, list);
    const right = rollout('b', 'hello', count, list);
    expect(rowsOf(left, right)).toEqual([
      'same | user: hello | user: hello',
      'same | Cell 1: text(await count()) | Cell 1: text(await count())',
      'same | Cell 2: const all = await tools.list(); for (const one of all) text(one); | Cell 2: const all = await tools.list(); for (const one of all) text(one);',
    ]);
  });

  test('past what one side has more of', () => {
    const left = rollout('a', 'hello', count, list);
    const right = rollout('b', 'hello', 'are you there?', count);
    expect(rowsOf(left, right)).toEqual([
      'same | user: hello | user: hello',
      'right | - | user: are you there?',
      'same | Cell 1: text(await count()) | Cell 2: text(await count())',
      'left | Cell 2: const all = await tools.list(); for (const one of all) text(one); | -',
    ]);
  });

  test('a cell with its later version, not with one that merely stands there', () => {
    const other = { source: 'store("state", 7)' };
    const later = { source: 'const all = await tools.list();\nfor (const one of all) text(one.name);' };
    expect(rowsOf(rollout('a', list), rollout('b', other, later))).toEqual([
      'right | - | Cell 0: store("state", 7)',
      'changed | Cell 0: const all = await tools.list(); for (const one of all) text(one); | Cell 1: const all = await tools.list(); for (const one of all) text(one.name); | source',
    ]);
  });
});

describe('what differs is named', () => {
  const differences = (left: CellScript, right: CellScript) => {
    const [row] = RolloutComparison.of(rollout('a', left), rollout('b', right)).comparison.threads[0]?.rows ?? [];
    return [row?.change, ...(row?.differences ?? [])];
  };

  test('status, output and calls', () => {
    expect(differences(count, { ...count, failed: true })).toEqual(['changed', 'status']);
    expect(differences(count, { ...count, output: 'other' })).toEqual(['changed', 'output']);
    expect(differences({ ...count, calls: ['ls'] }, { ...count, calls: ['ls', 'pwd'] })).toEqual(['changed', 'calls']);
  });

  test('time alone only when it is much, and then as no more than that', () => {
    expect(differences(count, { ...count, ms: 200 })).toEqual(['same']);
    expect(differences({ ...count, ms: 2_000 }, { ...count, ms: 2_900 })).toEqual(['same']);
    expect(differences(count, { ...count, ms: 900 })).toEqual(['timing', 'duration']);
  });

  test('not what the host says about time in an output', () => {
    const said = (seconds: string) => `Script completed\nWall time ${seconds} seconds\nOutput:\n7`;
    expect(differences({ ...count, output: said('0.1') }, { ...count, output: said('0.2') })).toEqual(['same']);
  });

  test('totals side by side', () => {
    const { facts } = RolloutComparison.of(rollout('a', count), rollout('b', count, list)).comparison;
    expect(facts.filter(fact => fact.differs)).toEqual([{ label: 'cells', left: '1', right: '2', differs: true }]);
  });

  test('a failure counts once: a cell with its call, and whatever failed without a cell', () => {
    const build = new RolloutBuilder().thread().turn('turn-1').at(10);
    build.exec('call-1', 'turn-1', '1', 'throw 1').respond('call-1', 'failed').endCell('call-1', 'failed');
    build.endCall('call-1', 'failed').inference('model-1', 'turn-1').endInference('model-1', null, 'failed');
    build.wait('wait-1', 'turn-1', null, { cell_id: '9' }).endCall('wait-1', 'failed');
    const { facts } = RolloutComparison.of(build.graph, rollout('b', count)).comparison;
    expect(facts.find(fact => fact.label === 'failures')).toMatchObject({ left: '3', right: '0' });
  });
});

describe('the details of a row', () => {
  test('show source and output line by line, long agreement folded', () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    const changed = lines.with(11, 'line eleven');
    const comparison = RolloutComparison.of(
      rollout('a', { ...list, output: lines.join('\n') }),
      rollout('b', { ...list, output: changed.join('\n') }),
    );
    const key = comparison.comparison.threads[0]?.rows[0]?.key ?? '';
    const [source, output] = comparison.details(key)?.blocks ?? [];
    expect(source?.lines.map(line => line.mark)).toEqual(['same', 'same']);
    expect(output?.lines).toEqual([
      { mark: 'fold', text: '8' },
      { mark: 'same', text: 'line 8' },
      { mark: 'same', text: 'line 9' },
      { mark: 'same', text: 'line 10' },
      { mark: 'left', text: 'line 11' },
      { mark: 'right', text: 'line eleven' },
    ]);
  });

  test('show nested calls side by side', () => {
    const comparison = RolloutComparison.of(
      rollout('a', { ...count, calls: ['ls', 'pwd'] }),
      rollout('b', { ...count, calls: ['pwd', 'date'] }),
    );
    const key = comparison.comparison.threads[0]?.rows[0]?.key ?? '';
    expect(comparison.details(key)?.calls.map(({ input, left, right }) => [input, left, right])).toEqual([
      ['ls', 'completed, 0 ms', null],
      ['pwd', 'completed, 0 ms', 'completed, 0 ms'],
      ['date', null, 'completed, 0 ms'],
    ]);
  });

  test('are not there for a row that is not there', () => {
    expect(RolloutComparison.of(rollout('a'), rollout('b')).details('|')).toBeNull();
  });
});

describe('in slices', () => {
  const many = (run: string) =>
    rollout(run, ...Array.from({ length: 400 }, (_, index) => ({ source: `text(${index})` })));

  test('the comparison is the same', async () => {
    const [left, right] = [many('a'), many('b')];
    const rest = () => new Promise(resolve => setImmediate(resolve));
    const sliced = await RolloutComparison.inSlices(left, right, rest, () => true);
    expect(sliced?.comparison).toEqual(RolloutComparison.of(left, right).comparison);
  });
});
