/**
 * Consent: a tool that writes or runs is used only after a person has allowed it, for once, for this session, or always
 * in this workspace.
 *
 * Invariants: never in an untrusted workspace, whatever was allowed before; one question at a time; one that is put off
 * keeps back its own cell's only; an answer is for one tool, so another one asks for itself; a question whose call has
 * ended is withdrawn at once, asked or still queued, and counts as refused.
 * Leaves out how the question looks (`approvalPrompt.ts`). No `vscode` here.
 */

import type { NestedCall } from '../../runtime/base/handler.ts';
import type { HostTool } from '../../runtime/tools/toolset.ts';
import { describeCall } from './callText.ts';
import { Turns } from './turns.ts';

export type ApprovalAnswer = 'once' | 'session' | 'always' | 'deny' | 'denyAll';

export interface ApprovalQuestion {
  readonly cellId: string;
  readonly tool: string;
  readonly risk: 'writes' | 'runs';
  /** The exact command, patch or input; may have many lines. */
  readonly text: string;
  /** Where it would happen, when the call says so. */
  readonly where?: string;
}

/** How a person is asked. Either withdraws what it shows when `signal` aborts. */
export interface Asking {
  /** `undefined` when the question was put off. */
  ask(question: ApprovalQuestion, signal: AbortSignal): Promise<ApprovalAnswer | undefined>;
  /** Reminds of a question that was put off; true: ask it again, false: it is refused. */
  remind(question: ApprovalQuestion, signal: AbortSignal): Promise<boolean>;
}

/** What survives the window, such as a `Memento`. */
export interface ApprovalMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ApprovalsOptions {
  readonly asking: Asking;
  readonly memory: ApprovalMemory;
  readonly trusted: () => boolean;
  /** Told of every decision, for the log. */
  readonly onDecision?: (line: string) => void;
}

const memoryKey = 'approvedTools';

export class Approvals {
  readonly #options: ApprovalsOptions;
  /** `session id, tool`: allowed until the session ends. */
  readonly #session = new Set<string>();
  /** `session id, cell id`: everything further is refused without asking. */
  readonly #refusedCells = new Set<string>();
  /** Whose turn it is to be asked about, among all cells. */
  readonly #asked = new Turns();
  /** Calls whose question was put off; aborting says that it has its answer. */
  readonly #putOff = new Map<AbortController, NestedCall>();
  /** By cell: its next question comes when the one before has its answer. */
  readonly #cells = new Map<string, Turns>();

  constructor(options: ApprovalsOptions) {
    this.#options = options;
  }

  /** Resolves when `call` may go on; otherwise throws the sentence its cell sees. */
  readonly approve = async (tool: HostTool, call: NestedCall, signal: AbortSignal): Promise<void> => {
    const risk = tool.risk === 'writes' ? 'writes' : 'runs';
    if (this.#settled(call)) return;
    const question = { cellId: call.cellId, tool: labelOf(call), risk, ...describeCall(call.input) } as const;
    await this.#turnsOf(call).take(signal, async () => {
      while (!(await this.#asked.take(signal, () => this.#ask(call, question, signal)))) {
        if (await this.#remind(call, question, signal)) continue;
        signal.throwIfAborted();
        await this.#decide(call, 'deny');
      }
    });
  };

  /** False when the question was put off; throws when it was refused. */
  async #ask(call: NestedCall, question: ApprovalQuestion, signal: AbortSignal): Promise<boolean> {
    // An answer given to an earlier question may have settled this one.
    if (this.#settled(call)) return true;
    const answer = await this.#options.asking.ask(question, signal);
    signal.throwIfAborted();
    if (answer !== undefined) await this.#decide(call, answer);
    return answer !== undefined;
  }

  /** True when it is to be asked again, or needs no asking any more. */
  async #remind(call: NestedCall, question: ApprovalQuestion, signal: AbortSignal): Promise<boolean> {
    const settled = new AbortController();
    this.#putOff.set(settled, call);
    try {
      const again = await this.#options.asking.remind(question, AbortSignal.any([signal, settled.signal]));
      return again || settled.signal.aborted;
    } finally {
      this.#putOff.delete(settled);
    }
  }

  #turnsOf({ sessionId, cellId }: NestedCall): Turns {
    const key = `${sessionId}\n${cellId}`;
    for (const [each, turns] of this.#cells) if (turns.idle) this.#cells.delete(each);
    const turns = this.#cells.get(key) ?? new Turns();
    this.#cells.set(key, turns);
    return turns;
  }

  /** Forgets every lasting answer; the next call of any tool asks again. */
  async reset(): Promise<void> {
    this.#session.clear();
    this.#refusedCells.clear();
    await this.#options.memory.update(memoryKey, undefined);
  }

  get alwaysAllowed(): readonly string[] {
    const value = this.#options.memory.get(memoryKey);
    return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
  }

  /** True: go on. False: ask. Throws when it is refused without asking. */
  #settled(call: NestedCall): boolean {
    const tool = labelOf(call);
    if (!this.#options.trusted()) {
      throw new Error(`"${tool}" was refused: this workspace is not trusted. Trust it to let cells write or run.`);
    }
    if (this.#refusedCells.has(`${call.sessionId}\n${call.cellId}`)) throw refused(tool);
    return this.#session.has(`${call.sessionId}\n${tool}`) || this.alwaysAllowed.includes(tool);
  }

  async #decide(call: NestedCall, answer: ApprovalAnswer): Promise<void> {
    const tool = labelOf(call);
    this.#options.onDecision?.(`approval of ${tool} for ${call.toolCallId} of cell ${call.cellId}: ${answer}`);
    switch (answer) {
      case 'once':
        return;
      case 'session':
        this.#session.add(`${call.sessionId}\n${tool}`);
        return this.#settlePutOff();
      case 'always':
        await this.#options.memory.update(memoryKey, [...new Set([...this.alwaysAllowed, tool])].sort());
        return this.#settlePutOff();
      case 'denyAll':
        this.#refusedCells.add(`${call.sessionId}\n${call.cellId}`);
        throw refused(tool);
      case 'deny':
        throw refused(tool);
    }
  }

  #settlePutOff(): void {
    for (const [settled, call] of this.#putOff) if (this.#settled(call)) settled.abort();
  }
}

function labelOf(call: NestedCall): string {
  return call.namespace === undefined ? call.name : `${call.namespace}.${call.name}`;
}

function refused(tool: string): Error {
  return new Error(`The person at the editor did not allow this call of "${tool}". Do not repeat it unchanged.`);
}
