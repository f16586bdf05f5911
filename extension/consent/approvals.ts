/**
 * Consent: a tool that writes or runs is used only after a person has allowed it, for once, for this session, or always
 * in this workspace.
 *
 * Invariants: never in an untrusted workspace, whatever was allowed before; one question at a time; an answer is for
 * one tool, so another one asks for itself; a question whose call has ended is withdrawn and counts as refused.
 * Leaves out how the question looks (`approvalPrompt.ts`). No `vscode` here.
 */

import type { NestedCall } from '../../runtime/base/handler.ts';
import type { HostTool } from '../../runtime/tools/toolset.ts';
import { describeCall } from './callText.ts';

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

/** Asks a person; `undefined` when they turned away. Withdraws the question when `signal` aborts. */
export type Ask = (question: ApprovalQuestion, signal: AbortSignal) => Promise<ApprovalAnswer | undefined>;

/** What survives the window, such as a `Memento`. */
export interface ApprovalMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ApprovalsOptions {
  readonly ask: Ask;
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
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: ApprovalsOptions) {
    this.#options = options;
  }

  /** Resolves when `call` may go on; otherwise throws the sentence its cell sees. */
  readonly approve = async (tool: HostTool, call: NestedCall, signal: AbortSignal): Promise<void> => {
    const risk = tool.risk === 'writes' ? 'writes' : 'runs';
    if (this.#settled(call)) return;
    const turn = this.#queue.then(async () => {
      signal.throwIfAborted();
      // An answer given to an earlier question in the queue may have settled this one.
      if (this.#settled(call)) return;
      const question = { cellId: call.cellId, tool: labelOf(call), risk, ...describeCall(call.input) } as const;
      const answer = await this.#options.ask(question, signal);
      signal.throwIfAborted();
      await this.#decide(call, answer ?? 'deny');
    });
    this.#queue = turn.catch(() => {});
    await turn;
  };

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
        return;
      case 'always':
        await this.#options.memory.update(memoryKey, [...new Set([...this.alwaysAllowed, tool])].sort());
        return;
      case 'denyAll':
        this.#refusedCells.add(`${call.sessionId}\n${call.cellId}`);
        throw refused(tool);
      case 'deny':
        throw refused(tool);
    }
  }
}

function labelOf(call: NestedCall): string {
  return call.namespace === undefined ? call.name : `${call.namespace}.${call.name}`;
}

function refused(tool: string): Error {
  return new Error(`The person at the editor did not allow this call of "${tool}". Do not repeat it unchanged.`);
}
