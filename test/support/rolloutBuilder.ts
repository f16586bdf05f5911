/**
 * Builds reduced graphs by hand, one event at a time, as the reducer would: for tests of what reads a graph.
 *
 * Invariant: every step changes the graph and touches what it changed, sequence numbers and time only grow. A test sets
 * the clock with `at`, ms since the beginning of the rollout.
 */

import type {
  CellRuntimeStatus,
  CodeCell,
  ExecutionStatus,
  ExecutionWindow,
  Graph,
  ItemPart,
  TokenUsage,
  ToolCall,
  ToolCallKind,
} from '../../runtime/trace/model.ts';
import { emptyGraph } from '../../runtime/trace/model.ts';
import type { EntityKind } from '../../runtime/trace/timeline/columns.ts';

/** Unix ms at which every built rollout begins. */
export const ORIGIN = 1_800_000_000_000;

type Touch = (kind: EntityKind, id: string) => void;

export class RolloutBuilder {
  readonly graph: Graph = emptyGraph({
    trace_id: 'trace-1',
    rollout_id: 'root',
    root_thread_id: 'root',
    started_at_unix_ms: ORIGIN,
  });
  onTouch: Touch = () => {};
  #seq = 0;
  #now = 0;
  #payloads = 0;
  #items = 0;

  /** Moves the clock, ms since the beginning. */
  at(ms: number): this {
    this.#now = ms;
    return this;
  }

  thread(id = 'root', parent?: string): this {
    this.graph.threads.set(id, {
      thread_id: id,
      agent_path: parent === undefined ? '/root' : `/root/${id}`,
      nickname: null,
      origin:
        parent === undefined
          ? { type: 'root' }
          : {
              type: 'spawned',
              parent_thread_id: parent,
              spawn_edge_id: `edge:spawn:${parent}:${id}`,
              task_name: id,
              agent_role: '',
            },
      execution: this.#begin(),
      default_model: 'mock-model',
      conversation_item_ids: [],
    });
    return this.#touch('thread', id);
  }

  turn(id: string, thread = 'root'): this {
    this.graph.codex_turns.set(id, {
      codex_turn_id: id,
      thread_id: thread,
      execution: this.#begin(),
      input_item_ids: [],
    });
    return this.#touch('codex_turn', id);
  }

  /** Ends a turn, with what that does to its model calls and cells (trace-format §3). */
  endTurn(id: string, status: ExecutionStatus = 'completed'): this {
    const turn = must(this.graph.codex_turns.get(id));
    const seq = this.#end(turn.execution, status);
    this.#touch('codex_turn', id);
    for (const call of this.graph.inference_calls.values()) {
      if (call.codex_turn_id !== id || call.execution.ended_seq !== null) continue;
      this.#close(call.execution, seq, status === 'completed' ? 'cancelled' : status);
      this.#touch('inference_call', call.inference_call_id);
    }
    if (status === 'completed') return this;
    for (const cell of this.graph.code_cells.values()) {
      if (cell.codex_turn_id !== id || cell.execution.ended_seq !== null) continue;
      this.#close(cell.execution, seq, status === 'failed' ? 'failed' : 'cancelled');
      cell.runtime_status = status === 'failed' ? 'failed' : 'terminated';
      cell.initial_response_at_unix_ms ??= ORIGIN + this.#now;
      cell.initial_response_seq ??= seq;
      this.#touch('code_cell', cell.code_cell_id);
    }
    return this;
  }

  inference(id: string, turn: string, thread = 'root'): this {
    this.graph.inference_calls.set(id, {
      inference_call_id: id,
      thread_id: thread,
      codex_turn_id: turn,
      execution: this.#begin(),
      model: 'mock-model',
      provider_name: 'mock',
      response_id: null,
      upstream_request_id: null,
      request_item_ids: [],
      response_item_ids: [],
      tool_call_ids_started_by_response: [],
      usage: null,
      raw_request_payload_id: this.#payload('inference_request'),
      raw_response_payload_id: null,
    });
    return this.#touch('inference_call', id);
  }

  endInference(id: string, usage: Partial<TokenUsage> | null = {}, status: ExecutionStatus = 'completed'): this {
    const call = must(this.graph.inference_calls.get(id));
    this.#end(call.execution, status);
    call.raw_response_payload_id = this.#payload('inference_response');
    call.usage = usage && {
      input_tokens: 100,
      cached_input_tokens: 10,
      cache_write_input_tokens: 0,
      output_tokens: 20,
      reasoning_output_tokens: 5,
      ...usage,
    };
    return this.#touch('inference_call', id);
  }

  /** A call of the model's own. `startedBy` names the inference whose response asked for it. */
  call(id: string, turn: string, kind: ToolCallKind, input: string, startedBy?: string): this {
    const thread = this.graph.codex_turns.get(turn)?.thread_id ?? 'root';
    this.#newCall(id, kind, thread, turn, { type: 'model' }, input);
    must(this.graph.tool_calls.get(id)).model_visible_call_id = id;
    const inference = startedBy === undefined ? undefined : this.graph.inference_calls.get(startedBy);
    inference?.tool_call_ids_started_by_response.push(id);
    return this.#touch('tool_call', id);
  }

  /** The model's `exec` with the cell it starts: two events, as newer recordings have it. */
  exec(callId: string, turn: string, runtimeId: string, source: string, startedBy?: string): this {
    const item = this.#item('custom_tool_call', callId, [{ type: 'code', language: 'javascript', source }], turn);
    this.call(callId, turn, { type: 'other', name: 'exec' }, source, startedBy);
    const id = `code_cell:${callId}`;
    const call = must(this.graph.tool_calls.get(callId));
    this.graph.code_cells.set(id, {
      code_cell_id: id,
      model_visible_call_id: callId,
      thread_id: call.thread_id,
      codex_turn_id: turn,
      source_item_id: item,
      output_item_ids: [],
      runtime_cell_id: runtimeId,
      execution: this.#begin(),
      runtime_status: 'starting',
      initial_response_at_unix_ms: null,
      initial_response_seq: null,
      initial_response_status: null,
      raw_initial_response_payload_id: null,
      raw_result_payload_id: null,
      yielded_at_unix_ms: null,
      yielded_seq: null,
      source_js: source.replace(/^\/\/ @exec:.*\n/, ''),
      nested_tool_call_ids: [],
      wait_tool_call_ids: [],
    });
    call.started_code_cell_id = id;
    return this.#touch('code_cell', id).#touch('tool_call', callId);
  }

  /** The first response of a cell; a final one also ends it. The `exec` call ends with it. */
  respond(callId: string, status: 'completed' | 'failed' | 'yielded'): this {
    const cell = this.#cell(callId);
    cell.initial_response_seq = ++this.#seq;
    cell.initial_response_at_unix_ms = ORIGIN + this.#now;
    cell.initial_response_status = status;
    cell.runtime_status = status;
    cell.raw_initial_response_payload_id = this.#payload('tool_result');
    if (status === 'yielded') {
      cell.yielded_at_unix_ms = ORIGIN + this.#now;
      cell.yielded_seq = this.#seq;
      this.#touch('code_cell', cell.code_cell_id);
    } else this.endCell(callId, status);
    return this.endCall(callId, status === 'failed' ? 'failed' : 'completed');
  }

  endCell(callId: string, status: Extract<CellRuntimeStatus, 'completed' | 'failed' | 'terminated'>): this {
    const cell = this.#cell(callId);
    this.#end(cell.execution, status === 'terminated' ? 'cancelled' : status);
    cell.runtime_status = status;
    cell.raw_result_payload_id = this.#payload('tool_result');
    return this.#touch('code_cell', cell.code_cell_id);
  }

  wait(id: string, turn: string, cell: string | null, args: Record<string, unknown>, startedBy?: string): this {
    this.call(id, turn, { type: 'other', name: 'wait' }, JSON.stringify(args), startedBy);
    if (cell === null) return this;
    this.#cell(cell).wait_tool_call_ids.push(id);
    return this.#touch('code_cell', `code_cell:${cell}`);
  }

  endCall(id: string, status: ExecutionStatus = 'completed'): this {
    const call = must(this.graph.tool_calls.get(id));
    this.#end(call.execution, status);
    call.raw_result_payload_id = this.#payload('tool_result');
    return this.#touch('tool_call', id);
  }

  nested(id: string, cellCall: string, kind: ToolCallKind, input = '{}'): this {
    const cell = this.graph.code_cells.get(`code_cell:${cellCall}`);
    const requester = { type: 'code_cell', code_cell_id: `code_cell:${cellCall}` } as const;
    this.#newCall(id, kind, cell?.thread_id ?? 'root', cell?.codex_turn_id ?? null, requester, input);
    cell?.nested_tool_call_ids.push(id);
    if (cell) this.#touch('code_cell', cell.code_cell_id);
    return this.#touch('tool_call', id);
  }

  process(id: string, callId: string, command: string): this {
    const call = must(this.graph.tool_calls.get(callId));
    this.graph.terminal_operations.set(id, {
      operation_id: id,
      terminal_id: `terminal_session:${id}`,
      tool_call_id: callId,
      kind: 'exec_command',
      execution: this.#begin(),
      request: {
        type: 'exec_command',
        command: ['/bin/bash', '-lc', command],
        display_command: `/bin/bash -lc ${command}`,
        cwd: '/work',
        yield_time_ms: null,
        max_output_tokens: null,
      },
      result: null,
      model_observations: [],
      raw_payload_ids: [],
    });
    call.terminal_operation_id = id;
    call.summary = { type: 'terminal', operation_id: id };
    return this.#touch('terminal_operation', id).#touch('tool_call', callId);
  }

  endProcess(id: string, exitCode: number): this {
    const operation = must(this.graph.terminal_operations.get(id));
    this.#end(operation.execution, exitCode === 0 ? 'completed' : 'failed');
    operation.result = {
      exit_code: exitCode,
      stdout: 'out',
      stderr: '',
      formatted_output: null,
      original_token_count: null,
      chunk_id: null,
    };
    return this.#touch('terminal_operation', id);
  }

  spawnEdge(callId: string, parent: string, child: string): this {
    const id = `edge:spawn:${parent}:${child}`;
    this.graph.interaction_edges.set(id, {
      edge_id: id,
      kind: 'spawn_agent',
      source: { type: 'tool_call', tool_call_id: callId },
      target: { type: 'thread', thread_id: child },
      started_at_unix_ms: ORIGIN + this.#now,
      ended_at_unix_ms: ORIGIN + this.#now,
      carried_item_ids: [],
      carried_raw_payload_ids: [],
    });
    return this.#touch('interaction_edge', id);
  }

  /** An output of a call as the model sees it. */
  output(callId: string, ...texts: string[]): this {
    const parts = texts.map(text => ({ type: 'text', text }) as const);
    const call = this.graph.tool_calls.get(callId);
    const cell = this.graph.code_cells.get(`code_cell:${callId}`);
    const turn = call?.started_by_codex_turn_id ?? null;
    const kind = cell ? 'custom_tool_call_output' : 'function_call_output';
    const item = this.#item(kind, callId, parts, turn);
    call?.model_visible_output_item_ids.push(item);
    cell?.output_item_ids.push(item);
    if (cell) this.#touch('code_cell', cell.code_cell_id);
    return this.#touch('conversation_item', item);
  }

  endRollout(): this {
    this.#seq++;
    this.graph.status = 'completed';
    this.graph.ended_at_unix_ms = ORIGIN + this.#now;
    return this;
  }

  endThread(id = 'root'): this {
    this.#end(must(this.graph.threads.get(id)).execution, 'completed');
    return this.#touch('thread', id);
  }

  #newCall(
    id: string,
    kind: ToolCallKind,
    thread: string,
    turn: string | null,
    requester: ToolCall['requester'],
    input: string,
  ): void {
    const label =
      kind.type === 'other' ? kind.name : kind.type === 'mcp' ? `mcp__${kind.server}.${kind.tool}` : kind.type;
    this.graph.tool_calls.set(id, {
      tool_call_id: id,
      mcp_call_id: null,
      model_visible_call_id: null,
      code_mode_runtime_tool_id: null,
      thread_id: thread,
      started_by_codex_turn_id: turn,
      execution: this.#begin(),
      requester,
      kind,
      model_visible_call_item_ids: [],
      model_visible_output_item_ids: [],
      terminal_operation_id: null,
      summary: { type: 'generic', label, input_preview: input, output_preview: null },
      raw_invocation_payload_id: this.#payload('tool_invocation'),
      raw_result_payload_id: null,
      raw_runtime_payload_ids: [],
    });
  }

  #item(
    kind: 'custom_tool_call' | 'custom_tool_call_output' | 'function_call_output',
    callId: string,
    parts: ItemPart[],
    turn: string | null,
  ): string {
    const id = `conversation_item:${++this.#items}`;
    this.graph.conversation_items.set(id, {
      item_id: id,
      thread_id: 'root',
      codex_turn_id: turn,
      first_seen_at_unix_ms: ORIGIN + this.#now,
      role: kind === 'custom_tool_call' ? 'assistant' : 'tool',
      channel: 'commentary',
      kind,
      body: { parts },
      call_id: callId,
      produced_by: [],
    });
    return id;
  }

  #payload(type: 'inference_request' | 'inference_response' | 'tool_invocation' | 'tool_result'): string {
    const number = ++this.#payloads;
    const id = `raw_payload:${number}`;
    this.graph.raw_payloads.set(id, { raw_payload_id: id, kind: { type }, path: `payloads/${number}.json` });
    return id;
  }

  #begin(): ExecutionWindow {
    return {
      started_at_unix_ms: ORIGIN + this.#now,
      started_seq: ++this.#seq,
      ended_at_unix_ms: null,
      ended_seq: null,
      status: 'running',
    };
  }

  #end(window: ExecutionWindow, status: ExecutionStatus): number {
    this.#close(window, ++this.#seq, status);
    return this.#seq;
  }

  #close(window: ExecutionWindow, seq: number, status: ExecutionStatus): void {
    window.ended_at_unix_ms = ORIGIN + this.#now;
    window.ended_seq = seq;
    window.status = status;
  }

  #cell(callId: string): CodeCell {
    return must(this.graph.code_cells.get(`code_cell:${callId}`));
  }

  #touch(kind: EntityKind, id: string): this {
    this.onTouch(kind, id);
    return this;
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the test named something that it never made');
  return value;
}
