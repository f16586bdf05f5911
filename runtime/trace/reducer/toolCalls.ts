/**
 * Tool calls: by the model and by cells. Waits, terminals and agents get told what concerns them.
 */

import { isRecord } from '../../base/json.ts';
import type { CallSummary, Payload, PayloadRef } from '../events.ts';
import type { ToolCall } from '../model.ts';
import { spellOut } from '../timeline/promises.ts';
import { isBetweenAgents } from './agentPayload.ts';
import type { Agents } from './agents.ts';
import type { CallLinks } from './callLinks.ts';
import type { Cells } from './cells.ts';
import { Invocation } from './invocation.ts';
import type { Reduction } from './reduction.ts';
import type { Rollout } from './rollout.ts';
import type { Terminals } from './terminals.ts';

export class ToolCalls {
  readonly #r: Reduction;
  readonly #rollout: Rollout;
  readonly #links: CallLinks;
  readonly #cells: Cells;
  readonly #terminals: Terminals;
  readonly #agents: Agents;

  constructor(r: Reduction, rollout: Rollout, links: CallLinks, cells: Cells, terminals: Terminals, agents: Agents) {
    this.#r = r;
    this.#rollout = rollout;
    this.#links = links;
    this.#cells = cells;
    this.#terminals = terminals;
    this.#agents = agents;
  }

  started(payload: Payload<'tool_call_started'>): void {
    const r = this.#r;
    const id = payload.tool_call_id;
    const refs = [{ kind: 'tool_call', id } as const];
    const threadId = this.#thread();
    if (threadId === undefined) return;
    if (r.graph.tool_calls.has(id)) {
      r.problem({ code: 'tool-started-twice', message: `duplicate tool call start for ${id}`, refs });
      return;
    }
    const visibleId = payload.model_visible_call_id;
    if (visibleId !== null && this.#links.toolOf(visibleId)) {
      const message = `duplicate tool call for model-visible call id ${visibleId}`;
      r.problem({ code: 'call-run-twice', message, refs });
    }
    const tool: ToolCall = {
      tool_call_id: id,
      mcp_call_id: null,
      model_visible_call_id: visibleId,
      code_mode_runtime_tool_id: payload.code_mode_runtime_tool_id,
      thread_id: threadId,
      started_by_codex_turn_id: r.moment.turnId,
      execution: r.begin(),
      requester: { type: 'model' },
      kind: shared(payload.kind),
      model_visible_call_item_ids: [],
      model_visible_output_item_ids: [],
      terminal_operation_id: null,
      summary: knownSummary(payload.summary),
      raw_invocation_payload_id: payload.invocation_payload?.raw_payload_id ?? null,
      raw_result_payload_id: null,
      raw_runtime_payload_ids: [],
    };
    if (payload.requester.type === 'code_cell') {
      const cellId = this.#cells.requester(threadId, payload.requester.runtime_cell_id, tool);
      tool.requester = { type: 'code_cell', code_cell_id: cellId };
    }
    r.graph.tool_calls.set(id, tool);
    r.touch('tool_call', id);
    this.#links.addTool(tool);
    this.#invoked(tool, payload.invocation_payload);
  }

  #invoked(tool: ToolCall, ref: PayloadRef | null): void {
    const opened = ref && this.#r.open(ref);
    const invocation = opened ? new Invocation(opened.value) : undefined;
    if (invocation?.toolName === 'wait' && ref) this.#waits(tool, invocation, ref);
    if (tool.kind.type === 'write_stdin') this.#terminals.stdinStarted(tool, invocation);
    this.#agents.invoked(tool, invocation);
  }

  #waits(tool: ToolCall, invocation: Invocation, ref: PayloadRef): void {
    const refs = [{ kind: 'tool_call', id: tool.tool_call_id } as const];
    const name = `wait tool request payload ${ref.raw_payload_id}`;
    if (!invocation.hasArguments) {
      this.#r.problem({ code: 'wait-unreadable', message: `${name} did not contain function arguments`, refs });
      return;
    }
    if (invocation.fault !== undefined) {
      const message = `${name} had invalid JSON arguments`;
      this.#r.problem({ code: 'wait-unreadable', message, causes: [invocation.fault], refs });
      return;
    }
    spellOut(tool, invocation.arguments);
    const cellId = invocation.arguments.cell_id;
    if (typeof cellId === 'string') this.#cells.waited(tool, cellId);
    else this.#r.problem({ code: 'wait-without-cell', message: `${name} did not contain cell_id`, refs });
  }

  /** The thread of the call: the event's own, else its turn's. */
  #thread(): string | undefined {
    const { threadId, turnId } = this.#r.moment;
    if (threadId === null && turnId === null) {
      const message = 'tool call start did not include thread or Codex turn context';
      this.#r.problem({ code: 'tool-without-thread', message });
      return undefined;
    }
    const complaint = `tool call start referenced unknown Codex turn ${turnId}`;
    const turn = turnId === null ? undefined : this.#rollout.turn(turnId, complaint, threadId);
    const id = threadId ?? turn?.thread_id;
    if (id !== undefined) this.#rollout.thread(id, `tool call start referenced unknown thread ${id}`);
    if (turn && id !== turn.thread_id) {
      this.#r.problem({
        code: 'turn-of-other-thread',
        message: `tool call start used thread ${id}, but Codex turn ${turnId} belongs to ${turn.thread_id}`,
      });
    }
    return id;
  }

  #find(id: string, complaint: string): ToolCall | undefined {
    const tool = this.#r.graph.tool_calls.get(id);
    if (!tool)
      this.#r.problem({ code: 'unknown-tool-call', message: `${complaint} ${id}`, refs: [{ kind: 'tool_call', id }] });
    return tool;
  }

  correlated(payload: Payload<'mcp_tool_call_correlation_assigned'>): void {
    const tool = this.#find(payload.tool_call_id, 'MCP correlation referenced unknown tool call');
    if (!tool) return;
    if (tool.mcp_call_id !== null) {
      this.#r.problem({
        code: 'mcp-correlated-twice',
        message: `duplicate MCP correlation for tool call ${tool.tool_call_id}`,
        refs: [{ kind: 'tool_call', id: tool.tool_call_id }],
      });
    }
    tool.mcp_call_id = payload.mcp_call_id;
    this.#r.touch('tool_call', tool.tool_call_id);
  }

  stdinResolved(payload: Payload<'stdin_target_resolved'>): void {
    const tool = this.#find(payload.tool_call_id, 'stdin target referenced unknown call');
    const target = tool && this.#find(payload.exec_tool_call_id, 'stdin target referenced unknown exec');
    if (tool && target) this.#terminals.stdinResolved(tool, target);
  }

  runtimeStarted(payload: Payload<'tool_call_runtime_started'>): void {
    const r = this.#r;
    const tool = this.#find(payload.tool_call_id, 'tool runtime start referenced unknown call');
    if (!tool) return;
    const kind = r.rules.runtimeKindRequired || !r.strict ? payload.kind : null;
    if (kind === null && r.rules.runtimeKindRequired) {
      r.problem({
        code: 'event-unreadable',
        message: `parse trace event line ${r.moment.line}`,
        causes: ['missing field `kind`'],
      });
    }
    addRuntimePayload(tool, payload.runtime_payload);
    r.touch('tool_call', tool.tool_call_id);
    if (kind) {
      tool.kind = shared(kind);
      this.#links.kindTold(tool);
      if (!isInterpreted(tool.kind)) {
        r.pass(payload.runtime_payload);
        return;
      }
    }
    const opened = r.open(payload.runtime_payload);
    if (!opened) return;
    const value = isRecord(opened.value) ? opened.value : {};
    if (!kind) tool.kind = this.#kindTold(value) ?? tool.kind;
    if (isTerminal(tool.kind)) this.#terminals.runtimeStarted(tool, opened.id, value);
    this.#agents.runtimeStarted(tool, opened);
  }

  /** Before 0.166 only the payload of the runtime shows what a call really was. Its own release refuses a patch by a shell. */
  #kindTold(runtime: Readonly<Record<string, unknown>>): ToolCall['kind'] | undefined {
    if (!this.#r.strict && runtime.command === undefined && isRecord(runtime.changes)) return { type: 'apply_patch' };
    return mcpKind(runtime);
  }

  runtimeEnded(payload: Payload<'tool_call_runtime_ended'>): void {
    const tool = this.#find(payload.tool_call_id, 'tool runtime end referenced unknown call');
    if (!tool) return;
    addRuntimePayload(tool, payload.runtime_payload);
    this.#r.touch('tool_call', tool.tool_call_id);
    // What a server answered is for the model.
    if (tool.kind.type === 'mcp') {
      this.#r.pass(payload.runtime_payload);
      return;
    }
    const opened = this.#r.open(payload.runtime_payload);
    if (!opened) return;
    this.#terminals.runtimeEnded(tool, opened, payload.status);
    this.#agents.runtimeEnded(tool, opened);
  }

  ended(payload: Payload<'tool_call_ended'>): void {
    const r = this.#r;
    const tool = this.#find(payload.tool_call_id, 'tool call end referenced unknown call');
    if (!tool) return;
    r.end(tool.execution, payload.status);
    const ref = payload.result_payload;
    tool.raw_result_payload_id = ref?.raw_payload_id ?? null;
    r.touch('tool_call', tool.tool_call_id);
    const isAnswered = tool.raw_runtime_payload_ids.length > 0;
    if (tool.terminal_operation_id !== null && tool.kind.type === 'write_stdin' && !isAnswered) {
      const opened = ref ? r.open(ref) : undefined;
      this.#terminals.stdinEnded(tool, opened, payload.status);
    } else if (ref) {
      r.pass(ref);
    }
    this.#agents.ended(tool);
  }
}

function addRuntimePayload(tool: ToolCall, ref: PayloadRef): void {
  const id = ref.raw_payload_id;
  // A list that grows by pushing keeps room for many more, and most calls have two of these.
  if (!tool.raw_runtime_payload_ids.includes(id)) tool.raw_runtime_payload_ids = [...tool.raw_runtime_payload_ids, id];
}

const plainKinds = new Map<string, ToolCall['kind']>();

/** What is known of a kind, and one object for all kinds that are only a word. */
function shared(kind: ToolCall['kind']): ToolCall['kind'] {
  if (kind.type === 'mcp') return { type: kind.type, server: kind.server, tool: kind.tool };
  if (kind.type === 'other') return { type: kind.type, name: kind.name };
  const known = plainKinds.get(kind.type);
  if (known) return known;
  const plain = { type: kind.type };
  plainKinds.set(kind.type, plain);
  return plain;
}

/** A log may say more of a call than a graph has room for. */
function knownSummary(summary: CallSummary): CallSummary {
  switch (summary.type) {
    case 'generic':
      return {
        type: summary.type,
        label: summary.label,
        input_preview: summary.input_preview,
        output_preview: summary.output_preview,
      };
    case 'terminal':
      return { type: summary.type, operation_id: summary.operation_id };
    case 'agent':
      return {
        type: summary.type,
        target_agent_path: summary.target_agent_path,
        task_name: summary.task_name,
        message_preview: summary.message_preview,
      };
    default:
      return {
        type: summary.type,
        target_agent_path: summary.target_agent_path,
        timeout_ms: summary.timeout_ms,
      };
  }
}

/** Whether anything is read from what the runtime tells of a call. */
function isInterpreted(kind: ToolCall['kind']): boolean {
  // What spawning begins with says nothing yet.
  return isTerminal(kind) || (isBetweenAgents(kind.type) && kind.type !== 'spawn_agent');
}

function isTerminal({ type }: ToolCall['kind']): boolean {
  return type === 'exec_command' || type === 'write_stdin';
}

function mcpKind(runtime: Record<string, unknown>): ToolCall['kind'] | undefined {
  const { invocation } = runtime;
  if (!isRecord(invocation) || typeof invocation.server !== 'string' || typeof invocation.tool !== 'string')
    return undefined;
  return { type: 'mcp', server: invocation.server, tool: invocation.tool };
}
