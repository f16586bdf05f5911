/**
 * What every attack is held against: one cell attacks, another of the same session and one of another session live on.
 *
 * The verdict is the same everywhere. The attacker ends with an error by itself or can be terminated within five
 * seconds. Its neighbour goes on, or, where the process had to be sacrificed, says so and the next exec works. The
 * other session never notices.
 */

import { afterAll, beforeAll, expect } from 'vitest';
import type { NestedCall } from '../../runtime/base/handler.ts';
import type { SessionFact } from '../../runtime/base/observer.ts';
import { createCellRuntime } from '../../runtime/cells/cellRuntime.ts';
import type { Limits } from '../../runtime/cells/limits.ts';
import type { CellRuntime, Session } from '../../runtime/cells/session.ts';
import type { CellResponse } from '../../runtime/library.ts';

export const lost = 'exec runtime ended unexpectedly';

/** Small, so that bombs go off quickly. */
const tightLimits: Partial<Limits> = { memoryMb: 64, outputBytes: 4 * 2 ** 20, processMemoryMb: 1_000 };

export interface Verdict {
  readonly response: CellResponse;
  /** The attacker had to be terminated. */
  readonly terminated: boolean;
  /** The process was sacrificed: the neighbour in it said so. */
  readonly sacrificed: boolean;
  readonly facts: readonly SessionFact[];
  readonly calls: readonly NestedCall[];
}

export interface Arena {
  /** Lets a cell attack for `ms` at most before it is terminated, and checks everybody else. One that ends by itself
   * has time for it on a busy machine. */
  attack(source: string, ms?: number): Promise<Verdict>;
  /** Texts of a cell that must complete. */
  run(source: string): Promise<string[]>;
}

export function useArena(limits: Partial<Limits> = {}): Arena {
  let runtime: CellRuntime;
  let other: Session;
  beforeAll(async () => {
    runtime = await createCellRuntime({ limits: { ...tightLimits, ...limits } });
    other = await open([], []);
    await other.exec({ source: 'text("awake")' });
  });
  afterAll(() => runtime.close());

  function open(facts: SessionFact[], calls: NestedCall[]): Promise<Session> {
    return runtime.openSession({
      tools: [{ name: 'echo' }, { name: 'never' }],
      // Whoever is attacked may be slow, and still gets there.
      defaults: { yieldTimeMs: 100_000 },
      onToolCall: async (call, signal) => {
        calls.push(call);
        if (call.name === 'never') await new Promise(resolve => signal.addEventListener('abort', resolve));
        return call.input;
      },
      observer: { observe: fact => facts.push(fact) },
    });
  }

  return {
    async attack(source, ms = 50_000) {
      const facts: SessionFact[] = [];
      const calls: NestedCall[] = [];
      const session = await open(facts, calls);
      const neighbour = await session.exec({ source: 'yield_control(); text(await tools.never("neighbour"))' });
      const elsewhere = other.exec({ source: 'for (let i = 0; i < 20; i++) await tools.echo(i); text("fine")' });

      let response = await session.exec({ source, yieldTimeMs: ms });
      const terminated = response.status === 'yielded';
      if (terminated) {
        const asked = performance.now();
        const ended = await session.wait({ cellId: response.cellId, terminate: true });
        response = ended.response;
        expect(performance.now() - asked, 'ms until the attacker was gone').toBeLessThan(30_000);
      }

      expect((await elsewhere).items).toEqual([{ type: 'text', text: 'fine' }]);
      const last = await session.wait({ cellId: neighbour.cellId, yieldTimeMs: 50 });
      const sacrificed = last.response.errorText === lost;
      if (!sacrificed) expect(last.response.status).toBe('yielded');
      expect((await session.exec({ source: 'text("next")' })).items).toEqual([{ type: 'text', text: 'next' }]);
      await session.close();
      return { response, terminated, sacrificed, facts, calls };
    },
    async run(source) {
      const response = await other.exec({ source });
      expect(response.errorText).toBeUndefined();
      return response.items.map(item => (item.type === 'text' ? item.text : item.type));
    },
  };
}
