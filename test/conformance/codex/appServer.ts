/**
 * A conversation with the reference: `codex app-server`, JSON-RPC by lines over its pipes.
 *
 * Knows only what the scenarios need: start a thread, give it turns, interrupt, compact, resume, fork, leave.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isRecord } from '../../../runtime/base/json.ts';
import { oraclePath } from '../oracle/provide.ts';
import type { Workshop } from './workshop.ts';

type Params = Record<string, unknown>;
interface Notice {
  readonly method: string;
  readonly params: Params;
}
interface Waiting {
  readonly fits: (notice: Notice) => boolean;
  readonly resolve: (params: Params) => void;
}

export class AppServer {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  readonly #notices: Notice[] = [];
  #waiting: Waiting[] = [];
  #next = 1;
  #errors = '';
  readonly #gone: Promise<void>;

  private constructor(workshop: Workshop) {
    this.#child = spawn(oraclePath(), ['app-server', ...workshop.switches], {
      cwd: workshop.folder,
      env: workshop.env,
    });
    this.#child.stderr.setEncoding('utf8').on('data', text => {
      this.#errors += text;
    });
    createInterface({ input: this.#child.stdout }).on('line', line => this.#hear(JSON.parse(line)));
    this.#gone = new Promise(resolve => {
      this.#child.on('close', () => {
        for (const { reject } of this.#answers.values()) reject(new Error(`the app server has gone: ${this.#errors}`));
        resolve();
      });
    });
  }

  static async start(workshop: Workshop): Promise<AppServer> {
    const server = new AppServer(workshop);
    await server.ask('initialize', { clientInfo: { name: 'conformance', version: '1' } });
    server.#send({ method: 'initialized' });
    return server;
  }

  async startThread(params: Params = {}): Promise<string> {
    return threadId(await this.ask('thread/start', params));
  }
  async resumeThread(thread: string): Promise<string> {
    return threadId(await this.ask('thread/resume', { threadId: thread }));
  }
  async forkThread(thread: string): Promise<string> {
    return threadId(await this.ask('thread/fork', { threadId: thread }));
  }

  /** Starts a turn and resolves with its id while it runs. */
  async startTurn(thread: string, text: string): Promise<string> {
    const answer = await this.ask('turn/start', { threadId: thread, input: [{ type: 'text', text }] });
    return String(record(record(answer).turn).id);
  }
  /** A whole turn. */
  async turn(thread: string, text: string): Promise<void> {
    await this.turnEnded(await this.startTurn(thread, text));
  }
  async turnEnded(turn: string): Promise<void> {
    await this.notice('turn/completed', params => record(params.turn).id === turn);
  }
  /** Compacts a thread's history, which is a turn of its own. */
  async compact(thread: string): Promise<void> {
    const turnOf = (params: Params) => String(record(params.turn).id);
    const before = new Set(
      this.#notices.filter(({ method }) => method === 'turn/started').map(({ params }) => turnOf(params)),
    );
    await this.ask('thread/compact/start', { threadId: thread });
    await this.turnEnded(turnOf(await this.notice('turn/started', params => !before.has(turnOf(params)))));
  }
  async interrupt(thread: string, turn: string): Promise<void> {
    await this.ask('turn/interrupt', { threadId: thread, turnId: turn });
    await this.turnEnded(turn);
  }

  ask(method: string, params: Params): Promise<unknown> {
    const id = this.#next++;
    const answer = new Promise<unknown>((resolve, reject) => this.#answers.set(id, { resolve, reject }));
    this.#send({ id, method, params });
    return answer;
  }

  /** The first notice of this kind, past or to come. */
  notice(method: string, fits: (params: Params) => boolean = () => true): Promise<Params> {
    const matches = (notice: Notice) => notice.method === method && fits(notice.params);
    const past = this.#notices.find(matches);
    if (past) return Promise.resolve(past.params);
    return new Promise(resolve => this.#waiting.push({ fits: matches, resolve }));
  }

  /** Ends it as a client does that is done: by closing its input. */
  async leave(): Promise<void> {
    this.#child.stdin.end();
    await this.#gone;
  }
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  #send(message: Params): void {
    this.#child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  #hear(message: unknown): void {
    if (!isRecord(message)) return;
    const { id, method } = message;
    if (typeof method === 'string') {
      const notice = { method, params: record(message.params) };
      this.#notices.push(notice);
      const heard = this.#waiting.filter(waiting => waiting.fits(notice));
      this.#waiting = this.#waiting.filter(waiting => !heard.includes(waiting));
      for (const waiting of heard) waiting.resolve(notice.params);
      return;
    }
    const answer = typeof id === 'number' ? this.#answers.get(id) : undefined;
    if (!answer || typeof id !== 'number') return;
    this.#answers.delete(id);
    if (message.error === undefined) answer.resolve(message.result);
    else answer.reject(new Error(`the app server refused: ${JSON.stringify(message.error)}`));
  }
}

function record(value: unknown): Params {
  return isRecord(value) ? value : {};
}

function threadId(answer: unknown): string {
  return String(record(record(answer).thread).id);
}
