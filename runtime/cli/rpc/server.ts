/**
 * The methods of `serve`, on top of the session API (programs, serve).
 *
 * Invariants: `cell/closed` follows the answer that ended the cell; when the client goes, every session is closed before
 * this resolves. Leaves out what cells do: shapes and texts are the session's, passed on as they are.
 */

import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Params, present } from '../../base/params.ts';
import { readExec, readStep, readWait } from '../../cells/requests.ts';
import { type CellRuntime, RequestError, type Session } from '../../library.ts';
import { version } from '../version.ts';
import { errorCodes, Peer, RpcError } from './peer.ts';

/** Resolves when the client has closed its side and everything it started has ended. */
export async function serveConnection(
  input: Readable,
  output: Writable,
  starting: Promise<CellRuntime>,
  warn: (message: string) => void,
): Promise<void> {
  // Whether it can start is told to the first `session/open`.
  starting.catch(() => {});
  const sessions = new Map<string, Session>();
  const peer = new Peer(text => void output.write(text), serve);
  output.on('error', () => input.destroy());

  const methods: Record<string, (params: Params, given: unknown) => Promise<unknown>> = {
    initialize: async params => {
      params.optionalText('clientName');
      return { name: 'cellscope', version, protocolVersion: 1 };
    },
    'session/open': openSession,
    'session/close': async params => {
      const session = find(params);
      await session.close();
      sessions.delete(session.id);
      return {};
    },
    'cell/exec': async (params, given) => {
      const request = readExec(given);
      return find(params).exec(request);
    },
    'cell/wait': async (params, given) => {
      const request = readWait(given);
      return find(params).wait(request);
    },
    'cell/step': async (params, given) => {
      const request = readStep(given);
      return find(params).step(request);
    },
  };

  try {
    for await (const bytes of input) peer.receive(bytes as Buffer);
  } catch {
    // A client that breaks off is a client that has gone.
  }
  peer.close();
  await Promise.allSettled([...sessions.values()].map(session => session.close()));
  await starting.then(
    runtime => runtime.close(),
    () => {},
  );

  async function serve(method: string, params: unknown): Promise<unknown> {
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (run === undefined) throw new RpcError(errorCodes.unknownMethod, `unknown method ${method}`);
    // Some clients write `null` for no params.
    return run(new Params(params ?? undefined), params ?? undefined);
  }

  function find(params: Params): Session {
    const id = params.text('sessionId');
    const session = sessions.get(id);
    if (session === undefined) throw new RequestError(`unknown session ${id}`);
    return session;
  }

  async function openSession(params: Params): Promise<unknown> {
    const dir = params.optionalObject('record')?.folder('dir');
    const defaults = params.optionalObject('defaults');
    const limits = params.optionalObject('limits');
    const options = {
      defaults: present({
        yieldTimeMs: defaults?.optionalCount('yieldTimeMs'),
        maxOutputTokens: defaults?.optionalCount('maxOutputTokens'),
      }),
      limits: present({
        memoryMb: limits?.optionalCount('memoryMb'),
        outputBytes: limits?.optionalCount('outputBytes'),
      }),
      ...present({ remoteImages: params.optionalFlag('remoteImages') }),
    };
    const runtime = await starting.catch(error => {
      throw new RequestError(error instanceof Error ? error.message : String(error));
    });
    const session = await runtime.openSession({
      ...options,
      ...(dir === undefined ? {} : { record: { dir: resolve(dir) }, onWarning: warn }),
      onToolCall: (call, signal) => peer.request('tool/call', call, signal),
      onNotify: async notification => {
        // Any answer is the acknowledgement, an error as well.
        await peer.request('cell/notify', notification).catch(() => {});
      },
      // The answer that ended the cell has been written by now: only microtasks lie between the cell and `peer`.
      onCellClosed: closed => peer.notify('cell/closed', closed),
    });
    sessions.set(session.id, session);
    return present({ sessionId: session.id, bundle: session.bundle });
  }
}
