import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asId, type SessionId } from '../base/ids.ts';
import type { Intervention, SessionFact } from '../base/observer.ts';
import { openRecorder } from '../trace/recorder/recorder.ts';
import { reduceBundle } from '../trace/reduceBundle.ts';
import { debugCell, useDebugger } from './debuggerUnderTest.ts';
import {
  answerInstead,
  cancelCall,
  deliverNext,
  fireEarly,
  hold,
  release,
  reorder,
  waitAsModel,
} from './interventions.ts';

useDebugger();

const interventionsOf = (facts: readonly SessionFact[]): Intervention[] =>
  facts.flatMap(fact =>
    fact.type === 'intervened' && fact.intervention.action !== 'stopped' ? [fact.intervention] : [],
  );

describe('what a person does to what is pending', () => {
  const race = 'const f = async n => text(await tools.echo(n));\nawait Promise.all([f(1), f(2), f(3)]);';

  test('results arrive in the order the person gives them', async () => {
    const facts: SessionFact[] = [];
    const driven = await debugCell(race, { observer: { observe: fact => facts.push(fact) } });
    driven.cell.setEventStops(['tool_result']);
    await driven.cell.run();
    await driven.stop();
    while (driven.cell.frontier.ready.length < 3) await new Promise(resolve => setTimeout(resolve, 5));
    reorder(driven.cell, ['tool-3', 'tool-1', 'tool-2']);
    driven.cell.setEventStops([]);
    await driven.end();
    expect(driven.texts()).toEqual(['3', '1', '2']);
    expect(interventionsOf(facts)).toEqual([{ action: 'reordered', order: ['tool-3', 'tool-1', 'tool-2'] }]);
  });

  test('one that is held back comes when it is released', async () => {
    const driven = await debugCell(race);
    driven.cell.setEventStops(['tool_result']);
    await driven.cell.run();
    await driven.stop();
    hold(driven.cell, 'tool-1');
    while (driven.cell.frontier.ready.length < 3) await new Promise(resolve => setTimeout(resolve, 5));
    driven.cell.setEventStops([]);
    for (const seen of [['2'], ['2', '3']]) {
      driven.cell.stepEvent({ type: 'delivery' });
      await driven.stop();
      expect(driven.texts()).toEqual(seen);
    }
    release(driven.cell, 'tool-1');
    await driven.end();
    expect(driven.texts()).toEqual(['2', '3', '1']);
  });

  test('a result can be made first', async () => {
    const driven = await debugCell(race);
    driven.cell.setEventStops(['tool_result']);
    await driven.cell.run();
    await driven.stop();
    while (driven.cell.frontier.ready.length < 3) await new Promise(resolve => setTimeout(resolve, 5));
    deliverNext(driven.cell, 'tool-2');
    driven.cell.setEventStops([]);
    await driven.end();
    expect(driven.texts()[0]).toBe('2');
  });

  test('a call that is cancelled fails as its tool says', async () => {
    const driven = await debugCell('try { await tools.never() } catch (error) { text(error) }');
    driven.cell.setToolStops(['never']);
    await driven.cell.run();
    await driven.stop();
    cancelCall(driven.cell, 'tool-1');
    await driven.end();
    expect(driven.texts()).toEqual(['The call was cancelled at the debugger.']);
  });

  test('a timer fires early, and those that are due later do not', async () => {
    const driven = await debugCell(
      'setTimeout(() => text("a"), 600_000); setTimeout(() => text("b"), 700_000); await tools.never();',
    );
    driven.cell.setToolStops(['never']);
    await driven.cell.run();
    await driven.stop();
    fireEarly(driven.cell, 'timer-2');
    driven.cell.stepEvent({ type: 'delivery' });
    await driven.stop();
    expect(driven.texts()).toEqual(['b']);
    expect([...driven.cell.frontier.timers.keys()]).toEqual([1]);
  });
});

describe('time', () => {
  test('stands still while the cell is stopped, for its timers and for the model', async () => {
    const source =
      '// @exec: {"yield_time_ms": 60000}\nsetTimeout(() => text("late"), 60_000);\nawait tools.echo(1);\ntext("x");';
    const driven = await debugCell(source);
    driven.cell.setEventStops(['tool_result']);
    await driven.cell.run();
    await driven.stop();
    const { now } = driven.cell.clock;
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(driven.cell.clock.now).toBe(now);
    const [timer] = driven.cell.frontier.timers.values();
    expect(timer?.due).toBe(false);
    driven.cell.setEventStops([]);
    driven.cell.stepEvent({ type: 'delivery' });
    await driven.next();
    expect(driven.cell.clock.now).toBeGreaterThan(now);
    await driven.end();
    expect(driven.cell.response?.status).toBe('completed');
    expect(driven.told().filter(text => text.startsWith('The cell yields'))).toEqual([]);
    expect(driven.texts()).toEqual(['x']);
  });
});

describe('the model', () => {
  test('is stopped at a yield that its time brought, and sees what was put out', async () => {
    const driven = await debugCell('// @exec: {"yield_time_ms": 50}\ntext("so far");\nawait tools.never();', {
      autoWait: false,
    });
    driven.cell.setEventStops(['yield']);
    await driven.cell.run();
    expect((await driven.stop()).event).toEqual({ type: 'yield', asked: false });
    expect(driven.cell.model.observing).toBe(false);
    waitAsModel(driven.cell, 60_000);
    expect(driven.cell.model.observing).toBe(true);
  });

  test('terminates: handlers are cancelled one by one, oldest first, as the person goes on', async () => {
    const cancelled: string[] = [];
    const driven = await debugCell('await Promise.all([tools.never(1), tools.never(2), tools.never(3)]);', {
      onToolCall: (call, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            cancelled.push(call.toolCallId);
            reject(signal.reason);
          });
        }),
    });
    driven.cell.setEventStops(['cancellation']);
    driven.cell.setToolStops(['never']);
    await driven.cell.run();
    for (let i = 0; i < 3; i++) {
      await driven.stop();
      if (i < 2) driven.cell.go();
    }
    driven.cell.terminate();
    const seen: string[][] = [];
    for (let i = 0; i < 3; i++) {
      expect((await driven.stop()).event?.type).toBe('cancellation');
      seen.push([...cancelled]);
      driven.cell.go();
    }
    expect(await driven.next()).toBeNull();
    expect(seen).toEqual([[], ['tool-1'], ['tool-1', 'tool-2']]);
    expect(cancelled).toEqual(['tool-1', 'tool-2', 'tool-3']);
    expect(driven.cell.response?.status).toBe('terminated');
  });
});

describe('what is recorded', () => {
  test('is a rollout that reduces strictly and says what the person did', async () => {
    const root = mkdtempSync(join(tmpdir(), 'cellscope-debug-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const sessionId = asId<SessionId>('debugged');
    const recorder = await openRecorder({ root, sessionId });
    const source = '// @exec: {"yield_time_ms": 7000}\nconst a = await tools.echo(1);\ntext(a);';
    const driven = await debugCell(source, { sessionId, observer: recorder, onClosed: () => recorder.close() });
    driven.cell.setEventStops(['tool_result']);
    await driven.cell.run();
    await driven.stop();
    answerInstead(driven.cell, 'tool-1', { ok: true, value: 'changed' });
    await driven.end();
    const { graph } = reduceBundle(recorder.bundle, { strict: true });
    expect([...graph.code_cells.values()].map(cell => cell.runtime_status)).toEqual(['completed']);
    const events = readFileSync(join(recorder.bundle, 'trace.jsonl'), 'utf8')
      .split('\n')
      .filter(line => line.includes('cellscope_debug_intervention'))
      .map(line => (JSON.parse(line) as { payload: { event_payload: { path: string } } }).payload.event_payload.path)
      .map(path => JSON.parse(readFileSync(join(recorder.bundle, path), 'utf8')) as { intervention: Intervention });
    expect(events.map(({ intervention }) => intervention.action)).toEqual(['result_replaced', 'stopped']);
    expect(events[0]?.intervention).toEqual({
      action: 'result_replaced',
      toolCallId: 'tool-1',
      given: { status: 'completed', value: 'changed' },
      answered: { status: 'completed', value: 1 },
    });
    expect(driven.texts()).toEqual(['changed']);
  });
});

describe('the end comes', () => {
  const dead = (pid: number) => expect(() => process.kill(pid, 0)).toThrow('ESRCH');

  test.each([
    ['exit() in a loop of catches', 'text("a"); try { exit(); } finally { text("b"); }', 'completed'],
    ['a heap that is full', 'const a = []; for (;;) a.push(new Array(1000).fill(1.5));', 'failed'],
    ['a map that outgrows V8', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i);', 'failed'],
  ])('by %s', async (_what, source, status) => {
    const driven = await debugCell(source, { limits: { memoryMb: 32 } });
    const { pid } = driven.cell.process;
    await driven.cell.run();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe(status);
    dead(pid);
  });

  test('by the loss of the process, wherever the cell stands', async () => {
    const driven = await debugCell('await tools.echo(1);\ndebugger;\ntext(1);');
    await driven.cell.run();
    expect((await driven.stop()).text).toBe('debugger statement');
    process.kill(driven.cell.process.pid, 'SIGKILL');
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.errorText).toBe('exec runtime ended unexpectedly');
  });

  test('for a cell that computes for ever, when the model terminates it', async () => {
    const driven = await debugCell('for (;;);');
    const { pid } = driven.cell.process;
    await driven.cell.run();
    await new Promise(resolve => setTimeout(resolve, 50));
    driven.cell.terminate();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('terminated');
    dead(pid);
  });

  test('for one whose model stopped waiting by itself', async () => {
    const driven = await debugCell('yield_control();\nawait tools.echo(1);\ntext("x");');
    await driven.cell.run(true);
    await driven.stop();
    driven.cell.autoWait = false;
    driven.cell.go();
    expect((await driven.stop()).text).toContain('no wait has collected its result');
    driven.cell.autoWait = true;
    driven.cell.go();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('completed');
  });

  test('for a cell that nobody waits for, once its result is collected', async () => {
    const driven = await debugCell('yield_control();\nawait tools.echo(1);\ntext("x");', { autoWait: false });
    await driven.cell.run();
    expect((await driven.stop()).text).toContain('no wait has collected its result');
    driven.cell.go();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('completed');
  });
});
