/**
 * What the Debug Adapter Protocol demands of an adapter, checked message by message: required fields, one response for
 * each request, the order of events.
 *
 * Leaves out what is optional. Only tests import it.
 */

import type { DebugProtocol } from '@vscode/debugprotocol';

type Fields = Record<string, unknown>;
/** Says what is missing; nothing when all is there. */
type Check = (body: Fields, asked: Fields) => (string | false)[];

const text = (body: Fields, name: string) => typeof body[name] !== 'string' && `${name} is no text`;
const numeric = (body: Fields, name: string) => !Number.isSafeInteger(body[name]) && `${name} is no number`;
const bool = (body: Fields, name: string) => typeof body[name] !== 'boolean' && `${name} is no boolean`;
const listOf = (body: Fields, name: string, check: (each: Fields) => (string | false)[]) => {
  const list = body[name];
  return Array.isArray(list) ? list.flatMap(each => check(each as Fields)) : [`${name} is no list`];
};

const frame = (each: Fields) => {
  const { path, sourceReference } = (each.source ?? {}) as Fields;
  const shown = each.source === undefined || typeof path === 'string' || Number(sourceReference) > 0;
  return [
    numeric(each, 'id'),
    text(each, 'name'),
    numeric(each, 'line'),
    numeric(each, 'column'),
    !shown && 'no source',
  ];
};

/** Required fields of responses. */
const bodies: Readonly<Record<string, Check>> = {
  setBreakpoints: (body, asked) => [
    ...listOf(body, 'breakpoints', each => [bool(each, 'verified')]),
    (body.breakpoints as unknown[]).length !== ((asked.breakpoints ?? []) as unknown[]).length && 'not one for each',
  ],
  setFunctionBreakpoints: body => listOf(body, 'breakpoints', each => [bool(each, 'verified')]),
  breakpointLocations: body => listOf(body, 'breakpoints', each => [numeric(each, 'line')]),
  threads: body => listOf(body, 'threads', each => [numeric(each, 'id'), text(each, 'name')]),
  stackTrace: body => listOf(body, 'stackFrames', frame),
  scopes: body =>
    listOf(body, 'scopes', each => [
      text(each, 'name'),
      bool(each, 'expensive'),
      reference(each) || (each.variablesReference === 0 && 'an empty scope'),
    ]),
  variables: body => listOf(body, 'variables', each => [text(each, 'name'), text(each, 'value'), reference(each)]),
  setVariable: body => [text(body, 'value')],
  setExpression: body => [text(body, 'value')],
  evaluate: body => [text(body, 'result'), reference(body)],
  completions: body => listOf(body, 'targets', each => [text(each, 'label')]),
  source: body => [text(body, 'content')],
  loadedSources: body => listOf(body, 'sources', () => []),
  exceptionInfo: body => [
    text(body, 'exceptionId'),
    !['never', 'always', 'unhandled', 'userUnhandled'].includes(String(body.breakMode)) && 'no break mode',
  ],
};

/** Required fields of events. */
const events: Readonly<Record<string, Check>> = {
  stopped: body => [text(body, 'reason')],
  continued: body => [numeric(body, 'threadId')],
  output: body => [text(body, 'output')],
  breakpoint: body => [text(body, 'reason'), bool((body.breakpoint ?? {}) as Fields, 'verified')],
};

const goOn = ['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue'];

function reference(body: Fields): string | false {
  const { variablesReference: number } = body;
  return !(Number.isSafeInteger(number) && Number(number) >= 0 && Number(number) < 2 ** 31) && 'no reference';
}

export class DapRules {
  /** One sentence for each rule that was broken. */
  readonly broken: string[] = [];
  readonly #open = new Map<number, DebugProtocol.Request>();
  readonly #breakpoints = new Set<unknown>();
  #seq = 0;
  #initialized = false;
  #configured = false;
  #stands = false;
  #over = false;

  asked(request: DebugProtocol.Request): void {
    this.#open.set(request.seq, request);
    if (request.command === 'configurationDone') this.#configured = true;
  }

  heard(message: DebugProtocol.ProtocolMessage): void {
    if (message.seq <= this.#seq) this.#break(`message ${message.seq} comes after ${this.#seq}`);
    this.#seq = message.seq;
    if (message.type === 'response') this.#response(message as DebugProtocol.Response);
    else if (message.type === 'event') this.#event(message as DebugProtocol.Event);
    else this.#break(`a message of type ${message.type}`);
  }

  #response({ request_seq, command, success, message, body }: DebugProtocol.Response): void {
    const request = this.#open.get(request_seq);
    this.#open.delete(request_seq);
    if (request === undefined) {
      this.#break(`a response to no request: ${command}`);
      return;
    }
    if (request.command !== command) this.#break(`a response to ${request.command} names ${command}`);
    if (!success) {
      if (typeof message !== 'string' || message === '') this.#break(`${command} fails and does not say why`);
      return;
    }
    this.#check(`the response to ${command}`, bodies[command], body, request.arguments);
    if (goOn.includes(command)) this.#stands = false;
    if (command === 'setBreakpoints') {
      for (const { id } of body.breakpoints as Fields[]) if (id !== undefined) this.#breakpoints.add(id);
    }
  }

  #event({ event, body }: DebugProtocol.Event): void {
    this.#check(`the event ${event}`, events[event], body, {});
    if (this.#over) this.#break(`${event} comes after the end`);
    switch (event) {
      case 'initialized':
        if (this.#initialized) this.#break('initialized comes twice');
        this.#initialized = true;
        break;
      case 'stopped':
        if (!this.#configured) this.#break('it stops before it is configured');
        if (this.#stands) this.#break(`it stops where it stands: ${JSON.stringify(body)}`);
        this.#stands = true;
        break;
      case 'continued':
        this.#stands = false;
        break;
      case 'breakpoint':
        if (!this.#breakpoints.has(body.breakpoint?.id)) this.#break('a breakpoint changes that nobody knows');
        break;
      case 'terminated':
        this.#over = true;
        break;
    }
  }

  #check(what: string, check: Check | undefined, body: unknown, asked: unknown): void {
    for (const missing of check?.((body ?? {}) as Fields, (asked ?? {}) as Fields) ?? []) {
      if (missing !== false) this.#break(`${what}: ${missing} in ${JSON.stringify(body)?.slice(0, 300)}`);
    }
  }

  #break(sentence: string): void {
    this.broken.push(sentence);
  }
}
