/**
 * Adapters of cells for tests, driven as an editor drives them; all are closed after each test, whatever it left.
 *
 * Only tests import it.
 */

import { afterEach, expect, vi } from 'vitest';
import { CellDebugAdapter } from '../../extension/debug/cellDebugAdapter.ts';
import type { PreparedCell } from '../../extension/debug/preparedCell.ts';
import { useBundledChild } from '../../runtime/debug/bundledChild.ts';
import { DapClient } from './dapClient.ts';

/** Of the document the cell stands in. */
export const path = '/work/a.cell.js';

export const tools = [{ name: 'echo' }, { name: 'fail' }, { name: 'never' }];

export type Open = (source: string, options?: Partial<PreparedCell['options']>) => DapClient;

/** The tool `echo` answers its input, `fail` fails with it, `never` does not answer until it is cancelled. */
export function useAdapters(): Open {
  // A process is started for every test: on a busy machine that takes as long as it takes.
  vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
  const childPath = useBundledChild();
  let clients: DapClient[] = [];
  afterEach(async () => {
    const all = clients;
    clients = [];
    await Promise.all(all.map(client => client.request('disconnect')));
    expect(all.flatMap(({ rules }) => rules.broken)).toEqual([]);
  });
  return (source, options = {}) => {
    const adapter = new CellDebugAdapter(async () => ({
      name: 'Cell',
      path,
      start: { line: 0, character: 0 },
      options: {
        source,
        tools,
        childPath,
        onToolCall: async (call, signal) => {
          if (call.name === 'echo') return call.input;
          if (call.name === 'fail') throw new Error(String(call.input));
          return new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          });
        },
        ...options,
      },
    }));
    const client = new DapClient(adapter);
    clients.push(client);
    return client;
  };
}

/** Arguments that set plain breakpoints. */
export const at = (...lines: number[]) => ({ source: { path }, breakpoints: lines.map(line => ({ line })) });
