/**
 * The objects of a rollout as OpenTelemetry spans, with the GenAI attribute names where there are some: an agent's turn
 * is `invoke_agent`, a model call `chat`, a tool call or cell `execute_tool`. A thread is the conversation around turns
 * and no operation, so that counting operations counts each invocation once.
 *
 * Parents follow who asked: thread, its turns, their model calls and calls, below an `exec` its cell, below the cell
 * its nested calls, below a call its process, below a spawning call the spawned thread. A wait links to its cell.
 * What the recording does not end, ends with the rollout and says `cellscope.open`.
 */

import type { Finding } from '../finding.ts';
import type { CodeCell, ExecutionWindow, Graph, InferenceCall, TerminalOperation, ToolCall } from '../model.ts';
import type { EntityKind } from '../timeline/columns.ts';
import { cellName, operationName, threadName, toolName } from '../timeline/labels.ts';
import { project } from '../timeline/projection.ts';
import { outputMessages, textOf } from './otlpContent.ts';
import { eventsOf } from './otlpEvents.ts';
import type { OtlpEvent, OtlpLink, OtlpSpan } from './otlpShape.ts';
import { attributes, nanos, type Plain, spanIdOf, traceIdOf } from './otlpValue.ts';

export interface OtlpOptions {
  /** Arguments, results and what the model said, as far as the rollout has them at hand; default true. */
  readonly content?: boolean;
  /** Told as events on the spans they are about. */
  readonly findings?: readonly Finding[];
}

const spanKind = { internal: 1, client: 3 } as const;
const statusCode = { unset: 0, ok: 1, error: 2 } as const;

interface SpanFacts {
  readonly kind: EntityKind;
  readonly id: string;
  readonly parent: string | undefined;
  readonly name: string;
  readonly client?: boolean;
  readonly window: ExecutionWindow;
  readonly values: Readonly<Record<string, Plain>>;
  readonly links?: readonly OtlpLink[];
}

/** All spans of a rollout, parents before their children as a rule. */
export function* otlpSpans(graph: Graph, options: OtlpOptions = {}): Generator<OtlpSpan, void, undefined> {
  yield* new SpanWriter(graph, options).all();
}

class SpanWriter {
  readonly #graph: Graph;
  readonly #content: boolean;
  readonly #traceId: string;
  readonly #endMs: number;
  readonly #events: ReadonlyMap<string, OtlpEvent[]>;
  readonly #providers = new Map<string, string>();

  constructor(graph: Graph, options: OtlpOptions) {
    const timeline = project(graph);
    this.#graph = graph;
    this.#content = options.content ?? true;
    this.#traceId = traceIdOf(graph.trace_id);
    this.#endMs = timeline.originMs + timeline.endMs;
    for (const { thread_id, provider_name } of graph.inference_calls.values()) {
      if (!this.#providers.has(thread_id)) this.#providers.set(thread_id, providerOf(provider_name));
    }
    this.#events = eventsOf({ graph, timeline, findings: options.findings ?? [], content: this.#content });
  }

  *all(): Generator<OtlpSpan, void, undefined> {
    const graph = this.#graph;
    yield* this.#threads();
    for (const call of graph.inference_calls.values()) yield this.#inference(call);
    for (const request of graph.compaction_requests.values()) {
      yield this.#span({
        kind: 'compaction_request',
        id: request.compaction_request_id,
        parent: this.#id('codex_turn', request.codex_turn_id),
        name: 'compaction',
        client: true,
        window: request.execution,
        values: {
          'gen_ai.operation.name': 'compaction',
          'gen_ai.provider.name': providerOf(request.provider_name),
          'gen_ai.request.model': request.model,
          'gen_ai.conversation.id': request.thread_id,
        },
      });
    }
    const cellOfWait = new Map<string, CodeCell>();
    for (const cell of graph.code_cells.values()) {
      for (const id of cell.wait_tool_call_ids) cellOfWait.set(id, cell);
      yield this.#cell(cell);
    }
    for (const call of graph.tool_calls.values()) yield this.#call(call, cellOfWait.get(call.tool_call_id));
    for (const operation of graph.terminal_operations.values()) yield this.#operation(operation);
  }

  *#threads(): Generator<OtlpSpan, void, undefined> {
    const graph = this.#graph;
    const spawnedBy = new Map<string, string>();
    for (const edge of graph.interaction_edges.values()) {
      if (edge.kind === 'spawn_agent' && edge.source.type === 'tool_call')
        spawnedBy.set(edge.edge_id, edge.source.tool_call_id);
    }
    for (const thread of graph.threads.values()) {
      const { origin } = thread;
      const spawn = origin.type === 'spawned' ? spawnedBy.get(origin.spawn_edge_id) : undefined;
      const above = origin.type === 'spawned' ? this.#id('thread', origin.parent_thread_id) : undefined;
      yield this.#span({
        kind: 'thread',
        id: thread.thread_id,
        parent: spawn === undefined ? above : this.#id('tool_call', spawn),
        name: `thread ${threadName(thread)}`,
        window: thread.execution,
        values: this.#agent(thread.thread_id),
      });
    }
    const turns = new Map<string, number>();
    for (const turn of graph.codex_turns.values()) {
      const number = (turns.get(turn.thread_id) ?? 0) + 1;
      turns.set(turn.thread_id, number);
      const agent = this.#agent(turn.thread_id);
      yield this.#span({
        kind: 'codex_turn',
        id: turn.codex_turn_id,
        parent: this.#id('thread', turn.thread_id),
        name: ['invoke_agent', agent['gen_ai.agent.name']].filter(Boolean).join(' '),
        window: turn.execution,
        values: {
          'gen_ai.operation.name': 'invoke_agent',
          ...agent,
          'cellscope.turn.id': turn.codex_turn_id,
          'cellscope.turn.number': number,
        },
      });
    }
  }

  #inference(call: InferenceCall): OtlpSpan {
    const { usage } = call;
    return this.#span({
      kind: 'inference_call',
      id: call.inference_call_id,
      parent: this.#id('codex_turn', call.codex_turn_id),
      name: `chat ${call.model}`,
      client: true,
      window: call.execution,
      values: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': providerOf(call.provider_name),
        'gen_ai.request.model': call.model,
        'gen_ai.conversation.id': call.thread_id,
        'gen_ai.response.id': call.response_id,
        'gen_ai.usage.input_tokens': usage?.input_tokens,
        'gen_ai.usage.output_tokens': usage?.output_tokens,
        'gen_ai.usage.cache_read.input_tokens': usage?.cached_input_tokens,
        'gen_ai.usage.cache_creation.input_tokens': usage?.cache_write_input_tokens,
        'gen_ai.usage.reasoning.output_tokens': usage?.reasoning_output_tokens,
        'gen_ai.output.messages': this.#content ? outputMessages(this.#graph, call.response_item_ids) : null,
      },
    });
  }

  #cell(cell: CodeCell): OtlpSpan {
    const exec = this.#id('tool_call', cell.model_visible_call_id);
    return this.#span({
      kind: 'code_cell',
      id: cell.code_cell_id,
      parent: exec ?? this.#id('codex_turn', cell.codex_turn_id),
      name: cellName(cell),
      window: cell.execution,
      values: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'code_cell',
        'gen_ai.tool.type': 'extension',
        'gen_ai.tool.call.id': cell.model_visible_call_id,
        'gen_ai.conversation.id': cell.thread_id,
        'cellscope.cell.id': cell.runtime_cell_id,
        'cellscope.cell.status': cell.runtime_status,
        'cellscope.cell.waits': cell.wait_tool_call_ids.length,
        'cellscope.cell.nested_calls': cell.nested_tool_call_ids.length,
        'gen_ai.tool.call.arguments': this.#content ? cell.source_js : null,
        'gen_ai.tool.call.result': this.#content ? textOf(this.#graph, cell.output_item_ids) : null,
      },
    });
  }

  #call(call: ToolCall, waitedFor: CodeCell | undefined): OtlpSpan {
    const { requester, summary } = call;
    const parent =
      requester.type === 'code_cell'
        ? this.#id('code_cell', requester.code_cell_id)
        : this.#id('codex_turn', call.started_by_codex_turn_id ?? '');
    const preview = summary.type === 'generic' ? summary.input_preview : null;
    const cell = waitedFor && this.#id('code_cell', waitedFor.code_cell_id);
    return this.#span({
      kind: 'tool_call',
      id: call.tool_call_id,
      parent: parent ?? this.#id('thread', call.thread_id),
      name: `execute_tool ${toolName(call)}`,
      window: call.execution,
      values: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': toolName(call),
        'gen_ai.tool.type': call.kind.type === 'mcp' ? 'extension' : 'function',
        'gen_ai.tool.call.id': call.tool_call_id,
        'gen_ai.conversation.id': call.thread_id,
        'cellscope.requester': requester.type,
        'cellscope.mcp.server': call.kind.type === 'mcp' ? call.kind.server : null,
        'gen_ai.tool.call.arguments': this.#content ? preview : null,
        'gen_ai.tool.call.result': this.#content ? textOf(this.#graph, call.model_visible_output_item_ids) : null,
      },
      links: cell
        ? [{ traceId: this.#traceId, spanId: cell, attributes: attributes({ 'cellscope.link': 'waits_for' }) }]
        : [],
    });
  }

  #operation(operation: TerminalOperation): OtlpSpan {
    const { request, result } = operation;
    return this.#span({
      kind: 'terminal_operation',
      id: operation.operation_id,
      parent: this.#id('tool_call', operation.tool_call_id),
      name: this.#content ? operationName(operation) : operation.kind,
      window: operation.execution,
      values: {
        'process.command_args': this.#content && request.type === 'exec_command' ? request.command : null,
        'process.working_directory': this.#content && request.type === 'exec_command' ? request.cwd : null,
        'process.exit.code': result?.exit_code,
      },
    });
  }

  #agent(threadId: string): Record<string, Plain> {
    const thread = this.#graph.threads.get(threadId);
    return {
      'gen_ai.provider.name': this.#providers.get(threadId),
      'gen_ai.request.model': thread?.default_model,
      'gen_ai.agent.id': threadId,
      'gen_ai.agent.name': thread && threadName(thread),
      'gen_ai.conversation.id': threadId,
    };
  }

  #span({ kind, id, parent, name: given, client, window, values, links }: SpanFacts): OtlpSpan {
    const name = given.toWellFormed();
    const open = window.ended_at_unix_ms === null;
    const end = Math.max(window.started_at_unix_ms, window.ended_at_unix_ms ?? this.#endMs);
    const failed = window.status === 'failed';
    return {
      traceId: this.#traceId,
      spanId: spanIdOf(this.#traceId, kind, id),
      ...(parent === undefined ? {} : { parentSpanId: parent }),
      name,
      kind: client ? spanKind.client : spanKind.internal,
      startTimeUnixNano: nanos(window.started_at_unix_ms),
      endTimeUnixNano: nanos(end),
      attributes: attributes({
        ...values,
        'cellscope.status': window.status,
        'cellscope.open': open ? true : null,
        'error.type': failed ? '_OTHER' : null,
      }),
      events: this.#events.get(`${kind}/${id}`) ?? [],
      links: links ?? [],
      status: failed
        ? { code: statusCode.error, message: `${name} failed` }
        : { code: window.status === 'completed' ? statusCode.ok : statusCode.unset },
    };
  }

  /** The span id of an object, if that object is in the graph: a parent that is missing would orphan its children. */
  #id(kind: EntityKind, id: string): string | undefined {
    return this.#graph[`${kind}s`].has(id) ? spanIdOf(this.#traceId, kind, id) : undefined;
  }
}

/** The conventions know providers in small letters: `openai`. */
function providerOf(name: string): string {
  return name.toLowerCase();
}
