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
import type { CodeFrame, ExceptionMode, StepHow } from '../../runtime/debug/codeStops.ts';
import { completionsFor } from '../../runtime/debug/completions.ts';
import type { DebuggerEvent, Stop } from '../../runtime/debug/debuggerEvents.ts';
import type { DebugOptions } from '../../runtime/debug/debugOptions.ts';
import type { EventStop } from '../../runtime/debug/interests.ts';
import { nameOf } from '../../runtime/debug/interventions.ts';
import type { LineBreakpoint, SetBreakpoint } from '../../runtime/debug/lineBreakpoints.ts';
import { evaluate, releaseValues, viewOf } from '../../runtime/debug/values.ts';
import type { Place } from '../cells/cellSource.ts';
import { capabilities, exceptionFilters } from './capabilities.ts';
import { DebugAdapter, threadId } from './debugAdapter.ts';
import { asArguments, isRequest, type LaunchArguments } from './protocol.ts';
import { serveRequest } from './requests.ts';
import { TextMap } from './textMap.ts';
import { VariableTree } from './variableTree.ts';

/** A cell that can be debugged, and where its text stands. */
export interface PreparedCell {
  readonly options: Omit<DebugOptions, 'onEvent'>;
  /** What a person calls it. */
  readonly name: string;
  /** Path or URI of the document as the editor names it; absent for a text that stands in none. */
  readonly path?: string;
  readonly start: Place;
}

/** Rejects with a sentence for the person when there is nothing to debug, or it may not run. */
export type PrepareCell = (launch: LaunchArguments) => Promise<PreparedCell>;

const onlySource = 1;
const firstFrame = 1;
/** In which an editor sees that a cell went on, ms. */
const seenWithinMs = 50;

export class CellDebugAdapter extends DebugAdapter {
  readonly #prepare: PrepareCell;
  readonly #onDone: () => void;
  #cell: CellDebugger | null = null;
  #prepared: PreparedCell | null = null;
  #map: TextMap | null = null;
  #tree: VariableTree | null = null;
  #frames: readonly CodeFrame[] = [];
  #framesKnown: Promise<void> = Promise.resolve();
  #closed = false;
  /** As the editor was told. */
  #stands = false;

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

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    response.body = capabilities;
    this.sendResponse(response);
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
      this.#map = new TextMap(prepared.start, prepared.options.source, cell.model.program);
      this.#tree = new VariableTree(cell, prepared.options.stored ?? new Map());
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
      if (!this.#isOurs(args.source)) {
        const message = 'This file is not the cell that is being debugged.';
        response.body = { breakpoints: wanted.map(({ line }) => ({ verified: false, line, message })) };
        return;
      }
      const placed = wanted.map(each => this.#asked(each));
      const set = await this.#running().code.breakpoints.set(placed.filter(each => each !== null));
      let next = 0;
      response.body = {
        breakpoints: placed.map((each, index) => {
          const breakpoint = each === null ? undefined : set[next++];
          if (breakpoint !== undefined) return this.#breakpoint(breakpoint);
          return { verified: false, line: wanted[index]?.line ?? 1, message: 'This line is not part of the cell.' };
        }),
      };
    });
  }

  /** Named after tools. */
  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.answer(response, async () => {
      const tools = this.#prepared?.options.tools ?? [];
      const known = args.breakpoints.map(({ name }) => tools.some(tool => isTool(tool.name, name)));
      this.#running().setToolStops(args.breakpoints.map(({ name }) => name));
      response.body = {
        breakpoints: known.map(verified =>
          verified ? { verified } : { verified, message: 'This cell has no tool of that name.' },
        ),
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

  protected override stackTraceRequest(response: DebugProtocol.StackTraceResponse): void {
    this.answer(response, async () => {
      await this.#framesKnown;
      // An editor shows neither code nor values while every frame is subtle.
      const runs = this.#frames.some(({ frame }) => frame !== undefined);
      const shown = this.#frames.map(
        (frame, index): DebugProtocol.StackFrame => ({
          id: firstFrame + index,
          name: frame.name,
          ...this.#sourceAt(frame),
          ...(frame.frame === undefined && runs ? { presentationHint: 'subtle' as const } : {}),
        }),
      );
      if (shown.length === 0) {
        shown.push({ id: firstFrame, name: '(no code runs)', line: 0, column: 0, presentationHint: 'label' });
      }
      response.body = { stackFrames: shown, totalFrames: shown.length };
    });
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse, args: DebugProtocol.ScopesArguments): void {
    response.body = { scopes: this.#tree?.scopes(this.#frames[args.frameId - firstFrame]) ?? [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    this.answer(response, async () => {
      response.body = { variables: (await this.#tree?.variables(args.variablesReference)) ?? [] };
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
      const cell = this.#running();
      const frame = this.#frame(args.frameId);
      const pure = args.context === 'hover' || args.context === 'watch';
      const value = await (this.#stop !== null && frame === undefined
        ? this.#evaluateWaiting(args, pure)
        : evaluate(cell, { expression: args.expression, pure, ...(frame === undefined ? {} : { frame }) }));
      const shown = this.#tree?.value(viewOf('', value), frame);
      const text = args.context === 'clipboard' && value.type === 'string' ? String(value.value) : shown?.value;
      response.body = {
        result: text ?? '',
        variablesReference: shown?.variablesReference ?? 0,
        ...(shown?.type === undefined ? {} : { type: shown.type }),
      };
    });
  }

  protected override completionsRequest(
    response: DebugProtocol.CompletionsResponse,
    { text, line = this.convertDebuggerLineToClient(0), column, frameId }: DebugProtocol.CompletionsArguments,
  ): void {
    this.answer(response, async () => {
      const typed = text.split('\n')[this.convertClientLineToDebugger(line)] ?? '';
      const before = typed.slice(0, this.convertClientColumnToDebugger(column));
      const found = await completionsFor(this.#running(), before, this.#frame(frameId));
      response.body = { targets: found.map(({ name, kind }) => ({ label: name, type: kind })) };
    });
  }

  protected override exceptionInfoRequest(response: DebugProtocol.ExceptionInfoResponse): void {
    const thrown = this.#stop?.thrown ?? '';
    response.body = {
      exceptionId: thrown.split('\n', 1)[0] ?? '',
      breakMode: 'unhandled',
      description: thrown,
    };
    this.sendResponse(response);
  }

  protected override sourceRequest(response: DebugProtocol.SourceResponse): void {
    response.body = { content: this.#prepared?.options.source ?? '', mimeType: 'text/javascript' };
    this.sendResponse(response);
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
  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.sendResponse(response);
    this.configured();
    const cell = this.#cell;
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
        this.say(event.text, event.error === true ? 'stderr' : 'console');
        break;
      case 'breakpoint_moved':
        this.sendEvent(new BreakpointEvent('changed', this.#breakpoint(event.breakpoint)));
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
    this.#frames = [];
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
    this.#frames = stop.frames;
    this.#framesKnown = stop.frames.length > 0 ? Promise.resolve() : this.#findWaiting(stop);
    const reason = stop.reason === 'event' ? 'pause' : stop.reason === 'memory' ? 'exception' : stop.reason;
    this.sendStopped(reason, stop.text, {
      ...(stop.reason === 'exception' ? { text: stop.text } : {}),
      ...(stop.breakpoints.length > 0 ? { hitBreakpointIds: [...stop.breakpoints] } : {}),
    });
    this.sendEvent(new Event('cellscope/stopped', { text: stop.text, ...(stop.event ? { event: stop.event } : {}) }));
  }

  /** Where no code runs, the places that wait are what is worth seeing. */
  async #findWaiting(stop: Stop): Promise<void> {
    const cell = this.#running();
    const { event } = stop;
    const named =
      event?.type === 'tool_result'
        ? cell.frontier.calls.get(event.id)
        : event?.type === 'timer'
          ? cell.frontier.timers.get(event.id)
          : undefined;
    const all = [...cell.frontier.calls.values(), ...cell.frontier.timers.values()];
    const shown = named === undefined ? all : [named, ...all.filter(each => each !== named)];
    const frames = await Promise.all(
      shown.map(async pending => {
        const [first] = await cell.placesOf(pending);
        return first === undefined ? [] : [{ ...first, name: `${first.name} waits for ${nameOf(pending)}` }];
      }),
    );
    if (cell.stop === stop) this.#frames = frames.flat();
  }

  /** Where no code runs, names are looked up in the function the frame waits in, and in the cell's text. */
  async #evaluateWaiting({ expression, frameId }: DebugProtocol.EvaluateArguments, pure: boolean) {
    const cell = this.#running();
    const suspensions = this.#tree?.suspensions;
    const known = await suspensions?.all().catch(() => undefined);
    // Too much to look through: the globals are there all the same.
    if (suspensions === undefined || known === undefined) return evaluate(cell, { expression, pure });
    const place = frameId === undefined ? undefined : this.#frames[frameId - firstFrame];
    const [first] = place === undefined || cell.program.isTopLevel(place) ? [] : await suspensions.at(place);
    return suspensions.evaluate(expression, first, pure);
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

  #running(): CellDebugger {
    if (this.#cell === null) throw new Error('There is no cell yet.');
    return this.#cell;
  }

  #frame(id: number | undefined): CodeFrame | undefined {
    const frame = id === undefined ? undefined : this.#frames[id - firstFrame];
    return frame?.frame === undefined ? undefined : frame;
  }

  #isOurs({ path, sourceReference }: DebugProtocol.Source): boolean {
    const own = this.#prepared?.path;
    if (own === undefined) return sourceReference === onlySource;
    return path !== undefined && (path === own || path.toLowerCase() === own.toLowerCase());
  }

  #asked(each: DebugProtocol.SourceBreakpoint): LineBreakpoint | null {
    const line = this.convertClientLineToDebugger(each.line);
    const character = each.column === undefined ? 0 : this.convertClientColumnToDebugger(each.column);
    const spot = this.#map?.toText({ line, character }) ?? null;
    if (spot === null) return null;
    return {
      line: spot.line,
      ...(each.column === undefined ? {} : { column: spot.column }),
      ...(each.condition === undefined ? {} : { condition: each.condition }),
      ...(each.hitCondition === undefined ? {} : { hitCondition: each.hitCondition }),
      ...(each.logMessage === undefined ? {} : { logMessage: each.logMessage }),
    };
  }

  #breakpoint({ id, line, column, verified, message }: SetBreakpoint): DebugProtocol.Breakpoint {
    const place = this.#map?.toDocument(line, column ?? 0) ?? { line, character: 0 };
    return {
      id,
      verified,
      line: this.convertDebuggerLineToClient(place.line),
      ...(column === undefined ? {} : { column: this.convertDebuggerColumnToClient(place.character) }),
      ...(message === undefined ? {} : { message }),
    };
  }

  #sourceAt({ line, column }: CodeFrame): Pick<DebugProtocol.StackFrame, 'source' | 'line' | 'column'> {
    const place = this.#map?.toDocument(line, column) ?? { line, character: column };
    const path = this.#prepared?.path;
    const name = path?.split(/[\\/]/).at(-1) ?? `${this.#prepared?.name ?? 'cell'}.js`;
    return {
      source: path === undefined ? { name, sourceReference: onlySource } : { name, path },
      line: this.convertDebuggerLineToClient(place.line),
      column: this.convertDebuggerColumnToClient(place.character),
    };
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

function isTool(tool: string, name: string): boolean {
  const bare = name.trim().replace(/^tools\./, '');
  return bare === tool || bare === tool.replace(/[^A-Za-z0-9_$]/g, '_');
}
