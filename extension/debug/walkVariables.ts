/**
 * The variables view of a walk through a rollout: the moment, the cells alive at it, what they waited for, what the
 * model had seen.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { CellView, RolloutWalk } from '../../runtime/debug/rolloutWalk.ts';
import type { ToolCall } from '../../runtime/trace/model.ts';
import { toolName } from '../../runtime/trace/timeline/labels.ts';

type Variable = DebugProtocol.Variable;
type List = () => Variable[];

/** Of the calls of a cell so many are shown: of finished ones the latest, of open ones those that are open longest. */
const mostCalls = 200;

export class WalkVariables {
  readonly #walk: RolloutWalk;
  readonly #payload: (id: string) => string;
  readonly #lists = new Map<number, List>();
  #last = 0;

  constructor(walk: RolloutWalk, payload: (id: string) => string) {
    this.#walk = walk;
    this.#payload = payload;
  }

  /** The walk has moved: every reference is void. */
  forget(): void {
    this.#lists.clear();
  }

  scopes(): DebugProtocol.Scope[] {
    const { moment } = this.#walk;
    const view = moment.cell === undefined ? null : this.#walk.view(moment.cell);
    const scope = (name: string, list: List, count?: number): DebugProtocol.Scope => ({
      name: count === undefined ? name : `${name} (${count})`,
      variablesReference: this.#branch(list),
      expensive: false,
    });
    return [
      scope('This Moment', () => this.#moment()),
      ...(view === null
        ? []
        : [
            scope('Pending Calls', () => this.#open(view), view.pending.length),
            scope('Finished Calls', () => this.#done(view), view.done.length),
            scope('What the Model Saw', () =>
              this.#walk.seen(view.cell).map((text, index) => plain(String(index), text)),
            ),
          ]),
      scope('Cells', () => this.#cells()),
    ];
  }

  list(reference: number): Variable[] {
    return this.#lists.get(reference)?.() ?? [];
  }

  #branch(list: List): number {
    this.#lists.set(++this.#last, list);
    return this.#last;
  }

  #moment(): Variable[] {
    const { text, atMs, seq, failed, cell } = this.#walk.moment;
    return [
      plain('event', text),
      plain('at', new Date(atMs).toISOString()),
      plain('seq', String(seq)),
      ...(failed ? [plain('failed', 'true')] : []),
      ...(cell === undefined ? [] : [plain('age of the cell', ageText(atMs - cell.execution.started_at_unix_ms))]),
    ];
  }

  #cells(): Variable[] {
    const { cells, more } = this.#walk.ended();
    const shown = [...this.#walk.alive(), ...cells].map(cell => this.#cell(this.#walk.view(cell)));
    return more === 0 ? shown : [...shown, plain('…', `${more} more had ended before`)];
  }

  /** Oldest first. */
  #open({ pending }: CellView): Variable[] {
    const shown = pending.slice(0, mostCalls).map(call => this.#call(call, false));
    return pending.length === shown.length
      ? shown
      : [...shown, plain('…', `${pending.length - shown.length} after these`)];
  }

  /** Latest last. */
  #done({ done }: CellView): Variable[] {
    const shown = done.slice(-mostCalls).map(call => this.#call(call, true));
    return done.length === shown.length ? shown : [plain('…', `${done.length - shown.length} before these`), ...shown];
  }

  #cell(view: CellView): Variable {
    const { cell, status, pending, done } = view;
    return {
      name: `cell ${cell.runtime_cell_id}`,
      value: `${status}, ${pending.length} pending, ${done.length} finished`,
      variablesReference: this.#branch(() => [
        plain('status', status),
        plain('started', new Date(cell.execution.started_at_unix_ms).toISOString()),
        ...this.#open(view),
        ...this.#done(view),
        ...this.#walk.seen(cell).map((text, index) => plain(`seen ${index}`, text)),
      ]),
    };
  }

  /** `ended`: it had ended at this moment, so its result may be shown. */
  #call(call: ToolCall, ended: boolean): Variable {
    const { started_at_unix_ms: started, ended_at_unix_ms: end, status } = call.execution;
    const age = ageText((ended ? (end ?? started) : this.#walk.moment.atMs) - started);
    const name = call.code_mode_runtime_tool_id ?? call.tool_call_id;
    return {
      name,
      value: `${toolName(call)}, ${ended ? `${status} after ${age}` : `open for ${age}`}`,
      variablesReference: this.#branch(() => [
        plain('input', this.#text(call.raw_invocation_payload_id)),
        ...(ended ? [plain('result', this.#text(call.raw_result_payload_id))] : []),
      ]),
    };
  }

  #text(payload: string | null): string {
    return payload === null ? 'not recorded' : this.#payload(payload);
  }
}

function plain(name: string, value: string): Variable {
  return { name, value, variablesReference: 0 };
}

function ageText(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
