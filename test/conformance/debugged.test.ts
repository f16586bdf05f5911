/**
 * What a person did at the debugger is in the rollout as what it is, and the reference reduces it like any other.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asId, type SessionId } from '../../runtime/base/ids.ts';
import type { Intervention } from '../../runtime/base/observer.ts';
import { CellDebugger } from '../../runtime/debug/cellDebugger.ts';
import type { DebuggerEvent, Stop } from '../../runtime/debug/debuggerEvents.ts';
import {
  answerInstead,
  cancelCall,
  deliverNext,
  fireEarly,
  hold,
  release,
  reorder,
  waitAsModel,
} from '../../runtime/debug/interventions.ts';
import { setVariable } from '../../runtime/debug/values.ts';
import { openRecorder } from '../../runtime/trace/recorder/recorder.ts';
import { bothReduceAlike } from './compare.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'debugged-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

interface Debugged {
  readonly cell: CellDebugger;
  /** The next stop; null at the end. */
  next(): Promise<Stop | null>;
}

/** The bundle of a debugged cell. The tool `echo` answers its input, `never` does not until it is cancelled. */
async function debugged(source: string, act: (debugged: Debugged) => Promise<void>): Promise<string> {
  const sessionId = asId<SessionId>(`debugged-${Math.random().toString(36).slice(2)}`);
  const recorder = await openRecorder({ root, sessionId });
  const told: DebuggerEvent[] = [];
  let wake = () => {};
  const cell = await CellDebugger.start({
    source,
    sessionId,
    autoWait: false,
    tools: [{ name: 'echo' }, { name: 'never' }],
    onToolCall: async (call, signal) => {
      if (call.name === 'echo') return call.input;
      return new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
    observer: recorder,
    onClosed: () => recorder.close(),
    onEvent(event) {
      told.push(event);
      wake();
    },
  });
  async function next(): Promise<Stop | null> {
    for (;;) {
      const event = told.shift();
      if (event?.type === 'stopped') return event.stop;
      if (event?.type === 'ended') return null;
      if (event === undefined) {
        await new Promise<void>(resolve => {
          wake = resolve;
        });
      }
    }
  }
  await act({ cell, next });
  await cell.close();
  return recorder.bundle;
}

async function interventions(bundle: string): Promise<Intervention[]> {
  const log = await readFile(join(bundle, 'trace.jsonl'), 'utf8');
  const paths = log
    .split('\n')
    .filter(line => line.includes('cellscope_debug_intervention'))
    .map(line => (JSON.parse(line) as { payload: { event_payload: { path: string } } }).payload.event_payload.path);
  const read = paths.map(async path => {
    const { intervention } = JSON.parse(await readFile(join(bundle, path), 'utf8')) as { intervention: Intervention };
    return intervention;
  });
  return (await Promise.all(read)).filter(({ action }) => action !== 'stopped');
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
}

test('results that were reordered, held back, changed and made to fail', async () => {
  const source =
    'const f = async n => { try { text(await tools.echo(n)); } catch (error) { text(error); } };\nawait Promise.all([f(1), f(2), f(3), f(4)]);';
  const bundle = await debugged(source, async ({ cell, next }) => {
    cell.setEventStops(['tool_result']);
    await cell.run();
    await next();
    await until(() => cell.frontier.ready.length === 4);
    reorder(cell, ['tool-4', 'tool-1', 'tool-2', 'tool-3']);
    hold(cell, 'tool-1');
    answerInstead(cell, 'tool-2', { ok: true, value: 'changed' });
    answerInstead(cell, 'tool-3', { ok: false, error: 'made to fail' });
    release(cell, 'tool-1');
    deliverNext(cell, 'tool-1');
    cell.setEventStops([]);
    cell.go();
    await next();
  });
  await bothReduceAlike(bundle);
  expect((await interventions(bundle)).map(({ action }) => action)).toEqual([
    'reordered',
    'result_held',
    'result_replaced',
    'result_replaced',
    'result_released',
    'reordered',
  ]);
});

test('a call that was cancelled, a timer that fired early, a value that was set', async () => {
  const source =
    'let a = 1;\ndebugger;\ntext(a);\nsetTimeout(() => text("fired"), 600_000);\ntry { await tools.never(); } catch (error) { text(error); }';
  const bundle = await debugged(source, async ({ cell, next }) => {
    cell.setToolStops(['never']);
    await cell.run();
    const [frame] = (await next())?.frames ?? [];
    if (frame !== undefined) await setVariable(cell, frame, 'a', '2');
    cell.go();
    await next();
    fireEarly(cell, 'timer-1');
    cell.stepEvent({ type: 'delivery' });
    await next();
    cancelCall(cell, 'tool-1');
    cell.go();
    await next();
  });
  await bothReduceAlike(bundle);
  expect(await interventions(bundle)).toMatchObject([
    { action: 'value_set', name: 'a', value: '2' },
    { action: 'timer_fired_early', timer: 1 },
    { action: 'call_cancelled', toolCallId: 'tool-1' },
  ]);
});

test("a model that waited and terminated by a person's hand", async () => {
  const source = 'text("so far");\nyield_control();\nawait tools.never();';
  const bundle = await debugged(source, async ({ cell, next }) => {
    cell.setToolStops(['never']);
    await cell.run();
    await next();
    waitAsModel(cell, 60_000);
    cell.terminate();
    await next();
  });
  await bothReduceAlike(bundle);
  expect(await interventions(bundle)).toEqual([{ action: 'waited', yieldTimeMs: 60_000 }, { action: 'terminated' }]);
});
