import { describe, expect, test } from 'vitest';
import { FrameReader, writeFrame } from './frames.ts';
import { errorCodes, Peer, RpcError, type Serve } from './peer.ts';

function peer(serve: Serve = async method => ({ method })) {
  const sent: unknown[] = [];
  const reader = new FrameReader();
  const self = new Peer(text => {
    for (const frame of reader.push(Buffer.from(text)))
      sent.push(frame.type === 'body' ? JSON.parse(frame.text) : frame);
  }, serve);
  const say = async (message: unknown) => {
    self.receive(Buffer.from(writeFrame(typeof message === 'string' ? message : JSON.stringify(message))));
    await new Promise(setImmediate);
  };
  return { self, say, sent };
}

describe('serving', () => {
  test('a request is answered with its id', async () => {
    const { say, sent } = peer();
    await say({ jsonrpc: '2.0', id: 'a', method: 'hello' });
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 'a', result: { method: 'hello' } }]);
  });
  test('an error keeps its code; one without is internal', async () => {
    const { say, sent } = peer(async method => {
      throw method === 'coded' ? new RpcError(-32000, 'no') : new Error('oops');
    });
    await say({ id: 1, method: 'coded' });
    await say({ id: 2, method: 'other' });
    expect(sent).toEqual([
      { jsonrpc: '2.0', id: 1, error: { code: -32000, message: 'no' } },
      { jsonrpc: '2.0', id: 2, error: { code: errorCodes.internal, message: 'oops' } },
    ]);
  });
  test('a notification gets no answer', async () => {
    const { say, sent } = peer();
    await say({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 1 } });
    expect(sent).toEqual([]);
  });
  test.each([
    ['bad JSON', '{"id":1,', errorCodes.parse, null],
    ['a batch', '[]', errorCodes.invalidRequest, null],
    ['a number', '1', errorCodes.invalidRequest, null],
    ['no method', '{"id":5}', errorCodes.invalidRequest, 5],
    ['an id that is none', '{"id":{},"method":"x"}', errorCodes.invalidRequest, null],
  ])('%s is refused and the connection goes on', async (_name, text, code, id) => {
    const { say, sent } = peer();
    await say(text);
    await say({ id: 9, method: 'next' });
    expect(sent).toEqual([
      { jsonrpc: '2.0', id, error: { code, message: expect.any(String) } },
      { jsonrpc: '2.0', id: 9, result: { method: 'next' } },
    ]);
  });
  test('a bad frame is answered with -32700 and the connection goes on', async () => {
    const { self, say, sent } = peer();
    self.receive(Buffer.from('Nothing: here\r\n\r\n'));
    await say({ id: 1, method: 'next' });
    expect(sent).toEqual([
      { jsonrpc: '2.0', id: null, error: { code: -32700, message: 'bad frame: the header has no Content-Length' } },
      { jsonrpc: '2.0', id: 1, result: { method: 'next' } },
    ]);
  });
});

describe('asking', () => {
  test('an answer settles the request; any JSON is a result', async () => {
    const { self, say, sent } = peer();
    const answer = self.request('tool/call', { name: 'x' });
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 1, method: 'tool/call', params: { name: 'x' } }]);
    await say({ id: 1, result: [null, 1] });
    expect(await answer).toEqual([null, 1]);
  });
  test('an answer with neither result nor error is null: in JSON an undefined result is no field', async () => {
    const { self, say, sent } = peer();
    const answer = self.request('tool/call', {});
    await say({ jsonrpc: '2.0', id: 1 });
    expect(await answer).toBeNull();
    expect(sent).toHaveLength(1);
  });
  test('an error answer rejects with its message', async () => {
    const { self, say } = peer();
    const answer = self.request('tool/call', {});
    answer.catch(() => {});
    await say({ id: 1, error: { code: 1, message: 'tool broke' } });
    await expect(answer).rejects.toThrow('tool broke');
  });
  test('cancelling tells the other side and still waits for its answer', async () => {
    const { self, say, sent } = peer();
    const cancel = new AbortController();
    const answer = self.request('tool/call', {}, cancel.signal);
    cancel.abort();
    expect(sent.at(-1)).toEqual({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 1 } });
    await say({ id: 1, result: 'settled' });
    expect(await answer).toBe('settled');
  });
  test('a request that cannot be written rejects, and is owed nothing when the client goes', async () => {
    const { self, say, sent } = peer();
    let deep: unknown = [];
    for (let i = 0; i < 200_000; i++) deep = [deep];
    await expect(self.request('tool/call', deep)).rejects.toThrow(
      'tool/call could not be sent: Maximum call stack size exceeded',
    );
    self.close();
    await say({ id: 9, method: 'next' });
    expect(sent).toEqual([{ jsonrpc: '2.0', id: 9, result: { method: 'next' } }]);
  });
  test('a client that goes rejects what it owes', async () => {
    const { self } = peer();
    const answer = self.request('tool/call', {});
    self.close();
    await expect(answer).rejects.toThrow('the client closed the connection');
  });
});
