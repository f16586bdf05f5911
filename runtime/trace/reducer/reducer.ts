/**
 * The reducer: a fold of events into a graph, one event at a time. Offline and live it is the same code.
 *
 * Strict, it throws a `TraceRefusal` where the release that recorded the bundle refuses (trace-format §5), and the graph
 * is of no use afterwards. Otherwise every event does what it can and the rest becomes findings.
 * Invariant: after each `apply` the graph is the state of the events so far; no event costs more than what it carries.
 */

import { unreachable } from '../../base/json.ts';
import type { PayloadSource } from '../bundle/payloadSource.ts';
import type { EventPayload, RawEvent } from '../events.ts';
import type { Finding } from '../finding.ts';
import { emptyGraph, type Graph, type RolloutRoot } from '../model.ts';
import type { EntityKind } from '../timeline/columns.ts';
import { type Dialect, newestDialect, rulesOf } from '../upgrade/dialect.ts';
import { Agents } from './agents.ts';
import { CallLinks } from './callLinks.ts';
import { Cells } from './cells.ts';
import { Compactions } from './compactions.ts';
import { Conversations } from './conversation.ts';
import { Inferences } from './inferences.ts';
import { ItemLists } from './itemLists.ts';
import { Mailbox } from './mailbox.ts';
import { Reduction } from './reduction.ts';
import { Rollout } from './rollout.ts';
import { Terminals } from './terminals.ts';
import { ToolCalls } from './toolCalls.ts';

export interface ReducerOptions {
  readonly root: Pick<RolloutRoot, 'trace_id' | 'rollout_id' | 'root_thread_id' | 'started_at_unix_ms'>;
  readonly payloads: PayloadSource;
  readonly strict: boolean;
  /** Whose rules hold; the newest release's when not told. */
  readonly dialect?: Dialect;
  /** Called after an entity was entered or changed. The order within one event means nothing. */
  onTouch?(kind: EntityKind, id: string): void;
  onFinding?(finding: Finding): void;
}

export interface Position {
  /** Line of `trace.jsonl`, from 1. */
  readonly line: number;
  /** False for a last line without a newline: it counts, but a recording that ends so is not complete. */
  readonly terminated?: boolean;
}

export interface Reducer {
  readonly graph: Graph;
  /** The recording said that it is over: whatever follows is too much. */
  readonly completed: boolean;
  apply(event: RawEvent, at: Position): void;
  /** A line that is no event, or bytes that follow the end: refused when strict, else a finding. */
  complain(problem: { code: string; message: string; causes?: readonly string[]; line: number }): void;
  /** No event follows. */
  finish(): Graph;
}

export function createReducer(options: ReducerOptions): Reducer {
  return new Fold(options);
}

class Fold implements Reducer {
  readonly graph: Graph;
  readonly #r: Reduction;
  readonly #rollout: Rollout;
  readonly #conversations: Conversations;
  readonly #inferences: Inferences;
  readonly #cells: Cells;
  readonly #tools: ToolCalls;
  readonly #agents: Agents;
  readonly #compactions: Compactions;
  readonly #lists: ItemLists;
  #nextSeq = 1;
  /** Events in a row share thread and turn; entities then share one copy of the names. */
  #threadId: string | null = null;
  #turnId: string | null = null;
  #completed = false;
  #toldSchema: number | undefined;
  #toldRollout: string | undefined;
  #heard = false;

  constructor(options: ReducerOptions) {
    this.graph = emptyGraph(options.root);
    const r = new Reduction({ ...options, graph: this.graph, rules: rulesOf(options.dialect ?? newestDialect) });
    const mailbox = new Mailbox(r.rules, threadId => this.graph.threads.get(threadId)?.agent_path);
    this.#r = r;
    this.#lists = new ItemLists(r);
    this.#rollout = new Rollout(r);
    const links = new CallLinks(r, this.#rollout);
    this.#conversations = new Conversations(r, links, mailbox);
    this.#inferences = new Inferences(r, this.#rollout, this.#conversations, this.#lists, links);
    this.#cells = new Cells(r, this.#rollout, links);
    this.#agents = new Agents(r, mailbox, this.#conversations);
    this.#tools = new ToolCalls(r, this.#rollout, links, this.#cells, new Terminals(r), this.#agents);
    this.#compactions = new Compactions(r, this.#rollout, this.#conversations, this.#lists);
  }

  get completed(): boolean {
    return this.#completed;
  }

  apply(event: RawEvent, at: Position): void {
    if (event.thread_id !== this.#threadId) this.#threadId = event.thread_id;
    if (event.codex_turn_id !== this.#turnId) this.#turnId = event.codex_turn_id;
    this.#r.moment = {
      seq: event.seq,
      ms: event.wall_time_unix_ms,
      line: at.line,
      threadId: this.#threadId,
      turnId: this.#turnId,
    };
    this.#heard = true;
    this.#checkOrder(event);
    this.graph.recording_complete = false;
    if (event.payload.type === 'recording_completed') {
      this.#completed = true;
      this.graph.recording_complete = at.terminated !== false;
    } else {
      this.#dispatch(event.payload);
    }
  }

  complain(problem: { code: string; message: string; causes?: readonly string[]; line: number }): void {
    this.#heard = true;
    this.#r.moment = { ...this.#r.moment, line: problem.line };
    this.#r.problem({ severity: 'error', ...problem });
  }

  finish(): Graph {
    if (!this.#heard && !this.#r.strict) {
      const message = 'the event log is empty: nothing was recorded, or what was is lost';
      this.#r.problem({ code: 'log-empty', message, file: 'trace.jsonl' });
    }
    return this.graph;
  }

  #checkOrder(event: RawEvent): void {
    const r = this.#r;
    // Older releases did not look; who is not strict is told all the same.
    const looks = r.rules.ordered || !r.strict;
    if (r.rules.ordered) {
      if (event.schema_version !== 2 && (r.strict || event.schema_version !== this.#toldSchema)) {
        // What is not refused is told once: all events of a recording have one schema.
        this.#toldSchema = event.schema_version;
        const message = `unsupported trace event schema ${event.schema_version} at line ${r.moment.line}`;
        r.problem({ code: 'event-schema', message });
      }
      if (event.rollout_id !== this.graph.rollout_id && (r.strict || event.rollout_id !== this.#toldRollout)) {
        this.#toldRollout = event.rollout_id;
        r.problem({ code: 'event-of-other-rollout', message: 'trace event belongs to another rollout' });
      }
    }
    if (looks && event.seq !== this.#nextSeq) {
      r.problem({ code: 'event-missing', message: `missing or reordered trace event ${this.#nextSeq}` });
    }
    this.#nextSeq = event.seq + 1;
  }

  #dispatch(payload: EventPayload): void {
    switch (payload.type) {
      case 'recording_completed':
        break;
      case 'rollout_started':
        this.#rollout.started(payload);
        break;
      case 'rollout_ended':
        this.#rollout.ended(payload);
        break;
      case 'thread_started':
        this.#rollout.threadStarted(payload);
        this.#agents.threadStarted(payload.thread_id);
        break;
      case 'thread_resumed':
        this.#rollout.threadResumed(payload);
        break;
      case 'thread_ended':
        this.#rollout.threadEnded(payload);
        break;
      case 'codex_turn_started':
        this.#rollout.turnStarted(payload);
        break;
      case 'codex_turn_ended':
        this.#rollout.turnEnded(payload);
        break;
      case 'history_item_accepted':
        this.#accepted(payload);
        break;
      case 'inference_started':
        this.#inferences.started(payload);
        break;
      case 'inference_completed':
        this.#inferences.completed(payload);
        break;
      case 'inference_failed':
        this.#inferences.failed(payload);
        break;
      case 'inference_cancelled':
        this.#inferences.cancelled(payload);
        break;
      case 'tool_call_started':
        this.#tools.started(payload);
        break;
      case 'mcp_tool_call_correlation_assigned':
        this.#tools.correlated(payload);
        break;
      case 'stdin_target_resolved':
        this.#tools.stdinResolved(payload);
        break;
      case 'tool_call_runtime_started':
        this.#tools.runtimeStarted(payload);
        break;
      case 'tool_call_runtime_ended':
        this.#tools.runtimeEnded(payload);
        break;
      case 'tool_call_ended':
        this.#tools.ended(payload);
        break;
      case 'code_cell_started':
        this.#cells.started(payload);
        break;
      case 'code_cell_initial_response':
        this.#cells.answered(payload);
        break;
      case 'code_cell_ended':
        this.#cells.ended(payload);
        break;
      case 'compaction_request_started':
        this.#compactions.requestStarted(payload);
        break;
      case 'compaction_request_completed':
        this.#compactions.requestCompleted(payload);
        break;
      case 'compaction_request_failed':
        this.#compactions.requestFailed(payload);
        break;
      case 'compaction_installed':
        this.#compactions.installed(payload);
        break;
      case 'agent_result_observed':
        this.#agents.resultObserved(payload);
        break;
      case 'protocol_event_observed':
        this.#r.pass(payload.event_payload);
        break;
      case 'other':
        this.#r.problem({ code: 'event-unknown', message: 'raw trace event has no reducer implementation' });
        break;
      default:
        unreachable(payload);
    }
  }

  #accepted(payload: Extract<EventPayload, { type: 'history_item_accepted' }>): void {
    const { threadId, turnId } = this.#r.moment;
    const { agent_message_payload: ref, item_id: itemId } = payload;
    // The message is told for a thread that has not seen it.
    const isKnown = threadId !== null && this.#conversations.knows(threadId, itemId);
    if (ref && isKnown) this.#r.pass(ref);
    const candidate = ref && !isKnown ? this.#lists.readSingle(ref) : undefined;
    if (threadId === null) {
      this.#r.problem({ code: 'acceptance-without-thread', message: 'history acceptance has no thread' });
      return;
    }
    this.#rollout.thread(threadId);
    if (candidate && (candidate.responsesId !== itemId || !candidate.agentMessage)) {
      const message = `accepted agent message does not match receipt ${itemId}`;
      this.#r.problem({ code: 'acceptance-of-other-item', message });
    }
    this.#conversations.accept(threadId, itemId);
    if (candidate) this.#conversations.message(candidate, { threadId, turnId });
  }
}
