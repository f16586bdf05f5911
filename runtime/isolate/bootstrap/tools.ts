/**
 * `tools.<name>(input)` and `ALL_TOOLS` (code-mode §5). Evaluated in the isolate as text.
 *
 * Invariants: a call's input is JSON text before `tools.x` returns; ids count up from 1 within the cell; a failing
 * tool rejects with a string.
 */

import type { Kit } from './kit.ts';
import type { Mail } from './mail.ts';

export interface Calls {
  /** Makes `tools` and `ALL_TOOLS` from JSON of `[exposed name, description][]`. */
  offer(tools: string): void;
  settle(id: number, ok: 0 | 1, json: string): void;
  /** The code has ended: what microtasks still call is nothing they hear the result of. */
  end(): void;
}

interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: string) => void;
  readonly bytes: number;
}

export function installTools(kit: Kit, mail: Mail): Calls {
  const { NativePromise, send, toJson, parse, limits, expose, native } = kit;
  const { defineProperty } = Reflect;
  const pending = kit.table<PendingCall>();
  let pendingCount = 0;
  let pendingBytes = 0;
  let lastId = 0;
  let ended = false;

  function call(tool: number, input: unknown): Promise<unknown> {
    const json = input === undefined ? '' : toJson(input);
    return new NativePromise((resolve, reject) => {
      if (pendingCount >= limits.pendingCalls) {
        reject(`too many nested tool calls are open at once (limit ${limits.pendingCalls}); await some of them first`);
        return;
      }
      if (pendingBytes + json.length > limits.pendingCallBytes) {
        reject(
          `the inputs of open nested tool calls are too large together (limit ${limits.pendingCallBytes} bytes); await some of them first`,
        );
        return;
      }
      const id = lastId + 1;
      pending[id] = { resolve, reject, bytes: json.length };
      if (!mail.post(id, tool, json)) send('call', id, tool, json);
      lastId = id;
      pendingCount++;
      pendingBytes += json.length;
      if (pendingCount === 1 && !ended) mail.listen(settle);
    });
  }

  function offer(toolsJson: string): void {
    const list = parse(toolsJson) as [string, string][];
    const tools = {};
    const all: { name: string; description: string }[] = [];
    for (let i = 0; i < list.length; i++) {
      const tool = list[i];
      // Of several with one name the last is called; all are listed.
      if (tool === undefined) continue;
      const value = native(function tool(input: unknown) {
        return call(i, input);
      });
      defineProperty(tools, tool[0], { value, writable: true, enumerable: true, configurable: true });
      all.push({ name: tool[0], description: tool[1] });
    }
    expose('tools', tools);
    expose('ALL_TOOLS', all);
  }

  function settle(id: number, ok: 0 | 1, json: string): void {
    const one = pending[id];
    if (one === undefined || ended) return;
    delete pending[id];
    pendingCount--;
    pendingBytes -= one.bytes;
    if (ok === 1) one.resolve(json === '' ? undefined : parse(json));
    else one.reject(json);
  }

  function end(): void {
    ended = true;
  }

  return { offer, settle, end };
}
