/**
 * A model that says what a script tells it to: a local HTTP server that speaks enough of the Responses API.
 *
 * Invariant: it answers only on 127.0.0.1 and every request in the order of arrival gets the script's next word, so a
 * scenario with one thread is a plain list of replies; with several, the script looks at what was asked.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isRecord, type JsonObject, type JsonValue } from '../../../runtime/base/json.ts';
import { say } from './items.ts';

export interface Reply {
  readonly items?: readonly JsonObject[];
  /** How the stream ends. Default `completed`; `cut` closes the connection early, `hang` says nothing more. */
  readonly end?: 'completed' | 'failed' | 'cut' | 'hang';
  /** Anything but 200 is an HTTP error instead of a stream. */
  readonly status?: number;
  readonly usage?: JsonObject;
}
export interface Request {
  readonly index: number;
  readonly input: readonly JsonObject[];
  /** The request as text, for scripts that look for a word in it. */
  readonly text: string;
}
export type Script = readonly Reply[] | ((request: Request) => Reply | Promise<Reply>);

export interface Model {
  readonly url: string;
  readonly requests: readonly Request[];
  close(): Promise<void>;
}

const plainUsage: JsonObject = {
  input_tokens: 120,
  input_tokens_details: { cached_tokens: 20 },
  output_tokens: 30,
  output_tokens_details: { reasoning_tokens: 4 },
  total_tokens: 150,
};

export async function startModel(script: Script): Promise<Model> {
  const requests: Request[] = [];
  const server = createServer((incoming, response) => {
    void answer(incoming, response).catch(error => response.destroy(error as Error));
  });
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await body(incoming);
    if (incoming.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    const request: Request = { index: requests.length, input: inputOf(text), text };
    requests.push(request);
    const reply =
      typeof script === 'function'
        ? await script(request)
        : (script[request.index] ?? { items: [say('nothing more')] });
    send(response, request.index, reply);
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, index: number, reply: Reply): void {
  if (reply.status !== undefined && reply.status !== 200) {
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: `the script says ${reply.status}`, type: 'scripted' } }));
    return;
  }
  const id = `response-${index + 1}`;
  const event = (type: string, rest: JsonObject): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`);
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  event('response.created', { response: { id } });
  for (const item of reply.items ?? []) event('response.output_item.done', { item });
  switch (reply.end ?? 'completed') {
    case 'completed':
      event('response.completed', { response: { id, usage: reply.usage ?? plainUsage } });
      response.end();
      return;
    case 'failed':
      event('response.failed', { response: { id, error: { code: 'scripted', message: 'the script fails here' } } });
      response.end();
      return;
    case 'cut':
      response.end();
      return;
    case 'hang':
      return;
  }
}

async function body(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function inputOf(text: string): JsonObject[] {
  const value: unknown = text === '' ? {} : JSON.parse(text);
  const input: unknown = isRecord(value) ? value.input : undefined;
  return Array.isArray(input) ? (input as JsonValue[]).filter((item): item is JsonObject => isRecord(item)) : [];
}
