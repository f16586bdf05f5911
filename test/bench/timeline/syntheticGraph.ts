/**
 * A reduced graph of about as many spans as asked for, made directly. Deterministic.
 *
 * `turns`: cells with nested calls four at a time, their processes and waits, in many turns. `cell`: one cell that calls
 * a tool again and again, one call after the other, as a cell that polls does.
 */

import type { ExecutionWindow, Graph, ToolCall } from '../../../runtime/trace/model.ts';
import { emptyGraph } from '../../../runtime/trace/model.ts';

const ORIGIN = 1_800_000_000_000;
const CALLS_PER_CELL = 40;
const CELLS_PER_TURN = 10;

export type Shape = 'turns' | 'cell';

export function syntheticGraph(spans: number, shape: Shape = 'turns'): Graph {
  const polls = shape === 'cell';
  // Beside its calls such a rollout has a thread, a turn, a model call, the cell with its call, and a wait.
  const nestedCalls = polls ? Math.max(1, spans - 6) : CALLS_PER_CELL / 2;
  const atOnce = polls ? 1 : 4;
  const graph = emptyGraph({ trace_id: 't', rollout_id: 'root', root_thread_id: 'root', started_at_unix_ms: ORIGIN });
  let seq = 0;
  let now = 0;
  const window = (ms: number): ExecutionWindow => ({
    started_at_unix_ms: ORIGIN + now,
    started_seq: ++seq,
    ended_at_unix_ms: ORIGIN + now + ms,
    ended_seq: 0,
    status: 'completed',
  });
  const end = (execution: ExecutionWindow): void => {
    execution.ended_seq = ++seq;
    execution.ended_at_unix_ms = ORIGIN + now;
  };
  const thread = window(0);
  graph.threads.set('root', {
    thread_id: 'root',
    agent_path: '/root',
    nickname: null,
    origin: { type: 'root' },
    execution: thread,
    default_model: 'model',
    conversation_item_ids: [],
  });
  const call = (id: string, turn: string, execution: ExecutionWindow, fields: Partial<ToolCall>): ToolCall => {
    const made: ToolCall = {
      tool_call_id: id,
      mcp_call_id: null,
      model_visible_call_id: null,
      code_mode_runtime_tool_id: null,
      thread_id: 'root',
      started_by_codex_turn_id: turn,
      execution,
      requester: { type: 'model' },
      kind: { type: 'exec_command' },
      model_visible_call_item_ids: [],
      model_visible_output_item_ids: [],
      terminal_operation_id: null,
      summary: { type: 'generic', label: 'exec_command', input_preview: '{}', output_preview: null },
      raw_invocation_payload_id: null,
      raw_result_payload_id: null,
      raw_runtime_payload_ids: [],
      ...fields,
    };
    graph.tool_calls.set(id, made);
    return made;
  };
  const process = (call: string, number: number): ExecutionWindow => {
    const execution = window(0);
    graph.terminal_operations.set(`op-${call}`, {
      operation_id: `op-${call}`,
      terminal_id: `terminal_session:op-${call}`,
      tool_call_id: call,
      kind: 'exec_command',
      execution,
      request: {
        type: 'exec_command',
        command: ['/bin/bash', '-lc', `make target-${number}`],
        display_command: 'make',
        cwd: '/w',
        yield_time_ms: null,
        max_output_tokens: null,
      },
      result: null,
      model_observations: [],
      raw_payload_ids: [],
    });
    return execution;
  };
  let made = 1;
  for (let turnNumber = 0; made < spans; turnNumber++) {
    const turnId = `turn-${turnNumber}`;
    const turn = window(0);
    graph.codex_turns.set(turnId, { codex_turn_id: turnId, thread_id: 'root', execution: turn, input_item_ids: [] });
    made++;
    for (let cellNumber = 0; cellNumber < CELLS_PER_TURN && made < spans; cellNumber++) {
      const inference = window(0);
      now += 50;
      end(inference);
      const name = `${turnNumber}-${cellNumber}`;
      graph.inference_calls.set(`model-${name}`, {
        inference_call_id: `model-${name}`,
        thread_id: 'root',
        codex_turn_id: turnId,
        execution: inference,
        model: 'model',
        provider_name: 'p',
        response_id: null,
        upstream_request_id: null,
        request_item_ids: [],
        response_item_ids: [],
        tool_call_ids_started_by_response: [],
        usage: null,
        raw_request_payload_id: 'raw_payload:1',
        raw_response_payload_id: null,
      });
      const cellId = `code_cell:exec-${name}`;
      const exec = call(`exec-${name}`, turnId, window(0), {
        kind: { type: 'other', name: 'exec' },
        started_code_cell_id: cellId,
      });
      const cell = window(0);
      const nested: string[] = [];
      const open: ExecutionWindow[] = [];
      for (let nestedNumber = 0; nestedNumber < nestedCalls; nestedNumber++) {
        now += 1;
        const id = `nested-${name}-${nestedNumber}`;
        const execution = window(0);
        const requester = { type: 'code_cell', code_cell_id: cellId } as const;
        call(id, turnId, execution, { requester, ...(polls ? {} : { terminal_operation_id: `op-${id}` }) });
        nested.push(id);
        open.push(execution);
        made++;
        if (!polls) {
          open.push(process(id, nestedNumber));
          made++;
        }
        if (nestedNumber % atOnce === atOnce - 1) {
          now += 20;
          for (const one of open.splice(0)) end(one);
        }
      }
      for (const one of open) end(one);
      const respondedSeq = ++seq;
      const respondedAt = ORIGIN + now;
      end(exec.execution);
      now += 3000;
      const wait = call(`wait-${name}`, turnId, window(0), {
        kind: { type: 'other', name: 'wait' },
        summary: {
          type: 'generic',
          label: 'wait',
          input_preview: '{"cell_id":"1","yield_time_ms":500}',
          output_preview: null,
        },
      });
      now += 400;
      end(cell);
      end(wait.execution);
      graph.code_cells.set(cellId, {
        code_cell_id: cellId,
        model_visible_call_id: `exec-${name}`,
        thread_id: 'root',
        codex_turn_id: turnId,
        source_item_id: 'none',
        output_item_ids: [],
        runtime_cell_id: `${turnNumber * CELLS_PER_TURN + cellNumber + 1}`,
        execution: cell,
        runtime_status: 'completed',
        initial_response_at_unix_ms: respondedAt,
        initial_response_seq: respondedSeq,
        initial_response_status: 'yielded',
        raw_initial_response_payload_id: null,
        raw_result_payload_id: 'raw_payload:1',
        yielded_at_unix_ms: respondedAt,
        yielded_seq: respondedSeq,
        source_js: 'x',
        nested_tool_call_ids: nested,
        wait_tool_call_ids: [`wait-${name}`],
      });
      made += 5;
    }
    end(turn);
  }
  end(thread);
  graph.status = 'completed';
  graph.ended_at_unix_ms = ORIGIN + now;
  return graph;
}
