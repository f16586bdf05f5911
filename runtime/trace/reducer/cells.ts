/**
 * Code cells: start, first response, end, the calls they made and the waits that asked for them (trace-format §3).
 *
 * A cell is looked up by its thread and its runtime id; it shows in the graph once the item with its source is known.
 */

import type { Payload } from '../events.ts';
import type { CellRuntimeStatus, CodeCell, ExecutionStatus, ToolCall } from '../model.ts';
import type { CallLinks } from './callLinks.ts';
import type { Reduction } from './reduction.ts';
import type { Rollout } from './rollout.ts';

export class Cells {
  /** thread, then runtime id */
  readonly #cells = new Map<string, Map<string, CodeCell>>();
  readonly #ids = new Set<string>();
  readonly #r: Reduction;
  readonly #rollout: Rollout;
  readonly #links: CallLinks;

  constructor(r: Reduction, rollout: Rollout, links: CallLinks) {
    this.#r = r;
    this.#rollout = rollout;
    this.#links = links;
  }

  started(payload: Payload<'code_cell_started'>): void {
    const r = this.#r;
    const id = `code_cell:${payload.model_visible_call_id}`;
    const refs = [{ kind: 'code_cell', id } as const];
    const turnId = r.moment.turnId;
    if (turnId === null) {
      r.problem({ code: 'cell-without-turn', message: `code cell start ${id} did not include a Codex turn id`, refs });
      return;
    }
    const threadId = r.moment.threadId ?? r.graph.codex_turns.get(turnId)?.thread_id;
    if (threadId === undefined) {
      const message = `code cell start ${id} referenced unknown Codex turn ${turnId}`;
      r.problem({ code: 'unknown-turn', message, refs });
      return;
    }
    if (this.#ids.has(id)) {
      r.problem({ code: 'cell-started-twice', message: `duplicate code cell start for ${id}`, refs });
      return;
    }
    this.#ids.add(id);
    const cell: CodeCell = {
      code_cell_id: id,
      model_visible_call_id: payload.model_visible_call_id,
      thread_id: threadId,
      codex_turn_id: turnId,
      source_item_id: '',
      output_item_ids: [],
      runtime_cell_id: payload.runtime_cell_id,
      execution: r.begin(),
      runtime_status: 'starting',
      initial_response_at_unix_ms: null,
      initial_response_seq: null,
      initial_response_status: null,
      raw_initial_response_payload_id: null,
      raw_result_payload_id: null,
      yielded_at_unix_ms: null,
      yielded_seq: null,
      source_js: payload.source_js,
      nested_tool_call_ids: [],
      wait_tool_call_ids: [],
    };
    const cells = this.#of(threadId);
    const before = cells.get(payload.runtime_cell_id);
    if (before) {
      const message = `runtime code cell ${payload.runtime_cell_id} in thread ${threadId} mapped to both ${before.code_cell_id} and ${id}`;
      r.problem({ code: 'cell-started-twice', message, refs });
    }
    cells.set(payload.runtime_cell_id, cell);
    this.#links.addCell(cell);
  }

  answered(payload: Payload<'code_cell_initial_response'>): void {
    const cell = this.#find(payload.runtime_cell_id, 'initial response');
    if (!cell) return;
    const { ms, seq } = this.#r.moment;
    const payloadId = payload.response_payload && this.#r.pass(payload.response_payload);
    if (cell.initial_response_status === null) {
      if (!this.#r.rules.firstAnswerIsFirstSeen || cell.initial_response_at_unix_ms === null) {
        cell.initial_response_at_unix_ms = ms;
        cell.initial_response_seq = seq;
      }
      cell.initial_response_status = payload.status;
      cell.raw_initial_response_payload_id = payloadId;
    }
    cell.runtime_status = payload.status;
    if (payload.status === 'yielded') {
      cell.yielded_at_unix_ms = ms;
      cell.yielded_seq = seq;
    }
    this.#touch(cell);
  }

  ended(payload: Payload<'code_cell_ended'>): void {
    const cell = this.#find(payload.runtime_cell_id, 'end');
    if (!cell) return;
    this.#r.end(cell.execution, executionOf(payload.status));
    cell.runtime_status = payload.status;
    cell.raw_result_payload_id = payload.response_payload && this.#r.pass(payload.response_payload);
    if (cell.initial_response_at_unix_ms === null) {
      cell.initial_response_at_unix_ms = this.#r.moment.ms;
      cell.initial_response_seq = this.#r.moment.seq;
    }
    if (cell.execution.status !== 'running') this.#rollout.release(cell);
    this.#touch(cell);
  }

  /** The cell that made a nested call. */
  requester(threadId: string, runtimeId: string, tool: ToolCall): string {
    const cell = this.#of(threadId).get(runtimeId);
    if (cell) {
      cell.nested_tool_call_ids.push(tool.tool_call_id);
      this.#touch(cell);
      return cell.code_cell_id;
    }
    this.#r.problem({
      code: 'unknown-cell',
      message: `code-mode nested tool referenced unknown runtime cell ${runtimeId} in thread ${threadId}`,
      refs: [{ kind: 'tool_call', id: tool.tool_call_id }],
    });
    return `code_cell:unknown:${runtimeId}`;
  }

  /** A wait names a cell; one that nobody knows, or whose source is not known yet, is no mistake of the recording. */
  waited(tool: ToolCall, runtimeId: string): void {
    const cell = this.#of(tool.thread_id).get(runtimeId);
    if (!cell || this.#r.graph.code_cells.get(cell.code_cell_id) !== cell) return;
    cell.wait_tool_call_ids.push(tool.tool_call_id);
    this.#touch(cell);
  }

  #of(threadId: string): Map<string, CodeCell> {
    let cells = this.#cells.get(threadId);
    if (!cells) {
      cells = new Map();
      this.#cells.set(threadId, cells);
    }
    return cells;
  }

  #find(runtimeId: string, what: string): CodeCell | undefined {
    const { threadId: given, turnId } = this.#r.moment;
    const turn = turnId === null ? undefined : this.#r.graph.codex_turns.get(turnId);
    const threadId = given ?? turn?.thread_id ?? '';
    const cell = this.#of(threadId).get(runtimeId);
    if (!cell) {
      this.#r.problem({
        code: 'unknown-cell',
        message: `code cell ${what} referenced unknown runtime cell ${runtimeId} in thread ${threadId}`,
      });
    }
    return cell;
  }

  #touch(cell: CodeCell): void {
    if (this.#r.graph.code_cells.has(cell.code_cell_id)) this.#r.touch('code_cell', cell.code_cell_id);
  }
}

function executionOf(status: CellRuntimeStatus): ExecutionStatus {
  switch (status) {
    case 'completed':
    case 'failed':
      return status;
    case 'terminated':
      return 'cancelled';
    default:
      return 'running';
  }
}
