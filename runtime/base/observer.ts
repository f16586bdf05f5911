/**
 * What a session tells whoever watches it. The recorder is one such observer; a session knows of no recorder.
 *
 * Invariants: facts arrive in the order in which they happened; every fact carries the wall clock (`atMs`, unix ms);
 * an observer returns at once and never throws into the run (the session guards against one that does).
 * Leaves out interpretation: what a fact means for a trace is the recorder's business.
 */

import type { CellResponse } from './content.ts';
import type { CallId, CellId, NestedCallId, SessionId } from './ids.ts';
import type { JsonValue } from './json.ts';
import type { ToolKind } from './tool.ts';

interface Fact<Type extends string> {
  readonly type: Type;
  readonly atMs: number;
}

/** Somebody submitted source. `input` is the text as submitted, pragma included. */
export interface ExecRequested extends Fact<'exec_requested'> {
  readonly callId: CallId;
  readonly input: string;
  readonly yieldTimeMs: number;
  readonly maxOutputTokens: number;
}
/** The source was refused before a cell could exist; no cell id was used. */
export interface ExecRefused extends Fact<'exec_refused'> {
  readonly callId: CallId;
  readonly error: string;
}
/** A cell exists and has its id. `source` is what runs: the text without its pragma line. */
export interface CellStarted extends Fact<'cell_started'> {
  readonly callId: CallId;
  readonly cellId: CellId;
  readonly source: string;
}
/** The cell answered its `exec` call: first response, final or not. */
export interface ExecAnswered extends Fact<'exec_answered'> {
  readonly callId: CallId;
  readonly cellId: CellId;
  readonly response: CellResponse;
}
export interface WaitRequested extends Fact<'wait_requested'> {
  readonly callId: CallId;
  readonly cellId: CellId;
  readonly yieldTimeMs: number;
  readonly maxTokens?: number;
  readonly terminate: boolean;
}
/** `missing`: there is no such live cell; nothing in the answer is about a cell's life. */
export interface WaitAnswered extends Fact<'wait_answered'> {
  readonly callId: CallId;
  readonly cellId: CellId;
  readonly outcome: 'live' | 'missing';
  readonly response: CellResponse;
  /** How long a finished result had lain uncollected, ms. */
  readonly bufferedForMs?: number;
}
/** A wait that could not be served at all, such as a second observer. */
export interface WaitRefused extends Fact<'wait_refused'> {
  readonly callId: CallId;
  readonly cellId: CellId;
  readonly error: string;
}
export interface NestedCallStarted extends Fact<'nested_call_started'> {
  readonly cellId: CellId;
  readonly toolCallId: NestedCallId;
  /** The tool's own name, not the identifier the cell used. */
  readonly name: string;
  readonly namespace?: string;
  readonly kind: ToolKind;
  readonly input?: JsonValue;
  /** `input` as compact JSON, from whoever has it anyway: an observer that writes it down need not make it again. */
  readonly inputJson?: string;
}
export type NestedOutcome =
  | { readonly status: 'completed'; readonly value?: JsonValue }
  | { readonly status: 'failed'; readonly error: string }
  | { readonly status: 'cancelled'; readonly error?: string };
export interface NestedCallEnded extends Fact<'nested_call_ended'> {
  readonly cellId: CellId;
  readonly toolCallId: NestedCallId;
  readonly outcome: NestedOutcome;
  /** The value of a completed call as compact JSON, as the cell gets it; a handler's object may have changed since. */
  readonly valueJson?: string;
}
/** What a tool did below the call: a process began or ended. Reported by the tool through its call context. */
export interface ToolRuntimeReported extends Fact<'tool_runtime_reported'> {
  readonly cellId: CellId;
  readonly toolCallId: NestedCallId;
  readonly report: ToolRuntimeReport;
}
export interface Notified extends Fact<'notified'> {
  readonly cellId: CellId;
  readonly callId: CallId;
  readonly text: string;
}
/** Somebody asked the cell to stop. Between this and its final answer handlers settle and processes end. */
export interface TerminationAsked extends Fact<'termination_asked'> {
  readonly cellId: CellId;
}
/** A person at the debugger did something to the cell that it would not have met by itself, or kept it waiting. */
export interface Intervened extends Fact<'intervened'> {
  readonly cellId: CellId;
  readonly intervention: Intervention;
}

/** What was done. Calls are named by their id within the cell; times are ms. */
export type Intervention =
  /** The cell and its clock stood still; told when it goes on. */
  | { readonly action: 'stopped'; readonly reason: string; readonly forMs: number }
  /** A call got what the person wrote in place of what its tool answered, or before it did. */
  | {
      readonly action: 'result_replaced';
      readonly toolCallId: NestedCallId;
      readonly given: NestedOutcome;
      readonly answered?: NestedOutcome;
    }
  | { readonly action: 'result_held' | 'result_released' | 'call_cancelled'; readonly toolCallId: NestedCallId }
  /** In which order what had arrived was delivered. */
  | { readonly action: 'reordered'; readonly order: readonly string[] }
  | { readonly action: 'timer_fired_early'; readonly timer: number; readonly earlyByMs: number }
  | { readonly action: 'waited'; readonly yieldTimeMs: number }
  | { readonly action: 'terminated' }
  | { readonly action: 'value_set'; readonly name: string; readonly value: string };

/** Nothing of the cell is left: its answer was collected or it was terminated. */
export interface CellClosed extends Fact<'cell_closed'> {
  readonly cellId: CellId;
  /** How it ended, which no answer has told when the session closes over a result that nobody collected. */
  readonly ended?: 'completed' | 'failed' | 'terminated';
}
export interface SessionClosed extends Fact<'session_closed'> {
  readonly sessionId: SessionId;
}

export type SessionFact =
  | ExecRequested
  | ExecRefused
  | CellStarted
  | ExecAnswered
  | WaitRequested
  | WaitAnswered
  | WaitRefused
  | NestedCallStarted
  | NestedCallEnded
  | ToolRuntimeReported
  | Notified
  | TerminationAsked
  | Intervened
  | CellClosed
  | SessionClosed;

export interface SessionObserver {
  observe(fact: SessionFact): void;
}

/** A process below a tool call: began, took input, ended, or outlived the order to end. */
export type ToolRuntimeReport =
  | {
      readonly type: 'process_started';
      readonly processId: string;
      readonly pid: number;
      readonly command: readonly string[];
      readonly cwd: string;
    }
  | { readonly type: 'stdin_written'; readonly processId: string; readonly text: string }
  | {
      readonly type: 'process_ended';
      readonly processId: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** Everything the process wrote, bounded by the tool. */
      readonly output: string;
      readonly durationMs: number;
    }
  | { readonly type: 'process_survived'; readonly processId: string; readonly pids: readonly number[] };

/** Several observers as one; a throwing observer cannot keep a fact from the others. */
export function fanOut(observers: readonly SessionObserver[], onFault: (error: unknown) => void): SessionObserver {
  return {
    observe(fact) {
      for (const observer of observers) {
        try {
          observer.observe(fact);
        } catch (error) {
          onFault(error);
        }
      }
    },
  };
}
