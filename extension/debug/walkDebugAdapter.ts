/**
 * The debug adapter that walks a recorded rollout forward and back. Nothing runs; variables show what the log said up
 * to the moment.
 *
 * Invariants: every request is answered once; at either end of the rollout the walk stays, so that one can turn round.
 * Leaves out `vscode`; what stands elsewhere in the editor follows by `onMoment`.
 */

import { InitializedEvent, Thread } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Moment } from '../../runtime/debug/rolloutMoments.ts';
import { RolloutWalk, type WalkDirection, type WalkStops } from '../../runtime/debug/rolloutWalk.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import { submittedSource } from '../../runtime/viewer/submittedSource.ts';
import { DebugAdapter, threadId } from './debugAdapter.ts';
import { type LaunchArguments, request } from './protocol.ts';
import { walkCapabilities, walkFilters } from './walkCapabilities.ts';
import { WalkVariables } from './walkVariables.ts';

export interface PreparedWalk {
  readonly graph: Graph;
  /** What a person calls it. */
  readonly name: string;
  /** A payload as JSON text, bounded. */
  readonly payload: (id: string) => string;
}
export type PrepareWalk = (launch: LaunchArguments) => Promise<PreparedWalk>;

export interface WalkListener {
  /** The walk has come to stand at a moment. */
  moment(moment: Moment): void;
  /** The editor has dropped the session. */
  done(): void;
}

export class WalkDebugAdapter extends DebugAdapter {
  protected readonly capabilities = walkCapabilities;
  readonly #prepare: PrepareWalk;
  readonly #listener: WalkListener;
  #walk: RolloutWalk | null = null;
  #name = '';
  #variables: WalkVariables | null = null;
  #stops: WalkStops = { kinds: new Set(), tools: [], failures: false };
  /** Cells by the number their text goes by. */
  readonly #sources: string[] = [];

  constructor(prepare: PrepareWalk, listener: WalkListener) {
    super();
    this.#prepare = prepare;
    this.#listener = listener;
  }

  override dispose(): void {
    this.#listener.done();
    this.terminate();
  }

  /** Goes to where an object of the rollout began. False when the walk does not know it. */
  goTo(id: string): boolean {
    if (this.#walk === null || this.terminated || this.#walk.standsAt(id)) return false;
    if (!this.#walk.goTo({ ref: { id } })) return false;
    this.#stand('goto');
    return true;
  }

  protected override launchRequest(response: DebugProtocol.LaunchResponse, args: LaunchArguments): void {
    this.answer(response, async () => {
      const prepared = await this.#prepare(args);
      this.#walk = await RolloutWalk.open(prepared.graph);
      this.#variables = new WalkVariables(this.#walk, prepared.payload);
      this.#name = prepared.name;
      if (args.cell !== undefined) this.#toCell(args.cell);
      this.sendEvent(new InitializedEvent());
      await this.configuration;
      this.#stand('entry');
    });
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    args: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const message = 'A recorded rollout does not know which lines ran: use function breakpoints, named after tools.';
    response.body = {
      breakpoints: (args.breakpoints ?? []).map(({ line }) => ({ verified: false, line, message })),
    };
    this.sendResponse(response);
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    args: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    this.#stops = { ...this.#stops, tools: args.breakpoints.map(({ name }) => name) };
    response.body = { breakpoints: args.breakpoints.map(() => ({ verified: true })) };
    this.sendResponse(response);
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    args: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    const chosen = walkFilters.filter(({ filter }) => args.filters.includes(filter));
    this.#stops = {
      ...this.#stops,
      kinds: new Set(chosen.flatMap(({ kinds }) => kinds)),
      failures: chosen.some(({ failures }) => failures === true),
    };
    this.sendResponse(response);
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [new Thread(threadId, this.#name)] };
    this.sendResponse(response);
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments,
  ): void {
    this.answer(response, () => {
      const frames = this.#stack(this.#standing());
      const end = levels > 0 ? startFrame + levels : frames.length;
      response.body = { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
    });
  }

  protected override evaluateRequest(response: DebugProtocol.EvaluateResponse): void {
    this.answer(response, () => {
      throw new Error('In a recorded rollout nothing runs: there is nothing that could evaluate an expression.');
    });
  }

  protected override scopesRequest(response: DebugProtocol.ScopesResponse): void {
    response.body = { scopes: this.#variables?.scopes() ?? [] };
    this.sendResponse(response);
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    args: DebugProtocol.VariablesArguments,
  ): void {
    response.body = { variables: this.#variables?.list(args.variablesReference) ?? [] };
    this.sendResponse(response);
  }

  protected override sourceRequest(response: DebugProtocol.SourceResponse, args: DebugProtocol.SourceArguments): void {
    const id = this.#sources[args.sourceReference - 1];
    const graph = this.#walk?.graph;
    const cell = id === undefined ? undefined : graph?.code_cells.get(id);
    const content = graph && cell ? submittedSource(graph, cell).text : '';
    response.body = { content, mimeType: 'text/javascript' };
    this.sendResponse(response);
  }

  protected override continueRequest(response: DebugProtocol.ContinueResponse): void {
    response.body = { allThreadsContinued: true };
    this.#move(response, walk => walk.run('forward', this.#stops), 'forward');
  }

  protected override reverseContinueRequest(response: DebugProtocol.ReverseContinueResponse): void {
    this.#move(response, walk => walk.run('back', this.#stops), 'back');
  }

  protected override nextRequest(response: DebugProtocol.NextResponse): void {
    this.#move(response, walk => walk.step('forward', true), 'forward');
  }

  protected override stepInRequest(response: DebugProtocol.StepInResponse): void {
    this.#move(response, walk => walk.step('forward'), 'forward');
  }

  protected override stepOutRequest(response: DebugProtocol.StepOutResponse): void {
    this.#move(response, walk => walk.leave('forward'), 'forward');
  }

  protected override stepBackRequest(response: DebugProtocol.StepBackResponse): void {
    this.#move(response, walk => walk.step('back'), 'back');
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.sendResponse(response);
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.sendResponse(response);
    this.terminate();
  }

  protected override customRequest(
    command: string,
    response: DebugProtocol.Response,
    args: Record<string, unknown>,
  ): void {
    if (command !== request.step) {
      const format = 'In a recorded rollout nothing is pending any more: it can be walked, not changed.';
      this.sendErrorResponse(response, { id: 2, format });
      return;
    }
    const tool = typeof args.tool === 'string' ? args.tool : undefined;
    this.#move(
      response,
      walk => {
        if (args.until === 'yield')
          return walk.run('forward', { kinds: new Set(['yield']), tools: [], failures: false });
        if (tool !== undefined) return walk.run('forward', { kinds: new Set(), tools: [tool], failures: false });
        return walk.step('forward');
      },
      'forward',
    );
  }

  /** The cell of the moment first, then those that were alive beside it. */
  #stack(walk: RolloutWalk): DebugProtocol.StackFrame[] {
    const { moment } = walk;
    const frames: DebugProtocol.StackFrame[] = [];
    if (moment.cell === undefined)
      frames.push({ id: 1, name: moment.text, line: 0, column: 0, presentationHint: 'label' });
    else frames.push(this.#frame(frames.length + 1, moment.text, moment.cell, walk.lineOf(moment) ?? 0));
    for (const cell of walk.alive()) {
      if (cell === moment.cell) continue;
      const { status } = walk.view(cell);
      frames.push({
        ...this.#frame(frames.length + 1, `Cell ${cell.runtime_cell_id}, ${status}`, cell, 0),
        presentationHint: 'subtle',
      });
    }
    return frames;
  }

  #move(response: DebugProtocol.Response, go: (walk: RolloutWalk) => boolean, direction: WalkDirection): void {
    this.answer(response, async () => {
      const found = go(this.#standing());
      // After the response: an editor expects it in this order.
      setImmediate(() => this.#stand(found ? 'step' : direction === 'forward' ? 'end' : 'beginning'));
    });
  }

  #stand(why: 'entry' | 'step' | 'goto' | 'end' | 'beginning'): void {
    if (this.terminated) return;
    const { moment } = this.#standing();
    this.#variables?.forget();
    const where = why === 'end' ? ' (the last event)' : why === 'beginning' ? ' (the first event)' : '';
    this.sendStopped(why === 'end' || why === 'beginning' ? 'pause' : why, `${moment.text}${where}`);
    this.say(`${new Date(moment.atMs).toISOString()}  ${moment.text}${where}`, 'console');
    this.#listener.moment(moment);
  }

  #toCell(id: string): void {
    const { code_cells } = this.#standing().graph;
    const cell = code_cells.get(id) ?? [...code_cells.values()].findLast(each => each.runtime_cell_id === id);
    if (cell === undefined) throw new Error(`This rollout holds no cell "${id}".`);
    this.#standing().goTo({ ref: { id: cell.code_cell_id } });
  }

  #frame(
    id: number,
    name: string,
    cell: { code_cell_id: string; runtime_cell_id: string },
    line: number,
  ): DebugProtocol.StackFrame {
    let sourceReference = this.#sources.indexOf(cell.code_cell_id) + 1;
    if (sourceReference === 0) sourceReference = this.#sources.push(cell.code_cell_id);
    return {
      id,
      name,
      source: { name: `cell ${cell.runtime_cell_id}.js`, sourceReference },
      line: this.convertDebuggerLineToClient(line),
      column: this.convertDebuggerColumnToClient(0),
    };
  }

  #standing(): RolloutWalk {
    if (this.#walk === null) throw new Error('The rollout has not been read yet.');
    return this.#walk;
  }
}
