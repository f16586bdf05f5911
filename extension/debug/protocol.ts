/**
 * What the debugger of cells understands besides the Debug Adapter Protocol: requests by name, and the launch arguments.
 *
 * Guards stand here because arguments come from a `launch.json` or another extension.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { isRecord, type JsonValue } from '../../runtime/base/json.ts';
import type { Place } from '../cells/cellSource.ts';

export const debugType = 'cellscope';

/** Launch: a file, a text, or a cell of a recorded rollout. */
export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** Path or URI of a file whose whole text is the cell. */
  readonly program?: string;
  /** The cell itself, in place of a file. */
  readonly source?: string;
  /** Where `source` begins in `program`. */
  readonly start?: Place;
  /** Folder of a rollout; its cell runs with the recorded results of its calls. */
  readonly rollout?: string;
  /** Id of a cell of the rollout, as the trace names it or as the session did. */
  readonly cell?: string;
  /** Walk through the rollout as it was recorded, forward and back, instead of running a cell of it. */
  readonly walk?: boolean;
  readonly stopOnEntry?: boolean;
  /**
   * With which stored values the cell starts. `session`, the default: those of the session of its folder, or, for a
   * recorded cell, those it started with; `none`; or the values themselves.
   */
  readonly stored?: 'session' | 'none' | { readonly [key: string]: JsonValue };
  /** Wait anew when the cell yields. Default true. */
  readonly autoWait?: boolean;
}

/** Requests of our own. Calls and timers are named `tool-1`, `timer-1`. */
export const request = {
  /** `{ until: 'any' | 'yield' | 'delivery' | 'call', tool? }` */
  step: 'cellscope/step',
  /** Answers `PendingList`. */
  pending: 'cellscope/pending',
  /** `{ name }`: the next thing the cell gets. */
  deliver: 'cellscope/deliver',
  /** `{ name, value }` or `{ name, error }`. */
  answer: 'cellscope/answer',
  hold: 'cellscope/hold',
  release: 'cellscope/release',
  cancel: 'cellscope/cancel',
  fire: 'cellscope/fire',
  /** `{ names }` */
  reorder: 'cellscope/reorder',
  /** `{ yieldTimeMs }` */
  wait: 'cellscope/wait',
  /** `{ on }`: whether the model waits anew by itself. */
  autoWait: 'cellscope/autoWait',
  terminate: 'cellscope/terminate',
  /** Answers `{ output }`. */
  view: 'cellscope/view',
} as const;
export type RequestName = (typeof request)[keyof typeof request];

export interface PendingList {
  readonly calls: readonly {
    readonly name: string;
    readonly tool: string;
    readonly input: JsonValue | null;
    readonly ageMs: number;
    readonly state: 'open' | 'ready' | 'held';
    /** What the cell gets when it is delivered now; JSON text, or the error's. */
    readonly result?: string;
    readonly failed?: boolean;
  }[];
  readonly timers: readonly {
    readonly name: string;
    readonly ms: number;
    readonly leftMs: number;
    readonly due: boolean;
  }[];
  /** Names of what has arrived, in the order in which it is delivered. */
  readonly order: readonly string[];
  /** Whether the model waits for the next response. */
  readonly observed: boolean;
  /** Whether it waits anew by itself when the cell has yielded. */
  readonly autoWait: boolean;
}

export function isRequest(command: string): command is RequestName {
  return Object.values<string>(request).includes(command);
}

/** The arguments of a request, whatever was sent. */
export function asArguments(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
