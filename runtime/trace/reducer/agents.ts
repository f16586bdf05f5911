/**
 * Edges between agents: spawned, given a task, sent a message, closed, answered (trace-format §3, interaction_edges).
 *
 * Spawning and closing point at the thread until the message that was sent is found there; the others exist only once
 * their message is found. Invariant: an edge in the graph is complete but for what a later event adds.
 */

import { isRecord } from '../../base/json.ts';
import type { Payload } from '../events.ts';
import type { InteractionEdge, InteractionKind, ToolCall } from '../model.ts';
import { type AgentReport, isActivity, isBetweenAgents, readAgentReport } from './agentPayload.ts';
import type { Conversations } from './conversation.ts';
import type { Invocation } from './invocation.ts';
import type { Mailbox } from './mailbox.ts';
import { isWrittenWhole } from './readJson.ts';
import type { OpenPayload, Reduction } from './reduction.ts';

type Fields = Readonly<Record<string, unknown>>;
const times = ['started_at_ms', 'completed_at_ms', 'occurred_at_ms'];

interface Dispatch {
  readonly kind: InteractionKind;
  readonly text: string | undefined;
  readonly edge: InteractionEdge;
}

export class Agents {
  readonly #r: Reduction;
  readonly #mailbox: Mailbox;
  readonly #conversations: Conversations;
  readonly #dispatches = new Map<string, Dispatch>();
  readonly #invocations = new Map<string, Invocation>();

  /** Results whose message has not been found yet, by edge. */
  readonly #undelivered = new Map<string, { readonly edge: InteractionEdge; readonly text: string }>();

  /** Edges to threads that have not started yet. */
  readonly #early = new Map<string, InteractionEdge[]>();

  constructor(r: Reduction, mailbox: Mailbox, conversations: Conversations) {
    this.#r = r;
    this.#mailbox = mailbox;
    this.#conversations = conversations;
  }

  invoked(tool: ToolCall, invocation: Invocation | undefined): void {
    if (invocation && edgeKind(tool)) this.#invocations.set(tool.tool_call_id, invocation);
  }

  runtimeStarted(tool: ToolCall, opened: OpenPayload): void {
    this.#report(tool, opened, 'start');
    const edge = this.#dispatches.get(tool.tool_call_id)?.edge;
    if (edge) this.#carry(edge, tool.raw_runtime_payload_ids);
  }

  runtimeEnded(tool: ToolCall, opened: OpenPayload): void {
    this.#report(tool, opened, 'end');
    const edge = this.#dispatches.get(tool.tool_call_id)?.edge;
    if (!edge) return;
    edge.ended_at_unix_ms = Math.max(edge.ended_at_unix_ms ?? this.#r.moment.ms, this.#r.moment.ms);
    this.#carry(edge, tool.raw_runtime_payload_ids);
  }

  ended(tool: ToolCall): void {
    const edge = this.#dispatches.get(tool.tool_call_id)?.edge;
    if (edge && tool.raw_result_payload_id !== null) this.#carry(edge, [tool.raw_result_payload_id]);
  }

  /** In order of arrival. */
  #carry(edge: InteractionEdge, payloadIds: readonly string[]): void {
    for (const id of payloadIds) if (!edge.carried_raw_payload_ids.includes(id)) edge.carried_raw_payload_ids.push(id);
    if (this.#r.graph.interaction_edges.get(edge.edge_id) === edge) this.#r.touch('interaction_edge', edge.edge_id);
  }

  #report(tool: ToolCall, { id: payloadId, value, bytes }: OpenPayload, phase: 'start' | 'end'): void {
    const fields: Fields = isRecord(value) ? value : {};
    const report = readAgentReport(tool.kind.type, phase, fields);
    if (!report) return;
    const badTime = times.find(key => !isWrittenWhole(bytes, key));
    const fault = report.fault ?? (badTime === undefined ? undefined : `\`${badTime}\` must be a whole number`);
    if (fault !== undefined) {
      this.#r.problem({
        code: 'runtime-unreadable',
        message: `agent payload ${payloadId} cannot be read`,
        causes: [fault],
        refs: [{ kind: 'tool_call', id: tool.tool_call_id }],
      });
    }
    const kind = edgeKind(tool);
    if (report.receiver === undefined || kind === undefined) return;
    const invocation = this.#invocations.get(tool.tool_call_id);
    let { text } = report;
    if (isActivity(phase, fields) && kind !== 'close_agent') {
      if (invocation) this.#checkArguments(tool, invocation);
      text = invocation?.text('message');
    }
    const known = this.#dispatches.get(tool.tool_call_id);
    if (!known) this.#dispatch(tool, kind, report, report.receiver, text);
    else if (phase === 'end' && kind === 'spawn_agent' && known.edge.target.type !== 'thread')
      this.#conflict(known.edge);
    else if (kind !== 'spawn_agent') this.#compare(known, report.receiver, text);
  }

  /** What is told twice before it arrived must be the same both times. */
  #compare({ edge, text: before }: Dispatch, receiver: string, text: string | undefined): void {
    if (edge.target.type !== 'thread' || (edge.target.thread_id === receiver && before === text)) return;
    this.#r.problem({
      code: 'edge-conflict',
      message: `pending interaction edge ${edge.edge_id} was observed with conflicting delivery data`,
      refs: [{ kind: 'interaction_edge', id: edge.edge_id }],
    });
  }

  /** An activity does not repeat what was sent: only the arguments of the call have it. */
  #checkArguments(tool: ToolCall, invocation: Invocation): void {
    const { hasArguments } = invocation;
    const fault =
      invocation.fault ?? (invocation.text('message') === undefined ? 'missing field `message`' : undefined);
    if (hasArguments && fault === undefined) return;
    const name = `agent activity tool call ${tool.tool_call_id}`;
    const message = hasArguments ? `parse ${name} arguments` : `${name} missing function arguments`;
    const refs = [{ kind: 'tool_call', id: tool.tool_call_id } as const];
    this.#r.problem({
      code: 'arguments-unreadable',
      message,
      causes: hasArguments && fault !== undefined ? [fault] : [],
      refs,
    });
  }

  #conflict(edge: InteractionEdge): void {
    this.#r.problem({
      code: 'edge-conflict',
      message: `interaction edge ${edge.edge_id} was observed with conflicting endpoints`,
      refs: [{ kind: 'interaction_edge', id: edge.edge_id }],
    });
  }

  #dispatch(
    tool: ToolCall,
    kind: InteractionKind,
    { sender = tool.thread_id }: AgentReport,
    receiver: string,
    text: string | undefined,
  ): void {
    const isSpawn = kind === 'spawn_agent';
    const edge: InteractionEdge = {
      edge_id: isSpawn ? `edge:spawn:${sender}:${receiver}` : `edge:tool:${tool.tool_call_id}`,
      kind,
      source: { type: 'tool_call', tool_call_id: tool.tool_call_id },
      target: { type: 'thread', thread_id: receiver },
      started_at_unix_ms: tool.execution.started_at_unix_ms,
      ended_at_unix_ms: null,
      carried_item_ids: [],
      carried_raw_payload_ids: carriedBy(tool),
    };
    this.#dispatches.set(tool.tool_call_id, { kind, text, edge });
    if (isSpawn) this.#pointAt(receiver, edge);
    if (kind === 'close_agent' && this.#r.graph.threads.has(receiver)) this.#enter(edge);
    if (text !== undefined && kind !== 'close_agent') this.#await(edge, tool.thread_id, receiver, text);
  }

  /** An edge to a thread stands as soon as the thread does. */
  #pointAt(threadId: string, edge: InteractionEdge): void {
    if (this.#r.graph.threads.has(threadId)) {
      this.#enter(edge);
      return;
    }
    const early = this.#early.get(threadId) ?? [];
    early.push(edge);
    this.#early.set(threadId, early);
  }

  threadStarted(threadId: string): void {
    for (const edge of this.#early.get(threadId) ?? []) this.#enter(edge);
    this.#early.delete(threadId);
  }

  resultObserved(payload: Payload<'agent_result_observed'>): void {
    const r = this.#r;
    const { child_thread_id: child, parent_thread_id: parent } = payload;
    const ref = payload.carried_payload;
    if (ref && r.rules.readsEveryPayload) r.pass(ref);
    else if (ref) r.open(ref);
    const carried = ref ? [ref.raw_payload_id] : [];
    if (!r.graph.threads.has(child) && r.rules.knownChildrenOnly) {
      r.problem({
        code: 'unknown-thread',
        message: `agent edge referenced unknown thread ${child}`,
        refs: [{ kind: 'thread', id: child }],
      });
    }
    const item = this.#conversations.lastAssistantMessage(child, payload.child_codex_turn_id);
    const source: InteractionEdge['source'] = item
      ? { type: 'conversation_item', item_id: item.item_id }
      : { type: 'thread', thread_id: child };
    const known = this.#undelivered.get(payload.edge_id);
    if (known) {
      this.#observedAgain(known, payload, source, carried);
      return;
    }
    const edge: InteractionEdge = {
      edge_id: payload.edge_id,
      kind: 'agent_result',
      source,
      target: { type: 'thread', thread_id: parent },
      started_at_unix_ms: r.moment.ms,
      ended_at_unix_ms: r.moment.ms,
      carried_item_ids: [],
      carried_raw_payload_ids: carried,
    };
    this.#undelivered.set(edge.edge_id, { edge, text: payload.message });
    this.#await(edge, child, parent, payload.message);
  }

  #observedAgain(
    { edge, text }: { readonly edge: InteractionEdge; readonly text: string },
    payload: Payload<'agent_result_observed'>,
    source: InteractionEdge['source'],
    carried: readonly string[],
  ): void {
    const sameTarget = edge.target.type === 'thread' && edge.target.thread_id === payload.parent_thread_id;
    if (!sameTarget || payload.message !== text || JSON.stringify(source) !== JSON.stringify(edge.source)) {
      this.#r.problem({
        code: 'edge-conflict',
        message: `pending interaction edge ${edge.edge_id} was observed with conflicting delivery data`,
        refs: [{ kind: 'interaction_edge', id: edge.edge_id }],
      });
      return;
    }
    edge.ended_at_unix_ms = Math.max(edge.ended_at_unix_ms ?? this.#r.moment.ms, this.#r.moment.ms);
    this.#carry(edge, carried);
  }

  #await(edge: InteractionEdge, from: string, to: string, text: string): void {
    this.#mailbox.expect(from, to, text, item => {
      edge.target = { type: 'conversation_item', item_id: item.item_id };
      edge.carried_item_ids.push(item.item_id);
      this.#undelivered.delete(edge.edge_id);
      this.#enter(edge);
    });
  }

  #enter(edge: InteractionEdge): void {
    this.#r.graph.interaction_edges.set(edge.edge_id, edge);
    this.#r.touch('interaction_edge', edge.edge_id);
  }
}

function edgeKind({ kind: { type } }: ToolCall): InteractionKind | undefined {
  return isBetweenAgents(type) ? type : undefined;
}

function carriedBy(tool: ToolCall): string[] {
  return [tool.raw_invocation_payload_id, ...tool.raw_runtime_payload_ids, tool.raw_result_payload_id].filter(
    id => id !== null,
  );
}
