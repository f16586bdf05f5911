/**
 * Processes below nested calls: terminal operations of the format, and our own protocol events for the rest.
 *
 * Invariants: a call becomes one terminal operation at most, for a second one makes the log unreadable; a process
 * belongs to the call that started it, whoever writes to it or hears of its end later.
 */

import { constants } from 'node:os';
import type { CellId, EntityId } from '../../base/ids.ts';
import { unreachable } from '../../base/json.ts';
import type { ToolRuntimeReport } from '../../base/observer.ts';
import { ownProtocolEvents } from '../payloads.ts';
import type { EventLog } from './eventLog.ts';
import { duration } from './items.ts';

export interface NestedCall {
  readonly id: EntityId;
  readonly turnId: EntityId;
  readonly cellId: CellId;
  /** It writes to a terminal that another call opened. */
  readonly isStdin: boolean;
}

type Report<T extends ToolRuntimeReport['type']> = Extract<ToolRuntimeReport, { type: T }>;

interface Process {
  readonly call: NestedCall;
  readonly report: Report<'process_started'>;
  readonly isTerminal: boolean;
}

export class Processes {
  readonly #log: EventLog;
  readonly #processes = new Map<string, Process>();
  /** The open calls that are a terminal operation already. */
  readonly #terminals = new Set<EntityId>();

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** `call` is the one that reports, if it has not ended: a process may outlive the call that started it. */
  reported(atMs: number, call: NestedCall | undefined, report: ToolRuntimeReport): void {
    switch (report.type) {
      case 'process_started':
        if (call) this.#started(atMs, call, report);
        return;
      case 'process_ended':
        this.#ended(atMs, report);
        return;
      case 'stdin_written':
        if (call) this.#written(atMs, call, report);
        return;
      case 'process_survived':
        this.#survived(atMs, this.#processes.get(report.processId)?.call ?? call, report);
        return;
      default:
        unreachable(report);
    }
  }

  callEnded(call: NestedCall): void {
    this.#terminals.delete(call.id);
  }

  #started(atMs: number, call: NestedCall, report: Report<'process_started'>): void {
    const isTerminal = !call.isStdin && !this.#terminals.has(call.id);
    this.#processes.set(report.processId, { call, report, isTerminal });
    const process = { ...fields(call, report), started_at_ms: atMs };
    if (!isTerminal) {
      const type = ownProtocolEvents.processStarted;
      this.#log.observed(atMs, { type, runtime_cell_id: call.cellId, tool_call_id: call.id, process });
      return;
    }
    this.#terminals.add(call.id);
    this.#log.emit(atMs, call.turnId, {
      type: 'tool_call_runtime_started',
      tool_call_id: call.id,
      kind: { type: 'exec_command' },
      runtime_payload: this.#log.payload('tool_runtime_event', process),
    });
  }

  #ended(atMs: number, report: Report<'process_ended'>): void {
    const known = this.#processes.get(report.processId);
    if (!known) return;
    this.#processes.delete(report.processId);
    const { call } = known;
    const status = report.exitCode === 0 ? 'completed' : 'failed';
    const process = {
      ...fields(call, known.report),
      completed_at_ms: atMs,
      aggregated_output: report.output,
      exit_code: exitCode(report),
      ...(report.signal === null ? {} : { signal: report.signal }),
      duration: duration(report.durationMs),
      status,
    } as const;
    if (!known.isTerminal) {
      const type = ownProtocolEvents.processEnded;
      this.#log.observed(atMs, { type, runtime_cell_id: call.cellId, tool_call_id: call.id, process });
      return;
    }
    this.#log.emit(atMs, call.turnId, {
      type: 'tool_call_runtime_ended',
      tool_call_id: call.id,
      status,
      runtime_payload: this.#log.payload('tool_runtime_event', process),
    });
  }

  #written(atMs: number, call: NestedCall, report: Report<'stdin_written'>): void {
    const target = this.#processes.get(report.processId);
    if (!call.isStdin || !target?.isTerminal || this.#terminals.has(call.id)) return;
    this.#terminals.add(call.id);
    this.#log.emit(atMs, call.turnId, {
      type: 'stdin_target_resolved',
      tool_call_id: call.id,
      exec_tool_call_id: target.call.id,
    });
  }

  #survived(atMs: number, owner: NestedCall | undefined, report: Report<'process_survived'>): void {
    if (!owner) return;
    this.#log.observed(atMs, {
      type: ownProtocolEvents.processSurvived,
      runtime_cell_id: owner.cellId,
      tool_call_id: owner.id,
      process_id: report.processId,
      pids: report.pids,
    });
  }
}

function fields(call: NestedCall, report: Report<'process_started'>) {
  return {
    call_id: call.id,
    process_id: report.processId,
    turn_id: call.turnId,
    command: report.command,
    cwd: report.cwd,
    source: 'unified_exec_startup',
  };
}

/** The format knows numbers only; a signal counts as a shell counts it. */
function exitCode({ exitCode: code, signal }: Report<'process_ended'>): number {
  if (code !== null) return code;
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  return number === undefined ? -1 : 128 + number;
}
