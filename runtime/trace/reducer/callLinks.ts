/**
 * Everything that shares one model-visible call id: the call and its outputs in conversations, the tool call, the cell,
 * the responses that asked for it. Whichever comes first waits here for the others.
 *
 * Invariant: linking is incremental, and no order of events loses a link within a thread. Across threads, which may use one
 * id for two calls, only what is seen after the start of a tool call or a cell is linked to it.
 */

import type { CodeCell, ConversationItem, InferenceCall, Producer, ToolCall } from '../model.ts';
import { compareBytes } from './exactJson.ts';
import { observe } from './observation.ts';
import type { Reduction } from './reduction.ts';
import type { Rollout } from './rollout.ts';

interface Link {
  readonly calls: ConversationItem[];
  readonly outputs: ConversationItem[];
  readonly tools: ToolCall[];
  readonly responses: InferenceCall[];
  cell: CodeCell | undefined;
}

export function isCall(item: { readonly kind: ConversationItem['kind'] }): boolean {
  return item.kind === 'function_call' || item.kind === 'custom_tool_call';
}

export function isOutput(item: { readonly kind: ConversationItem['kind'] }): boolean {
  return item.kind === 'function_call_output' || item.kind === 'custom_tool_call_output';
}

function addOnce<T>(list: T[], value: T): boolean {
  if (list.includes(value)) return false;
  list.push(value);
  return true;
}

export class CallLinks {
  readonly #links = new Map<string, Link>();
  /** Items are missing that could not be read: a cell's call may be one of them. */
  #itemsLost = false;
  /** Calls that ran before the response with them was complete. */
  readonly #late = new Map<string, { readonly response: InferenceCall; readonly tool: ToolCall }[]>();
  /** Ids of calls that another thread had shown before they ran. */
  readonly #foreign = new Set<string>();
  readonly #r: Reduction;
  readonly #rollout: Rollout;

  constructor(r: Reduction, rollout: Rollout) {
    this.#r = r;
    this.#rollout = rollout;
  }

  toolOf(callId: string): ToolCall | undefined {
    return this.#links.get(callId)?.tools[0];
  }

  #link(callId: string): Link {
    let link = this.#links.get(callId);
    if (!link) {
      link = { calls: [], outputs: [], tools: [], responses: [], cell: undefined };
      this.#links.set(callId, link);
    }
    return link;
  }

  /** Items of one thread that are calls, or outputs, of one kind with this id. */
  itemsLike(item: { callId: string | null; kind: ConversationItem['kind'] }, threadId: string): ConversationItem[] {
    const link = item.callId === null ? undefined : this.#links.get(item.callId);
    if (!link) return [];
    const items = isCall(item) ? link.calls : isOutput(item) ? link.outputs : [];
    return items.filter(other => other.thread_id === threadId && other.kind === item.kind);
  }

  addItem(item: ConversationItem): void {
    if (item.call_id === null) return;
    if (isCall(item)) {
      const link = this.#link(item.call_id);
      link.calls.push(item);
      this.#join(item, link);
      if (link.cell) this.#attach(link.cell, link);
    } else if (isOutput(item)) {
      const link = this.#link(item.call_id);
      link.outputs.push(item);
      this.#join(item, link);
    }
  }

  #join(item: ConversationItem, { tools, cell }: Link): void {
    for (const tool of tools) {
      if (isCall(item)) this.#joinCall(item, tool);
      else this.#joinOutput(item, tool);
    }
    if (cell) this.#joinCellOutput(item, cell);
  }

  addTool(tool: ToolCall): void {
    if (tool.model_visible_call_id === null) return;
    const link = this.#link(tool.model_visible_call_id);
    link.tools.push(tool);
    const isOwn = (other: { readonly thread_id: string }) => other.thread_id === tool.thread_id;
    if (![...link.calls, ...link.outputs].every(isOwn)) this.#foreign.add(tool.model_visible_call_id);
    for (const call of link.calls.filter(isOwn)) this.#joinCall(call, tool);
    for (const output of link.outputs.filter(isOwn)) this.#joinOutput(output, tool);
    for (const response of link.responses.filter(isOwn)) this.#joinResponse(response, tool);
    this.#markStarter(tool, link);
  }

  addCell(cell: CodeCell): void {
    const link = this.#link(cell.model_visible_call_id);
    link.cell ??= cell;
    this.#attach(cell, link);
  }

  /** A list of items could not be read. Cells wait no longer for the item that holds their source. */
  itemsLost(): void {
    if (this.#itemsLost) return;
    this.#itemsLost = true;
    for (const link of this.#links.values()) if (link.cell) this.#attach(link.cell, link);
  }

  /** An inference whose response contains the call. A tool call that is there already is joined with the next items. */
  addResponse(response: InferenceCall, callId: string): void {
    const link = this.#link(callId);
    if (!addOnce(link.responses, response)) {
      for (const tool of link.tools) this.#joinResponse(response, tool);
      return;
    }
    if (link.tools.length === 0) return;
    const late = this.#late.get(callId) ?? [];
    late.push(...link.tools.map(tool => ({ response, tool })));
    this.#late.set(callId, late);
  }

  /**
   * What a request shows again: calls that ran before their response was complete are joined with it now, and those of
   * another thread with what this one shows of them.
   */
  settle(items: readonly ConversationItem[]): void {
    if (this.#late.size + this.#foreign.size === 0) return;
    for (const item of items) {
      if (item.call_id !== null && this.#foreign.has(item.call_id)) this.#join(item, this.#link(item.call_id));
      const late = item.call_id !== null && isCall(item) ? this.#late.get(item.call_id) : undefined;
      if (!late || item.call_id === null) continue;
      for (const { response, tool } of late) this.#joinResponse(response, tool);
      this.#late.delete(item.call_id);
    }
  }

  #joinCall(item: ConversationItem, tool: ToolCall): void {
    addOnce(tool.model_visible_call_item_ids, item.item_id);
    this.#observed(tool);
    this.#r.touch('tool_call', tool.tool_call_id);
  }

  #joinOutput(item: ConversationItem, tool: ToolCall): void {
    if (!addOnce(tool.model_visible_output_item_ids, item.item_id)) return;
    this.#observed(tool);
    this.#produced(item, { type: 'tool', tool_call_id: tool.tool_call_id });
    this.#r.touch('tool_call', tool.tool_call_id);
  }

  #observed(tool: ToolCall): void {
    const operation = this.#r.graph.terminal_operations.get(tool.terminal_operation_id ?? '');
    if (operation && observe(operation, tool)) this.#r.touch('terminal_operation', operation.operation_id);
  }

  #joinResponse(response: InferenceCall, tool: ToolCall): void {
    if (!addOnce(response.tool_call_ids_started_by_response, tool.tool_call_id)) return;
    this.#r.touch('inference_call', response.inference_call_id);
  }

  #isAttached(cell: CodeCell): boolean {
    return this.#r.graph.code_cells.get(cell.code_cell_id) === cell;
  }

  /** A cell enters the graph once the item that holds its source is known. */
  #attach(cell: CodeCell, link: Link): void {
    if (cell.source_item_id !== '') return;
    const source = link.calls.find(call => call.thread_id === cell.thread_id && call.kind === 'custom_tool_call');
    if (!source && !this.#itemsLost) return;
    cell.source_item_id = source?.item_id ?? '';
    this.#r.touch('code_cell', cell.code_cell_id);
    if (this.#isAttached(cell)) return;
    this.#checkTurn(cell);
    // What it called before it was there, it has in the order of ids.
    cell.nested_tool_call_ids.sort(compareBytes);
    // Only now: a turn that ends earlier does not end a cell that is not there yet.
    if (cell.execution.status === 'running') this.#rollout.ownCell(cell);
    this.#r.graph.code_cells.set(cell.code_cell_id, cell);
    for (const output of link.outputs) {
      if (output.thread_id === cell.thread_id) this.#joinCellOutput(output, cell);
      else this.#foreign.add(cell.model_visible_call_id);
    }
    for (const tool of link.tools) this.#markStarter(tool, link);
  }

  #checkTurn({ code_cell_id: id, thread_id: threadId, codex_turn_id: turnId }: CodeCell): void {
    const turn = this.#r.graph.codex_turns.get(turnId);
    if (turn?.thread_id === threadId) return;
    const refs = [{ kind: 'code_cell', id } as const];
    this.#r.problem(
      turn
        ? {
            code: 'turn-of-other-thread',
            message: `code cell start used thread ${threadId}, but Codex turn ${turnId} belongs to ${turn.thread_id}`,
            refs,
          }
        : { code: 'unknown-turn', message: `code cell start referenced unknown Codex turn ${turnId}`, refs },
    );
  }

  /** What a call is may be told late, by its runtime. */
  kindTold(tool: ToolCall): void {
    const link = this.#links.get(tool.model_visible_call_id ?? '');
    if (link) this.#markStarter(tool, link);
  }

  /** The model's call of `exec` is what starts a cell. */
  #markStarter(tool: ToolCall, { cell }: Link): void {
    const isExec = tool.kind.type === 'other' && tool.kind.name === 'exec' && tool.requester.type === 'model';
    if (isExec && cell && this.#isAttached(cell)) tool.started_code_cell_id = cell.code_cell_id;
    else if (tool.started_code_cell_id === undefined) return;
    else delete tool.started_code_cell_id;
    this.#r.touch('tool_call', tool.tool_call_id);
  }

  #joinCellOutput(item: ConversationItem, cell: CodeCell): void {
    if (!this.#isAttached(cell) || item.kind !== 'custom_tool_call_output') return;
    if (!addOnce(cell.output_item_ids, item.item_id)) return;
    this.#produced(item, { type: 'code_cell', code_cell_id: cell.code_cell_id });
    this.#r.touch('code_cell', cell.code_cell_id);
  }

  #produced(item: ConversationItem, producer: Producer): void {
    item.produced_by.push(producer);
    this.#r.touch('conversation_item', item.item_id);
  }
}
