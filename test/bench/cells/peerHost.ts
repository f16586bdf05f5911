/**
 * The reference's isolate process over its stdio transport: `u32` little-endian length, then JSON.
 *
 * The shapes are what it was seen to accept and send; nothing of it is imported. Output comes as the official client
 * asks for it (`outputTruncation: "server"`).
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { type CellAnswer, type Contender, toolName } from './contender.ts';

type Json = Record<string, unknown>;
type Host = ChildProcessByStdio<Writable, Readable, null>;

const hello = {
  type: 'connection/hello',
  supportedVersions: [1],
  requiredCapabilities: [],
  optionalCapabilities: ['bounded-output-v1', 'delegate-capacity-4096', 'yield-observation'],
};
const tool = {
  name: toolName,
  tool_name: { name: toolName, namespace: null },
  description: 'answers its input',
  kind: 'function',
  input_schema: null,
  output_schema: null,
};
const sessionId = 's';

/** Thrown by every open and later request when the host has left. */
export class HostLost extends Error {}

export function peerHost(program: string): Contender {
  let host: Host | null = null;
  let lastId = 0;
  let pending: Buffer = Buffer.alloc(0);
  const responses = new Map<number, { resolve(value: Json): void; reject(error: Error): void }>();
  const firsts = new Map<number, (value: Json) => void>();

  function send(message: Json): void {
    const body = Buffer.from(JSON.stringify(message));
    const head = Buffer.alloc(4);
    head.writeUInt32LE(body.length);
    host?.stdin.write(Buffer.concat([head, body]));
  }
  function lost(): void {
    host = null;
    for (const waiting of responses.values()) waiting.reject(new HostLost('the reference host left'));
    responses.clear();
  }
  function request(body: Json, onFirst?: (value: Json) => void): Promise<Json> {
    if (host === null) return Promise.reject(new HostLost('the reference host left'));
    const id = ++lastId;
    if (onFirst !== undefined) firsts.set(id, onFirst);
    send({ type: 'operation/request', id, request: { sessionId, ...body } });
    return new Promise((resolve, reject) => responses.set(id, { resolve, reject }));
  }
  function receive(message: Json): void {
    const id = message.id as number;
    switch (message.type) {
      case 'operation/response':
        responses.get(id)?.resolve(message.result as Json);
        if (!firsts.has(id)) responses.delete(id);
        break;
      case 'execute/initialResponse':
        firsts.get(id)?.(message.result as Json);
        firsts.delete(id);
        responses.delete(id);
        break;
      case 'delegate/request':
        send({ type: 'delegate/response', id, result: { status: 'ok', value: delegated(message.request as Json) } });
        break;
    }
  }
  function read(chunk: Buffer): void {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    let at = 0;
    while (pending.length - at >= 4) {
      const length = pending.readUInt32LE(at);
      if (pending.length - at < 4 + length) break;
      receive(JSON.parse(pending.toString('utf8', at + 4, at + 4 + length)) as Json);
      at += 4 + length;
    }
    pending = pending.subarray(at);
  }

  return {
    name: 'peer',
    async start() {
      const started = spawn(program, [], { stdio: ['pipe', 'pipe', 'ignore'] }) as unknown as Host;
      host = started;
      pending = Buffer.alloc(0);
      started.stdout.on('data', read);
      started.stdin.on('error', lost);
      started.on('exit', () => host === started && lost());
      send(hello);
      await request({ method: 'session/open', outputTruncation: 'server' });
    },
    exec(source, yieldTimeMs = 9_000) {
      return new Promise((resolve, reject) => {
        const body = {
          tool_call_id: `call-${lastId}`,
          enabled_tools: [tool],
          source,
          yield_time_ms: yieldTimeMs,
          max_output_tokens: 10_000,
        };
        request({ method: 'session/execute', request: body }, first => resolve(answerOf(first))).catch(reject);
      });
    },
    async wait(cellId) {
      return answerOf(await request({ method: 'session/wait', request: { cell_id: cellId, yield_time_ms: 9_000 } }));
    },
    async terminate(cellId) {
      await request({ method: 'session/terminate', cellId });
    },
    pids: () => (host?.pid === undefined ? [] : [host.pid]),
    async stop() {
      const stopping = host;
      host = null;
      if (stopping === null) return;
      const gone = new Promise(resolve => stopping.on('exit', resolve));
      stopping.kill('SIGKILL');
      await gone;
    },
  };
}

function delegated(request: Json): Json {
  if (request.type !== 'tool/invoke') return { type: 'notification/delivered' };
  return { type: 'tool/result', result: (request.invocation as Json).input };
}

function answerOf(result: Json): CellAnswer {
  const value = (result.value ?? {}) as Json;
  const [kind, cell] = cellOf(value);
  const items = (cell.content_items ?? []) as Json[];
  return {
    done: kind !== 'Yielded',
    cellId: String(cell.cell_id),
    length: items.reduce((sum, item) => sum + String(item.text ?? '').length, 0),
    errorText: (cell.error_text as string | null | undefined) ?? null,
  };
}

/** The one of `Yielded`, `Result`, `Terminated` that is there, however deep it is wrapped. */
function cellOf(value: Json): [string, Json] {
  for (const [key, inner] of Object.entries(value)) {
    if (typeof inner !== 'object' || inner === null) continue;
    if (key === 'Yielded' || key === 'Result' || key === 'Terminated') return [key, inner as Json];
    const deeper = cellOf(inner as Json);
    if (deeper[0] !== '') return deeper;
  }
  return ['', {}];
}
