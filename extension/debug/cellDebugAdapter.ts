/**
 * The debug adapter of one cell: the Debug Adapter Protocol on one side, the debugger of a cell on the other.
 *
 * Invariants: every request is answered once; `terminated` is sent once, after nothing of the cell is left; positions in
 * the protocol are those of the document. Leaves out where a cell comes from and what its tools may do (`prepare`), and
 * `vscode` altogether.
 */

import {
  BreakpointEvent,
  ContinuedEvent,
  Event,
  InitializedEvent,
  InvalidatedEvent,
  Thread,
} from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import type { StepHow } from '../../runtime/debug/codeFrame.ts';
import type { DebuggerEvent, Stop } from '../../runtime/debug/debuggerEvents.ts';
import { type EventStop, isToolNamed } from '../../runtime/debug/interests.ts';
import type { ExceptionMode } from '../../runtime/debug/throws.ts';
import { releaseValues } from '../../runtime/debug/values.ts';
import { capabilities, exceptionFilters } from './capabilities.ts';
import { CellDocument } from './cellDocument.ts';
import { CellFrames, firstFrame } from './cellFrames.ts';
import { DebugAdapter, threadId } from './debugAdapter.ts';
import { Evaluations } from './evaluations.ts';
import type { PrepareCell, PreparedCell } from './preparedCell.ts';
import { asArguments, isRequest, type LaunchArguments } from './protocol.ts';
import { serveRequest } from './requests.ts';
import { VariableTree } from './variableTree.ts';

/** In which an editor sees that a cell went on, ms. */
const seenWithinMs = 50;

export class CellDebugAdapter extends DebugAdapter {
  readonly #prepare: PrepareCell;
  readonly #onDone: () => void;
  #cell: CellDebugger | null = null;
  #prepared: PreparedCell | null = null;
  #document: CellDocument | null = null;
  #tree: VariableTree | null = null;
  #frames: CellFrames | null = null;
  #evaluations: Evaluations | null = null;
  protected readonly capabilities = capabilities;
  #closed = false;
  /** As the editor was told. */
  #stands = false;
  /** The editor starts the cell anew once this one has ended. */
  #restarts = false;
  /** What was told of breakpoints that cannot work. */
  readonly #refused = new Set<string>();

  /** `onDone`: the editor has dropped it. */
  constructor(prepare: PrepareCell, onDone: () => void = () => {}) {
    super();
    this.#prepare = prepare;
    this.#onDone = onDone;
  }

  /** The editor is done with it, whether or not it said so. */
  override dispose(): void {
    this.#onDone();
    void this.close();
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: LaunchArguments): void {
    this.answer(response, async () => {
      const prepared = await this.#prepare(args);
      const cell = await start(prepared, event => this.#told(event));
      this.#cell = cell;
      if (this.#closed) {
        await cell.close();
        throw new Error('The debug session was closed before the cell began.');
      }
      this.#prepared = prepared;
      this.#document = new CellDocument(prepared, cell.model.program, this.counting);
      this.#tree = new VariableTree(cell, prepared.options.stored ?? new Map());
      this.#frames = new CellFrames(cell);
      this.#evaluations = new Evaluations(cell, this.#tree, this.#frames, () =>
        this.sendEvent(new InvalidatedEvent(['variables'], threadId)),
      );
      this.sendEvent(new InitializedEvent());
      await this.configuration;
      await cell.run(args.stopOnEntry === true && args.noDebug !== true);
    });
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const wanted = args.breakpoints ?? [];
      const document = this.#document;
      if (document === null || !document.isOurs(args.source)) {
        const message = 'This file is not the cell that is being debugged.';
        response.body = { breakpoints: wanted.map(({ line }) => ({ verified: false, line, message })) };
        return;
      }
      const placed = wanted.map(each => document.asked(each));
      const set = await this.#running().code.breakpoints.set(placed.filter(each => each !== null));
      let next = 0;
      response.body = {
        breakpoints: placed.map((each, index) => {
          const breakpoint = each === null ? undefined : set[next++];
          if (breakpoint !== undefined) return this.#placed(document.breakpoint(breakpoint));
          return { verified: false, line: wanted[index]?.line ?? 1, message: 'This line is not part of the cell.' };
        }),
      };
    });
  }

  /** An editor shows what is wrong with a breakpoint where the pointer rests on it, and while a session lasts. */
  #placed(breakpoint: DebugProtocol.Breakpoint): DebugProtocol.Breakpoint {
    const { line, message, verified } = breakpoint;
    const told = `The breakpoint in line ${line} never stops: ${message}`;
    if (!verified && message !== undefined && !this.#refused.has(told)) {
      this.#refused.add(told);
      this.say(told, 'stderr');
    }
    return breakpoint;
  }

  /** Named after tools. */
  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const tools = this.#prepared?.options.tools ?? [];
      this.#running().setToolStops(args.breakpoints.map(({ name }) => name));
      response.body = {
        breakpoints: args.breakpoints.map(({ name, condition, hitCondition }) => {
          if (!tools.some(tool => isToolNamed(tool.name, name))) {
            return { verified: false, message: 'This cell has no tool of that name.' };
          }
          const plain = condition === undefined && hitCondition === undefined;
          return { verified: true, ...(plain ? {} : { message: 'It stops at every call: a tool has no condition.' }) };
        }),
      };
    });
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const cell = this.#running();
      const chosen = new Set([...args.filters, ...(args.filterOptions ?? []).map(({ filterId }) => filterId)]);
      const mode: ExceptionMode = chosen.has('all') ? 'all' : chosen.has('uncaught') ? 'uncaught' : 'none';
      const events = exceptionFilters.flatMap(({ filter, event }) => (event && chosen.has(filter) ? [event] : []));
      cell.setEventStops(events as EventStop[]);
      await cell.code.setExceptions(mode);
    });
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    const id = this.#cell?.model.cellId;
    response.body = { threads: [new Thread(threadId, this.#prepared?.name ?? `Cell ${id ?? ''}`.trim())] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments,
  ): void {
    this.answer(response, async () => {
      const frames = this.#stop === null ? null : await this.#frames?.all();
      if (!frames || this.#stop === null) throw new Error('The cell runs: pause it to see where it is.');
      // An editor shows neither code nor values while every frame is subtle.
      const runs = frames.some(({ frame }) => frame !== undefined);
      const shown = frames.map(
        (frame, index): DebugProtocol.StackFrame => ({
          id: firstFrame + index,
          name: frame.name,
          line: 0,
          column: 0,
          ...(this.#document === null ? {} : { source: this.#document.source, ...this.#document.toEditor(frame) }),
          ...(frame.frame === undefined && runs ? { presentationHint: 'subtle' as const } : {}),
        }),
      );
      if (shown.length === 0) {
        shown.push({ id: firstFrame, name: '(no code runs)', line: 0, column: 0, presentationHint: 'label' });
      }
      const end = levels > 0 ? startFrame + levels : shown.length;
      response.body = { stackFrames: shown.slice(startFrame, end), totalFrames: shown.length };
    });
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
    response.body = { scopes: (this.#stop && this.#tree?.scopes(this.#frames?.at(args.frameId))) ?? [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    const { variablesReference, filter, start = 0, count = 0 } = args;
    const part = filter === 'indexed' ? { start, count: count > 0 ? count : Number.POSITIVE_INFINITY } : undefined;
    this.answer(response, async () => {
      response.body = { variables: (await this.#tree?.variables(variablesReference, part)) ?? [] };
    });
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    args: DebugProtocol.SetVariableArguments,
  ): void {
    this.answer(response, async () => {
      const set = await this.#tree?.set(args.variablesReference, args.name, args.value);
      if (set !== undefined) response.body = set;
    });
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    args: DebugProtocol.EvaluateArguments,
  ): void {
    this.answer(response, async () => {
      response.body = await this.#asking().evaluate(args);
    });
  }

  protected override setExpressionRequest(
    response: DebugProtocol.SetExpressionResponse,
    args: DebugProtocol.SetExpressionArguments,
  ): void {
    this.answer(response, async () => {
      response.body = await this.#asking().assign(args);
    });
  }

  /** Where in a line a breakpoint can stand. */
  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    args: DebugProtocol.BreakpointLocationsArguments | undefined,
  ): void {
    this.answer(response, async () => {
      response.body = { breakpoints: [] };
      const document = this.#document;
      if (document === null || args === undefined || !document.isOurs(args.source)) return;
      const { line, endLine = line, column, endColumn } = args;
      const start = document.toText(line, column);
      const end = document.toText(endColumn === undefined ? endLine + 1 : endLine, endColumn);
      if (start === null || end === null) return;
      const spots = await this.#running().code.spotsBetween({ start, end });
      response.body = { breakpoints: spots.map(spot => document.toEditor(spot)) };
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, line = this.convertDebuggerLineToClient(0), column, frameId }: DebugProtocol.CompletionsArguments,
  ): void {
    this.answer(response, async () => {
      const typed = text.split('\n')[this.convertClientLineToDebugger(line)] ?? '';
      const before = typed.slice(0, this.convertClientColumnToDebugger(column));
      response.body = { targets: await this.#asking().completions(before, frameId) };
    });
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    this.answer(response, () => {
      const { thrown, caught } = this.#stop ?? {};
      if (thrown === undefined) throw new Error('The cell does not stand at an exception.');
      const [message = ''] = thrown.split('\n', 1);
      response.body = {
        exceptionId: message,
        breakMode: caught === true ? 'always' : 'unhandled',
        description: thrown,
        details: { message, stackTrace: thrown },
      };
    });
  }

  protected override sourceRequest(response: DebugProtocol.SourceResponse): void {
    this.answer(response, () => {
      if (this.#document === null) throw new Error('There is no cell yet.');
      response.body = { content: this.#document.text, mimeType: 'text/javascript' };
    });
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.sendResponse(response);
    this.#cell?.go();
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#step(response, 'over');
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#step(response, 'into');
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#step(response, 'out');
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
    this.#cell?.pause();
  }

  /** The model ends the cell, as it could have done itself. */
  protected override terminateRequest(
    response: DebugProtocol.TerminateResponse,
    args: DebugProtocol.TerminateArguments | undefined,
  ): void {
    this.sendResponse(response);
    this.#restarts = args?.restart === true;
    this.configured();
    const cell = this.#cell;
    // Nobody wants to watch how the one before a new run ends.
    if (this.#restarts) cell?.setEventStops([]);
    if (cell === null || cell.model.cellId === null || cell.response !== undefined) void this.close();
    else cell.terminate();
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.answer(response, () => this.close());
  }

  protected override customRequest(command: string, response: DebugProtocol.Response, args: unknown): void {
    this.answer(response, async () => {
      if (!isRequest(command)) throw new Error(`The debugger of cells knows no request "${command}".`);
      response.body = serveRequest(this.#running(), command, asArguments(args));
    });
  }

  get #stop(): Stop | null {
    return this.#cell?.stop ?? null;
  }

  #told(event: DebuggerEvent): void {
    switch (event.type) {
      case 'stopped':
        this.#stopped(event.stop);
        break;
      case 'continued':
        this.#continued();
        break;
      case 'output':
        this.say(event.items.map(item => (item.type === 'text' ? item.text : `[${item.type}]`)).join('\n'), 'stdout');
        break;
      case 'log_point':
        this.say(event.text, 'console');
        break;
      case 'told':
        // It would stand at the head of what the next run has to say.
        if (!this.#restarts) this.say(event.text, event.error === true ? 'stderr' : 'console');
        break;
      case 'breakpoint_moved':
        if (this.#document !== null)
          this.sendEvent(new BreakpointEvent('changed', this.#document.breakpoint(event.breakpoint)));
        break;
      case 'changed':
        this.sendEvent(new InvalidatedEvent(['variables'], threadId));
        break;
      case 'ended':
        this.terminate();
        break;
    }
  }

  #continued(): void {
    this.#stands = false;
    this.#frames?.left();
    this.#tree?.forget();
    if (this.#cell) releaseValues(this.#cell);
    this.sendEvent(new ContinuedEvent(threadId, true));
  }

  #stopped(stop: Stop): void {
    // An editor passes over a stop of what stands already, such as the next cancellation of a cell that is terminated;
    // and over one that comes before it has seen that it went on.
    if (this.#stands) {
      this.#continued();
      setTimeout(() => {
        if (this.#stop === stop) this.#stopped(stop);
      }, seenWithinMs);
      return;
    }
    this.#stands = true;
    this.#frames?.stood(stop);
    const reason = stop.reason === 'event' ? 'pause' : stop.reason === 'memory' ? 'exception' : stop.reason;
    this.sendStopped(reason, stop.text, {
      ...(stop.reason === 'exception' ? { text: stop.text } : {}),
      ...(stop.breakpoints.length > 0 ? { hitBreakpointIds: [...stop.breakpoints] } : {}),
    });
    this.sendEvent(new Event('cellscope/stopped', { text: stop.text, ...(stop.event ? { event: stop.event } : {}) }));
  }

  #step(response: DebugProtocol.Response, how: StepHow): void {
    this.sendResponse(response);
    this.#cell?.stepLine(how);
  }

  /** Ends the cell and everything of it. A second call waits for the first. */
  async close(): Promise<void> {
    this.#closed = true;
    this.configured();
    await this.#cell?.close();
    this.terminate();
  }

  #asking(): Evaluations {
    if (this.#evaluations === null) throw new Error('There is no cell yet.');
    return this.#evaluations;
  }

  #running(): CellDebugger {
    if (this.#cell === null) throw new Error('There is no cell yet.');
    return this.#cell;
  }
}

/** What was prepared is closed again when the cell cannot start. */
async function start({ options }: PreparedCell, onEvent: (event: DebuggerEvent) => void): Promise<CellDebugger> {
  try {
    return await CellDebugger.start({ ...options, onEvent });
  } catch (error) {
    await options.onClosed?.();
    throw error;
  }
}
