/**
 * One runtime for a test file, and sessions that close themselves when a test ends.
 *
 * Only tests import it.
 */

import { afterAll, afterEach, beforeAll } from 'vitest';
import type { ContentItem } from '../../base/content.ts';
import type { NestedCall } from '../../base/handler.ts';
import { asId, type CellId } from '../../base/ids.ts';
import type { SessionFact } from '../../base/observer.ts';
import { createCellRuntime } from '../cellRuntime.ts';
import type { CellRuntime, RuntimeOptions, Session, SessionOptions } from '../session.ts';

export interface RuntimeUnderTest {
  readonly runtime: CellRuntime;
  /** Lines of the log, for messages of failing tests. */
  readonly log: string[];
  /** A session whose only tool, `echo`, answers its input; options may say otherwise. */
  open(options?: Partial<SessionOptions>): Promise<Session>;
  /** One such session for all tests of the file that do not care what ran before. */
  shared(): Promise<Session>;
}

export function useRuntime(options: RuntimeOptions = {}): RuntimeUnderTest {
  let runtime: CellRuntime | null = null;
  const log: string[] = [];
  let open: Session[] = [];
  let shared: Promise<Session> | null = null;
  const plain = {
    onToolCall: async (call: NestedCall) => call.input,
    tools: [{ name: 'echo', description: 'answers its input' }],
    // A cell that is not meant to yield must not do so because the machine stood still for a while.
    defaults: { yieldTimeMs: 100_000 },
  };
  const current = () => {
    if (runtime === null) throw new Error('the runtime has not started');
    return runtime;
  };
  beforeAll(async () => {
    runtime = await createCellRuntime({ ...options, onLog: line => log.push(line) });
  });
  afterEach(async () => {
    await Promise.all(open.map(session => session.close()));
    open = [];
  });
  afterAll(() => runtime?.close());
  return {
    get runtime() {
      return current();
    },
    log,
    async open(sessionOptions = {}) {
      const session = await current().openSession({ ...plain, ...sessionOptions });
      open.push(session);
      return session;
    },
    shared() {
      shared ??= current().openSession(plain);
      return shared;
    },
  };
}

/** The texts among items, in order. */
export function textsOf(items: readonly ContentItem[]): string[] {
  return items.flatMap(item => (item.type === 'text' ? [item.text] : []));
}

/** Runs a cell to its end and gives its texts; a failure is the last of them. */
export async function textsFrom(session: Session, source: string): Promise<string[]> {
  const response = await session.exec({ source, yieldTimeMs: 120_000 });
  const texts = textsOf(response.items);
  return response.errorText === undefined ? texts : [...texts, `error: ${response.errorText}`];
}

export const cell = (id: string): CellId => asId<CellId>(id);

/** An observer that notes the facts down. */
export function noteFacts(): { facts: SessionFact[]; types(): string[]; observe(fact: SessionFact): void } {
  const facts: SessionFact[] = [];
  return { facts, types: () => facts.map(fact => fact.type), observe: fact => facts.push(fact) };
}

/** A promise and its handle. */
export function gate<Value = void>(): { opened: Promise<Value>; open(value: Value): void } {
  const { promise, resolve } = Promise.withResolvers<Value>();
  return { opened: promise, open: resolve };
}
