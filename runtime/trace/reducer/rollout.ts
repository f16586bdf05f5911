/**
 * The rollout itself, its threads and its turns, and what the end of a turn ends with it (trace-format §3).
 */

import { isRecord } from '../../base/json.ts';
import type { Payload, PayloadRef } from '../events.ts';
import type { CodeCell, CodexTurn, ExecutionStatus, InferenceCall, Thread, ThreadOrigin } from '../model.ts';
import { fieldFault, nullable, text } from '../shape.ts';
import type { Reduction } from './reduction.ts';

const optional = nullable(text());
const metadataFields = {
  agent_path: optional,
  task_name: optional,
  nickname: optional,
  agent_role: optional,
  model: optional,
};
const stringOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

export class Rollout {
  readonly #r: Reduction;
  /** What a turn began and has not ended, by turn. */
  readonly #inferences = new Map<string, Set<InferenceCall>>();
  readonly #cells = new Map<string, Set<CodeCell>>();

  constructor(r: Reduction) {
    this.#r = r;
  }

  started(payload: Payload<'rollout_started'>): void {
    this.#r.graph.trace_id = payload.trace_id;
    this.#r.graph.root_thread_id = payload.root_thread_id;
  }

  ended(payload: Payload<'rollout_ended'>): void {
    this.#r.graph.status = payload.status;
    this.#r.graph.ended_at_unix_ms = this.#r.moment.ms;
  }

  threadStarted(payload: Payload<'thread_started'>): void {
    const r = this.#r;
    const id = payload.thread_id;
    if (r.graph.threads.has(id)) {
      r.problem({
        code: 'thread-started-twice',
        message: `duplicate thread start for ${id}`,
        refs: [{ kind: 'thread', id }],
      });
      return;
    }
    const metadata = this.#metadata(payload.metadata_payload);
    const spawn = spawnOf(metadata);
    const agentPath = stringOf(spawn.agent_path) ?? stringOf(metadata.agent_path) ?? payload.agent_path;
    r.graph.threads.set(id, {
      thread_id: id,
      agent_path: agentPath,
      nickname: stringOf(metadata.nickname) ?? null,
      origin: originOf(metadata, spawn, agentPath, id),
      execution: r.begin(),
      default_model: stringOf(metadata.model) ?? null,
      conversation_item_ids: [],
    });
    r.touch('thread', id);
  }

  #metadata(ref: PayloadRef | null): Record<string, unknown> {
    const opened = ref && this.#r.open(ref);
    if (!opened) return {};
    const fault = isRecord(opened.value) ? fieldFault({ ...opened.value }, metadataFields) : 'not an object';
    if (fault !== undefined) {
      const message = `parse thread metadata ${opened.id}`;
      this.#r.problem({ code: 'metadata-unreadable', message, causes: [fault], file: ref.path });
    }
    return recordOf(opened.value);
  }

  threadEnded(payload: Payload<'thread_ended'>): void {
    const thread = this.thread(payload.thread_id);
    if (!thread) return;
    this.#r.end(thread.execution, payload.status);
    this.#r.touch('thread', thread.thread_id);
  }

  threadResumed(payload: Payload<'thread_resumed'>): void {
    const thread = this.thread(payload.thread_id);
    if (!thread) return;
    if (thread.execution.ended_at_unix_ms === null) {
      this.#r.problem({
        code: 'thread-resumed-alive',
        message: `resumed thread ${payload.thread_id} has not ended`,
        refs: [{ kind: 'thread', id: thread.thread_id }],
      });
    }
    thread.execution.ended_at_unix_ms = null;
    thread.execution.ended_seq = null;
    thread.execution.status = 'running';
    this.#r.touch('thread', thread.thread_id);
  }

  /** A thread that an event names. One that was never started is refused, or entered so that its events have a place. */
  thread(id: string, complaint = `trace event referenced unknown thread ${id}`): Thread | undefined {
    const r = this.#r;
    const known = r.graph.threads.get(id);
    if (known) return known;
    r.problem({ code: 'unknown-thread', message: complaint, refs: [{ kind: 'thread', id }] });
    const thread: Thread = {
      thread_id: id,
      agent_path: '',
      nickname: null,
      origin: { type: 'root' },
      execution: r.begin(),
      default_model: null,
      conversation_item_ids: [],
    };
    r.graph.threads.set(id, thread);
    r.touch('thread', id);
    return thread;
  }

  turnStarted(payload: Payload<'codex_turn_started'>): void {
    const r = this.#r;
    const id = payload.codex_turn_id;
    this.thread(payload.thread_id);
    if (r.graph.codex_turns.has(id)) {
      r.problem({
        code: 'turn-started-twice',
        message: `duplicate codex turn start for ${id}`,
        refs: [{ kind: 'codex_turn', id }],
      });
      return;
    }
    this.#enterTurn(id, payload.thread_id);
  }

  #enterTurn(id: string, threadId: string): CodexTurn {
    const turn: CodexTurn = { codex_turn_id: id, thread_id: threadId, execution: this.#r.begin(), input_item_ids: [] };
    this.#r.graph.codex_turns.set(id, turn);
    this.#r.touch('codex_turn', id);
    return turn;
  }

  /** A turn that an event names; entered when nobody started it and its thread is told. */
  turn(id: string, complaint: string, threadId: string | null): CodexTurn | undefined {
    const known = this.#r.graph.codex_turns.get(id);
    if (known) return known;
    this.#r.problem({ code: 'unknown-turn', message: complaint, refs: [{ kind: 'codex_turn', id }] });
    if (threadId === null) return undefined;
    this.thread(threadId);
    return this.#enterTurn(id, threadId);
  }

  /** A thread and a turn that an event names together. */
  place(threadId: string, turnId: string, what: string): void {
    this.thread(threadId);
    const turn = this.turn(turnId, `${what} referenced unknown codex turn ${turnId}`, threadId);
    if (!turn || turn.thread_id === threadId) return;
    const message = `${what} used thread ${threadId}, but codex turn ${turnId} belongs to ${turn.thread_id}`;
    this.#r.problem({ code: 'turn-of-other-thread', message, refs: [{ kind: 'codex_turn', id: turnId }] });
  }

  turnEnded(payload: Payload<'codex_turn_ended'>): void {
    const r = this.#r;
    const id = payload.codex_turn_id;
    const turn = this.turn(id, `codex turn end referenced unknown turn ${id}`, r.moment.threadId);
    if (!turn) return;
    const { threadId } = r.moment;
    if (threadId !== null && threadId !== turn.thread_id) {
      r.problem({
        code: 'turn-of-other-thread',
        message: `codex turn end for ${id} used thread ${threadId}, but the turn belongs to ${turn.thread_id}`,
        refs: [{ kind: 'codex_turn', id }],
      });
    }
    r.end(turn.execution, payload.status);
    r.touch('codex_turn', id);
    this.#endInferences(id, payload.status);
    this.#endCells(id, payload.status);
  }

  /** Remembers what the end of its turn has to end. */
  ownInference(inference: InferenceCall): void {
    own(this.#inferences, inference.codex_turn_id, inference);
  }

  ownCell(cell: CodeCell): void {
    own(this.#cells, cell.codex_turn_id, cell);
  }

  release(entity: InferenceCall | CodeCell): void {
    if ('code_cell_id' in entity) this.#cells.get(entity.codex_turn_id)?.delete(entity);
    else this.#inferences.get(entity.codex_turn_id)?.delete(entity);
  }

  #endInferences(turnId: string, status: ExecutionStatus): void {
    if (status === 'running') return;
    for (const inference of this.#inferences.get(turnId) ?? []) {
      this.#r.end(inference.execution, status === 'completed' ? 'cancelled' : status);
      this.#r.touch('inference_call', inference.inference_call_id);
    }
    this.#inferences.delete(turnId);
  }

  #endCells(turnId: string, status: ExecutionStatus): void {
    if (status === 'running' || status === 'completed') return;
    const { ms, seq } = this.#r.moment;
    for (const cell of this.#cells.get(turnId) ?? []) {
      this.#r.end(cell.execution, status === 'failed' ? 'failed' : 'cancelled');
      cell.runtime_status = status === 'failed' ? 'failed' : 'terminated';
      cell.raw_result_payload_id = null;
      if (cell.initial_response_at_unix_ms === null) {
        cell.initial_response_at_unix_ms = ms;
        cell.initial_response_seq = seq;
      }
      this.#r.touch('code_cell', cell.code_cell_id);
    }
    this.#cells.delete(turnId);
  }
}

function own<T>(table: Map<string, Set<T>>, turnId: string, entity: T): void {
  const owned = table.get(turnId);
  if (owned) owned.add(entity);
  else table.set(turnId, new Set([entity]));
}

type Fields = Readonly<Record<string, unknown>>;

/** What is told of the spawning of an agent; empty for a thread that nobody spawned. */
function spawnOf(metadata: Fields): Fields {
  return recordOf(recordOf(recordOf(metadata.session_source).subagent).thread_spawn);
}

function originOf(metadata: Fields, spawn: Fields, agentPath: string, threadId: string): ThreadOrigin {
  const parent = stringOf(spawn.parent_thread_id);
  if (parent === undefined) return { type: 'root' };
  const told = (key: string) => stringOf(spawn[key]) ?? stringOf(metadata[key]);
  return {
    type: 'spawned',
    parent_thread_id: parent,
    spawn_edge_id: `edge:spawn:${parent}:${threadId}`,
    task_name: told('task_name') ?? agentPath.split('/').findLast(Boolean) ?? '',
    agent_role: told('agent_role') ?? '',
  };
}
