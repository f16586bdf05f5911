/**
 * A client of a debug adapter in the same process, the way an editor drives an inline adapter.
 *
 * Only tests import it. Every wait ends by the test's own time limit.
 */

import type { DebugSession } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapRules } from './dapRules.ts';

type Body = Record<string, unknown>;

export interface StoppedBody extends Body {
  readonly reason: string;
  readonly description: string;
}

export class DapClient {
  readonly events: DebugProtocol.Event[] = [];
  readonly rules = new DapRules();
  readonly #adapter: DebugSession;
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  readonly #listeners = new Set<() => void>();
  #seq = 0;
  /** Events before this index have been taken. */
  #taken = 0;

  constructor(adapter: DebugSession) {
    this.#adapter = adapter;
    adapter.onDidSendMessage(message => {
      const sent = message as DebugProtocol.ProtocolMessage;
      this.rules.heard(sent);
      if (sent.type === 'response') {
        const response = sent as DebugProtocol.Response;
        this.#waiting.get(response.request_seq)?.(response);
        this.#waiting.delete(response.request_seq);
      } else if (sent.type === 'event') {
        this.events.push(sent as DebugProtocol.Event);
        for (const listener of [...this.#listeners]) listener();
      }
    });
  }

  /** Rejects with the message of a refusal. */
  async request<Result = Body>(command: string, args: object = {}): Promise<Result> {
    const seq = ++this.#seq;
    const answered = new Promise<DebugProtocol.Response>(resolve => this.#waiting.set(seq, resolve));
    const request: DebugProtocol.Request = { seq, type: 'request', command, arguments: args };
    this.rules.asked(request);
    this.#adapter.handleMessage(request as never);
    const response = await answered;
    if (response.success) return (response.body ?? {}) as Result;
    throw new Error(response.message);
  }

  /** The next event of this kind after those taken before. */
  async event<Result = Body>(name: string): Promise<Result> {
    return (await this.either(name)).body as Result;
  }

  /** The next event of one of these kinds after those taken before. */
  async either(...names: string[]): Promise<{ readonly event: string; readonly body: Body }> {
    for (;;) {
      const index = this.events.findIndex(({ event }, at) => at >= this.#taken && names.includes(event));
      const found = this.events[index];
      if (found !== undefined) {
        this.#taken = index + 1;
        return { event: found.event, body: (found.body ?? {}) as Body };
      }
      await new Promise<void>(resolve => {
        const listener = () => {
          this.#listeners.delete(listener);
          resolve();
        };
        this.#listeners.add(listener);
      });
    }
  }

  stopped(): Promise<StoppedBody> {
    return this.event<StoppedBody>('stopped');
  }

  /** Initialises, launches and configures; resolves when the cell runs. */
  async launch(args: object, configure: () => Promise<void> = async () => {}): Promise<void> {
    await this.request('initialize', {
      adapterID: 'cellscope',
      pathFormat: 'path',
      linesStartAt1: true,
      columnsStartAt1: true,
    });
    const launched = this.request('launch', args);
    await Promise.race([this.event('initialized'), launched]);
    await configure();
    await this.request('configurationDone');
    await launched;
  }

  async frames(): Promise<DebugProtocol.StackFrame[]> {
    return (await this.request<{ stackFrames: DebugProtocol.StackFrame[] }>('stackTrace', { threadId: 1 })).stackFrames;
  }

  /** Lines of the frames, innermost first. */
  async lines(): Promise<number[]> {
    return (await this.frames()).map(({ line }) => line);
  }

  async scope(name: string, frameId = 1): Promise<DebugProtocol.Variable[]> {
    const { scopes } = await this.request<{ scopes: DebugProtocol.Scope[] }>('scopes', { frameId });
    const scope = scopes.find(each => each.name.startsWith(name));
    return scope === undefined ? [] : this.variables(scope.variablesReference);
  }

  async variables(variablesReference: number): Promise<DebugProtocol.Variable[]> {
    return (await this.request<{ variables: DebugProtocol.Variable[] }>('variables', { variablesReference })).variables;
  }

  /** What the adapter has said so far, one category or all. */
  said(category?: string): string {
    return this.events
      .filter(({ event, body }) => event === 'output' && (category === undefined || body.category === category))
      .map(({ body }) => String(body.output))
      .join('');
  }
}
