/**
 * What every part of the reducer shares: the graph that grows, the event of the moment, and the one way to complain.
 *
 * Invariant: `problem` throws in strict reduction and records a finding otherwise, so code after it must be able to go on.
 */

import { limits } from '../bundle/limits.ts';
import { PayloadFault, type PayloadSource } from '../bundle/payloadSource.ts';
import type { PayloadRef } from '../events.ts';
import type { Finding } from '../finding.ts';
import type { ExecutionStatus, ExecutionWindow, Graph, PayloadKind, RawPayload } from '../model.ts';
import type { EntityKind, EntityRef } from '../timeline/columns.ts';
import type { Rules } from '../upgrade/dialect.ts';
import { checkJson, jsonFault, parseJson } from './readJson.ts';
import { TraceRefusal } from './traceRefusal.ts';

/** Where in the log the fold stands. */
export interface Moment {
  readonly seq: number;
  readonly ms: number;
  /** Line of `trace.jsonl`, from 1. */
  readonly line: number;
  readonly threadId: string | null;
  readonly turnId: string | null;
}

export interface ReductionOptions {
  readonly graph: Graph;
  readonly rules: Rules;
  readonly payloads: PayloadSource;
  readonly strict: boolean;
  onTouch?(kind: EntityKind, id: string): void;
  onFinding?(finding: Finding): void;
}

/** A payload that was read. */
export interface OpenPayload {
  readonly id: string;
  readonly value: unknown;
  readonly bytes: Buffer;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly causes?: readonly string[];
  readonly refs?: readonly EntityRef[];
  readonly severity?: Finding['severity'];
  readonly file?: string;
}

export class Reduction {
  readonly graph: Graph;
  readonly rules: Rules;
  readonly strict: boolean;
  readonly payloads: PayloadSource;
  moment: Moment = { seq: 0, ms: 0, line: 0, threadId: null, turnId: null };
  readonly #options: ReductionOptions;

  constructor(options: ReductionOptions) {
    this.graph = options.graph;
    this.rules = options.rules;
    this.strict = options.strict;
    this.payloads = options.payloads;
    this.#options = options;
  }

  touch(kind: EntityKind, id: string): void {
    this.#options.onTouch?.(kind, id);
  }

  problem(problem: Problem): void {
    if (this.strict) throw new TraceRefusal(problem.message, problem.causes);
    const { causes = [] } = problem;
    this.#options.onFinding?.({
      severity: problem.severity ?? 'warning',
      code: problem.code,
      message: [problem.message, ...causes].join(': '),
      file: problem.file ?? 'trace.jsonl',
      ...(problem.file === undefined ? { line: this.moment.line } : {}),
      refs: problem.refs ?? [],
    });
  }

  /** Enters a reference into the graph; the last one of an id wins. */
  register(ref: PayloadRef): string {
    const id = ref.raw_payload_id;
    this.graph.raw_payloads.enter(id, kindOf(ref.kind.type), ref.path);
    this.touch('raw_payload', id);
    return id;
  }

  /** A payload that nobody interprets: it must be there and be JSON, but not every release looks. */
  pass(ref: PayloadRef): string {
    const id = this.register(ref);
    const bytes = this.rules.readsEveryPayload || !this.strict ? this.readBytes(ref, 'read') : undefined;
    if (!bytes) return id;
    try {
      checkJson(bytes);
    } catch (error) {
      this.badPayload(ref, 'invalid', jsonFault(error));
    }
    return id;
  }

  /** The parsed payload, or nothing after a complaint. */
  open(ref: PayloadRef): OpenPayload | undefined {
    const id = this.register(ref);
    const bytes = this.readBytes(ref, 'open');
    if (!bytes) return undefined;
    try {
      return { id, value: parseJson(bytes), bytes };
    } catch (error) {
      this.badPayload(ref, 'parse', jsonFault(error));
      return undefined;
    }
  }

  readBytes(ref: PayloadRef, verb: 'open' | 'read', into?: Buffer): Buffer | undefined {
    try {
      const bytes = this.payloads.read(ref, into);
      if (bytes.length <= limits.payloadBytes) return bytes;
      throw new PayloadFault(
        'too_large',
        `${ref.path} has ${bytes.length} bytes; ${limits.payloadBytes} are read at most`,
      );
    } catch (error) {
      if (!(error instanceof PayloadFault)) throw error;
      this.problem({
        code: `payload-${error.reason.replace('_', '-')}`,
        severity: 'error',
        message: `${verb} payload ${ref.raw_payload_id}`,
        causes: [error.message],
        refs: [{ kind: 'raw_payload', id: ref.raw_payload_id }],
      });
      return undefined;
    }
  }

  badPayload(ref: PayloadRef, verb: 'parse' | 'invalid', cause: string): void {
    this.problem({
      code: 'payload-broken',
      severity: 'error',
      message: `${verb} payload ${ref.raw_payload_id}`,
      causes: [cause],
      file: ref.path,
      refs: [{ kind: 'raw_payload', id: ref.raw_payload_id }],
    });
  }

  /** A window that begins with the event of the moment. */
  begin(status: ExecutionStatus = 'running'): ExecutionWindow {
    const { ms, seq } = this.moment;
    return { started_at_unix_ms: ms, started_seq: seq, ended_at_unix_ms: null, ended_seq: null, status };
  }

  end(window: ExecutionWindow, status: ExecutionStatus): void {
    window.ended_at_unix_ms = this.moment.ms;
    window.ended_seq = this.moment.seq;
    window.status = status;
  }
}

const kinds = new Map<PayloadKind, RawPayload['kind']>();

/** One object for all payloads of a kind: there are as many payloads as events. */
function kindOf(type: PayloadKind): RawPayload['kind'] {
  const known = kinds.get(type);
  if (known) return known;
  const kind = { type };
  kinds.set(type, kind);
  return kind;
}
