/**
 * For tests: a client of `serve` made with vscode-jsonrpc, which is not what the server is made with.
 */

import { setTimeout as pause } from 'node:timers/promises';
import {
  type CancellationToken,
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { FrameReader } from './rpc/frames.ts';
import { openCli } from './runCli.ts';

interface ToolCall {
  readonly toolCallId: string;
  readonly name: string;
  readonly input?: unknown;
}

/** The fields tests read of answers; which are there depends on the method. */
export interface Answer {
  readonly sessionId: string;
  readonly outcome: string;
  readonly bundle: string;
  readonly items: readonly unknown[];
}

export interface ServeClient {
  /** What was heard, in order: answers, notifications, and what handlers add. */
  readonly log: string[];
  onToolCall: (call: ToolCall, token: CancellationToken) => Promise<unknown>;
  onNotify: (notification: { text: string; callId: string }) => Promise<void>;
  ask(method: string, params: object): Promise<Answer>;
  /** Resolves when so many `cell/closed` of that session have come. */
  heard(count: number): Promise<void>;
  /** From here on, only what that session says is heard. */
  listenTo(sessionId: string): void;
  /** Writes bytes as they are; what it returns resolves to the next answers with a null id. */
  raw(bytes: string): (count: number) => Promise<unknown[]>;
  /** Closes the connection and waits for the process. */
  end(): Promise<{ exitCode: number | undefined; stderr: string }>;
}

export function startServe(cwd: string): ServeClient {
  const child = openCli(['serve'], cwd);
  const { stdin, stdout } = child;
  const connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
  const unaddressed: unknown[] = [];
  const frames = new FrameReader();
  stdout.on('data', (bytes: Buffer) => {
    for (const frame of frames.push(bytes)) {
      const message = frame.type === 'body' ? JSON.parse(frame.text) : frame;
      if (message.id === null) unaddressed.push(message);
    }
  });
  let listeningTo = '';
  let closed = 0;
  const client: ServeClient = {
    log: [],
    onToolCall: async () => null,
    onNotify: async () => {},
    async ask(method, params) {
      const answer: Answer = await connection.sendRequest(method, params);
      client.log.push(`answer ${method}`);
      return answer;
    },
    async heard(count) {
      while (closed < count) await pause(10);
    },
    listenTo(sessionId) {
      listeningTo = sessionId;
      client.log.length = 0;
      closed = 0;
    },
    raw(bytes) {
      const before = unaddressed.length;
      stdin.write(bytes);
      return async count => {
        while (unaddressed.length < before + count) await pause(10);
        return unaddressed.slice(before);
      };
    },
    async end() {
      stdin.end();
      const { exitCode, stderr } = await child;
      connection.dispose();
      return { exitCode, stderr };
    },
  };
  connection.onRequest('tool/call', (call: ToolCall, token) =>
    // The library would put words before the message of any other error.
    client.onToolCall(call, token).catch(error => new ResponseError(1, error.message)),
  );
  connection.onRequest('cell/notify', (notification: { text: string; callId: string }) =>
    client.onNotify(notification),
  );
  connection.onNotification('cell/closed', ({ sessionId, cellId }: { sessionId: string; cellId: string }) => {
    if (sessionId !== listeningTo) return;
    closed += 1;
    client.log.push(`cell/closed ${cellId}`);
  });
  connection.listen();
  return client;
}
