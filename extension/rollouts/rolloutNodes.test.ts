import { describe, expect, test } from 'vitest';
import { type CodeCell, emptyGraph, type Graph, type Thread, type ToolCall } from '../../runtime/trace/model.ts';
import { childrenOf, pathTo, rolloutChildren } from './rolloutNodes.ts';

function window(started: number, ended: number | null, status: 'running' | 'completed' | 'aborted') {
  return {
    started_at_unix_ms: started,
    started_seq: started,
    ended_at_unix_ms: ended,
    ended_seq: ended,
    status,
  } as const;
}

function thread(id: string, path: string): Thread {
  return {
    thread_id: id,
    agent_path: path,
    nickname: null,
    origin: { type: 'root' },
    execution: window(0, null, 'running'),
    default_model: 'm',
    conversation_item_ids: [],
  };
}

function cell(id: string, threadId: string, calls: string[]): CodeCell {
  return {
    code_cell_id: `code_cell:${id}`,
    model_visible_call_id: id,
    thread_id: threadId,
    codex_turn_id: 'turn',
    source_item_id: 'item',
    output_item_ids: [],
    runtime_cell_id: id,
    execution: window(10, 30, 'completed'),
    runtime_status: 'terminated',
    initial_response_at_unix_ms: null,
    initial_response_seq: null,
    initial_response_status: null,
    raw_initial_response_payload_id: null,
    raw_result_payload_id: null,
    yielded_at_unix_ms: null,
    yielded_seq: null,
    source_js: '// why\nawait tools.a()',
    nested_tool_call_ids: calls,
    wait_tool_call_ids: [],
  };
}

function call(id: string): ToolCall {
  return {
    tool_call_id: id,
    mcp_call_id: null,
    model_visible_call_id: null,
    code_mode_runtime_tool_id: 'tool-1',
    thread_id: 'root',
    started_by_codex_turn_id: null,
    execution: window(12, null, 'aborted'),
    requester: { type: 'code_cell', code_cell_id: 'code_cell:1' },
    kind: { type: 'exec_command' },
    model_visible_call_item_ids: [],
    model_visible_output_item_ids: [],
    terminal_operation_id: null,
    summary: { type: 'generic', label: 'exec_command', input_preview: '{"cmd":"ls"}', output_preview: null },
    raw_invocation_payload_id: null,
    raw_result_payload_id: null,
    raw_runtime_payload_ids: [],
  };
}

function graph(threads: string[]): Graph {
  const made = emptyGraph({ trace_id: 't', rollout_id: 'root', root_thread_id: 'root', started_at_unix_ms: 0 });
  for (const id of threads) made.threads.set(id, thread(id, `/${id}`));
  made.code_cells.set('code_cell:1', cell('1', 'root', ['call', 'lost']));
  made.tool_calls.set('call', call('call'));
  return made;
}

describe('the tree of a rollout', () => {
  test('has its cells right below it when there is one thread', () => {
    expect(rolloutChildren('/b', graph(['root']))).toEqual([
      {
        kind: 'cell',
        bundle: '/b',
        ref: { kind: 'code_cell', id: 'code_cell:1' },
        label: '1',
        cellId: '1',
        hasCalls: true,
        detail: 'await tools.a()',
        status: 'terminated',
        durationMs: 20,
      },
    ]);
  });

  test('has the cells below their threads when there are several', () => {
    const made = graph(['root', 'child']);
    const [root, child] = rolloutChildren('/b', made);
    expect([root?.label, child?.label]).toEqual(['/root', '/child']);
    expect(root && childrenOf(root, made).map(node => node.label)).toEqual(['1']);
    expect(child && childrenOf(child, made)).toEqual([]);
  });

  test('has the calls of a cell below it, those that are known', () => {
    const made = graph(['root']);
    const [node] = rolloutChildren('/b', made);
    const calls = node ? childrenOf(node, made) : [];
    expect(calls).toEqual([
      {
        kind: 'call',
        bundle: '/b',
        ref: { kind: 'tool_call', id: 'call' },
        label: 'exec_command',
        detail: '{"cmd":"ls"}',
        status: 'cancelled',
      },
    ]);
    expect(calls.flatMap(each => childrenOf(each, made))).toEqual([]);
  });

  test('knows the way to a call, with its thread when there are several', () => {
    const call = { kind: 'tool_call', id: 'call' } as const;
    const labels = (made: Graph) => pathTo('/b', made, call).map(node => node.label);
    expect(labels(graph(['root']))).toEqual(['1', 'exec_command']);
    expect(labels(graph(['root', 'child']))).toEqual(['/root', '1', 'exec_command']);
  });

  test('leads from a wait to its cell, and nowhere from what it does not show', () => {
    const made = graph(['root']);
    made.tool_calls.set('wait', { ...call('wait'), requester: { type: 'model' } });
    made.code_cells.get('code_cell:1')?.wait_tool_call_ids.push('wait');
    expect(pathTo('/b', made, { kind: 'tool_call', id: 'wait' }).map(node => node.kind)).toEqual(['cell']);
    expect(pathTo('/b', made, { kind: 'tool_call', id: 'lost' })).toEqual([]);
    expect(pathTo('/b', made, { kind: 'codex_turn', id: 'turn' })).toEqual([]);
  });
});
