/**
 * The runtime: sessions over a pool of processes. `library.ts` adds recording.
 */

import { dirname } from 'node:path';
import { defaultChildPath } from './childCommand.ts';
import { ChildPool } from './childPool.ts';
import { bounds, defaultLimits } from './limits.ts';
import { LiveSession } from './liveSession.ts';
import { chooseNode } from './nodeChoice.ts';
import { RequestError } from './requestError.ts';
import { readRuntimeOptions, readSessionOptions } from './requests.ts';
import type { CellRuntime, RuntimeOptions, Session } from './session.ts';

/** Starts the warm process. Rejects with `StartError` when none that can hold cells comes to life. */
export async function createCellRuntime(options: RuntimeOptions = {}): Promise<CellRuntime> {
  const log = options.onLog ?? (() => {});
  const limits = { ...defaultLimits, ...readRuntimeOptions(options).limits };
  const childPath = options.childPath ?? defaultChildPath();
  const nodePath = await chooseNode({
    from: dirname(childPath),
    ...(options.nodePath === undefined ? {} : { named: options.nodePath }),
  });
  log(`cells run under ${nodePath}`);
  const pool = new ChildPool({ nodePath, childPath, limits, warmIsolates: bounds.warmIsolates }, log);
  try {
    await pool.warmUp();
  } catch (error) {
    await pool.close();
    throw error;
  }
  const sessions = new Set<LiveSession>();
  let closed = false;
  return {
    pids: () => pool.pids(),
    async openSession(sessionOptions): Promise<Session> {
      const { limits: own, defaults } = readSessionOptions(sessionOptions);
      if (closed) throw new RequestError('the code mode runtime is closed');
      const asked = { ...limits, ...own };
      const session = new LiveSession({
        options: { ...sessionOptions, defaults },
        // The processes were made for so many cells and no more.
        limits: { ...asked, liveCells: Math.min(asked.liveCells, limits.liveCells) },
        pool,
        log,
        onClosed: gone => sessions.delete(gone),
      });
      sessions.add(session);
      return session;
    },
    async close() {
      closed = true;
      await Promise.all([...sessions].map(session => session.close()));
      await pool.close();
    },
  };
}
