/**
 * What the debug adapters of cells and of walks have in common: the order of a session, answers, what is said.
 *
 * Invariants: every request is answered once, with a sentence when it fails; `terminated` is sent once; what was said
 * comes before the stop or the end that follows it. Leaves out `vscode`.
 */

import { DebugSession, OutputEvent, Response, StoppedEvent, TerminatedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Counting } from './cellDocument.ts';

/** A cell, or a rollout, has one. */
export const threadId = 1;

type Category = 'stdout' | 'stderr' | 'console';

/** Lines that come within this time are said together, ms: a cell can say thousands. */
const togetherMs = 15;

/** Requests that an editor may make only where a capability says so. */
const needed: Readonly<Record<string, keyof DebugProtocol.Capabilities>> = {
  breakpointLocations: 'supportsBreakpointLocationsRequest',
  cancel: 'supportsCancelRequest',
  completions: 'supportsCompletionsRequest',
  dataBreakpointInfo: 'supportsDataBreakpoints',
  disassemble: 'supportsDisassembleRequest',
  exceptionInfo: 'supportsExceptionInfoRequest',
  goto: 'supportsGotoTargetsRequest',
  gotoTargets: 'supportsGotoTargetsRequest',
  loadedSources: 'supportsLoadedSourcesRequest',
  readMemory: 'supportsReadMemoryRequest',
  restart: 'supportsRestartRequest',
  restartFrame: 'supportsRestartFrame',
  reverseContinue: 'supportsStepBack',
  setDataBreakpoints: 'supportsDataBreakpoints',
  setExpression: 'supportsSetExpression',
  setFunctionBreakpoints: 'supportsFunctionBreakpoints',
  setInstructionBreakpoints: 'supportsInstructionBreakpoints',
  setVariable: 'supportsSetVariable',
  stepBack: 'supportsStepBack',
  stepInTargets: 'supportsStepInTargetsRequest',
  terminate: 'supportsTerminateRequest',
  terminateThreads: 'supportsTerminateThreadsRequest',
  writeMemory: 'supportsWriteMemoryRequest',
};

export abstract class DebugAdapter extends DebugSession {
  protected abstract readonly capabilities: DebugProtocol.Capabilities;
  /** Resolves when the editor has set its breakpoints, or is gone. */
  protected readonly configuration: Promise<void>;
  #configured: () => void = () => {};
  #terminated = false;
  #unsaid: { readonly category: Category; readonly lines: string[] } | null = null;
  #saying: NodeJS.Timeout | undefined;

  constructor() {
    super();
    this.configuration = new Promise(resolve => {
      this.#configured = resolve;
    });
    this.setDebuggerLinesStartAt1(false);
    this.setDebuggerColumnsStartAt1(false);
  }

  /** The library answers what nobody serves as if it had been done. */
  protected override dispatchRequest(request: DebugProtocol.Request): void {
    const { command } = request;
    const capability = needed[command];
    if (command !== 'attach' && (capability === undefined || this.capabilities[capability] === true)) {
      super.dispatchRequest(request);
      return;
    }
    const response: DebugProtocol.Response = new Response(request);
    this.answer(response, () => {
      throw new Error(`This debugger does not serve the request "${command}".`);
    });
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = this.capabilities;
    this.sendResponse(response);
  }

  /** The editor's lines and columns for those that begin at 0, and back. */
  protected readonly counting: Counting = {
    line: line => this.convertDebuggerLineToClient(line),
    column: column => this.convertDebuggerColumnToClient(column),
    lineBack: line => this.convertClientLineToDebugger(line),
    columnBack: column => this.convertClientColumnToDebugger(column),
  };

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.configured();
    this.sendResponse(response);
  }

  protected configured(): void {
    this.#configured();
  }

  protected get terminated(): boolean {
    return this.#terminated;
  }

  /** Answers with what `work` put into the response, or with the sentence it throws. */
  protected answer(response: DebugProtocol.Response, work: () => Promise<void> | void): void {
    const done = async () => work();
    done().then(
      () => this.sendResponse(response),
      (error: unknown) => {
        const text = error instanceof Error ? error.message : String(error);
        // As a variable: braces in the text mean nothing.
        const message = {
          id: 1,
          format: '{_text}',
          variables: { _text: text },
          showUser: response.command === 'launch',
        };
        this.sendErrorResponse(response, message);
      },
    );
  }

  /** After the end nothing is said any more. */
  protected say(text: string, category: Category): void {
    if (this.#terminated) return;
    if (this.#unsaid !== null && this.#unsaid.category !== category) this.flush();
    this.#unsaid ??= { category, lines: [] };
    this.#unsaid.lines.push(text.endsWith('\n') ? text : `${text}\n`);
    this.#saying ??= setTimeout(() => this.flush(), togetherMs);
  }

  /** Says what is unsaid, now. */
  protected flush(): void {
    clearTimeout(this.#saying);
    this.#saying = undefined;
    const unsaid = this.#unsaid;
    this.#unsaid = null;
    if (unsaid !== null) this.sendEvent(new OutputEvent(unsaid.lines.join(''), unsaid.category));
  }

  protected sendStopped(reason: string, description: string, more: object = {}): void {
    this.flush();
    const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason, threadId);
    Object.assign(event.body, { allThreadsStopped: true, description, ...more });
    this.sendEvent(event);
  }

  /** The session is over. */
  protected terminate(): void {
    this.configured();
    if (this.#terminated) return;
    this.#terminated = true;
    this.flush();
    this.sendEvent(new TerminatedEvent());
  }
}
