import { describe, expect, test } from 'vitest';
import { findAll } from '../../runtime/trace/findings/findAll.ts';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { placeProblems, seqsOf } from './problemPlaces.ts';

/** A cell that ends while a call of its own is under way. */
function rollout() {
  const build = new RolloutBuilder().thread().turn('turn-1').at(20).exec('call-1', 'turn-1', '7', 'tools.a()');
  build.at(30).nested('a', 'call-1', { type: 'exec_command' });
  build.at(50).endCell('call-1', 'completed').at(60).endCall('a', 'cancelled');
  return build.graph;
}

describe('the place of a finding', () => {
  test('of the rules is where what it is about began, and it names the rest', () => {
    const graph = rollout();
    const findings = findAll(graph).filter(each => each.code === 'call-dropped');
    const [cell] = graph.code_cells.values();
    const call = graph.tool_calls.get('a');
    const began = { call: call?.execution.started_seq ?? -1, cell: cell?.execution.started_seq ?? -1 };
    expect([...seqsOf(findings, graph)].sort()).toEqual([began.cell, began.call].sort());
    const lines = new Map([
      [began.call, 41],
      [began.cell, 40],
    ]);
    expect(placeProblems('/b', findings, graph, lines)).toEqual([
      { finding: findings[0], file: '/b/trace.jsonl', line: 41, others: [{ name: 'Cell 7', line: 40 }] },
    ]);
  });

  test('met while reading is the line that was read', () => {
    const finding = { severity: 'error', code: 'x', message: 'm', file: 'trace.jsonl', line: 3, refs: [] } as const;
    expect(placeProblems('/b', [finding], rollout(), new Map())).toEqual([
      { finding, file: '/b/trace.jsonl', line: 3, others: [] },
    ]);
  });

  test('in a payload is that payload', () => {
    const finding = { severity: 'error', code: 'x', message: 'm', file: 'payloads/7.json', refs: [] } as const;
    expect(placeProblems('/b', [finding], rollout(), new Map())[0]).toMatchObject({ file: '/b/payloads/7.json' });
  });

  test('never lies outside the bundle, nor nowhere', () => {
    const places = ['../../etc/passwd', '/etc/passwd', '..', '.', 'a\0b', 'payloads/../../x'].map(file => {
      const finding = { severity: 'error', code: 'x', message: 'm', file, refs: [] } as const;
      return placeProblems('/b', [finding], rollout(), new Map())[0]?.file;
    });
    expect(places).toEqual([
      '/b/trace.jsonl',
      '/b/etc/passwd',
      '/b/trace.jsonl',
      '/b/trace.jsonl',
      '/b/trace.jsonl',
      '/b/trace.jsonl',
    ]);
  });
});
