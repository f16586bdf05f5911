import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filePayloads } from '../trace/bundle/filePayloads.ts';
import { reduceBundle } from '../trace/reduceBundle.ts';
import { debugCell, useDebugger } from './debuggerUnderTest.ts';
import { recordedCell } from './recordedCell.ts';
import { recordedStore } from './recordedStore.ts';

useDebugger();

const root = join(import.meta.dirname, '../../samples/rollouts');
const bundle = join(root, readdirSync(root)[0] ?? '');
const { graph } = reduceBundle(bundle);
const cell = (id: string) => recordedCell(graph, filePayloads(bundle), id);

describe('a cell of a recorded rollout', () => {
  test('runs again to the same end, and no tool runs', async () => {
    const recorded = cell('4');
    const ran: string[] = [];
    const driven = await debugCell(recorded.source, {
      tools: recorded.tools,
      clockedTools: recorded.handler,
      onToolCall: async call => void ran.push(call.name),
      hurried: true,
    });
    await driven.cell.run();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('completed');
    expect(driven.texts()[0]).toMatch(/127 total/);
    expect(ran).toEqual([]);
  });

  test('fails again where it failed, and can be stopped there', async () => {
    const recorded = cell('9');
    const driven = await debugCell(recorded.source, {
      tools: recorded.tools,
      clockedTools: recorded.handler,
      hurried: true,
    });
    await driven.cell.code.setExceptions('uncaught');
    await driven.cell.run();
    const stop = await driven.stop();
    expect(stop.reason).toBe('exception');
    expect(stop.text).toBe("TypeError: Cannot read properties of undefined (reading 'name')");
    expect(stop.frames[0]).toMatchObject({ name: 'harvest', line: 10 });
  });

  test('that was terminated waits again for what it waited for', async () => {
    const recorded = cell('7');
    const driven = await debugCell(recorded.source, {
      tools: recorded.tools,
      clockedTools: recorded.handler,
      hurried: true,
    });
    await driven.cell.run();
    while (driven.texts().length < 6) await new Promise(resolve => setTimeout(resolve, 20));
    expect([...driven.cell.frontier.calls.values()].map(call => call.call.name)).toEqual(['exec_command']);
  });

  test('that takes another way now is told so', async () => {
    const recorded = cell('6');
    const driven = await debugCell('try { await tools.other() } catch (error) { text(error) }', {
      tools: [{ name: 'other' }],
      clockedTools: recorded.handler,
    });
    await driven.cell.run();
    await driven.next();
    expect(driven.texts()[0]).toContain('this run has taken another way');
  });

  test('starts with the values that cells before it had stored', async () => {
    const stored = await recordedStore(graph, filePayloads(bundle), '8', {});
    expect(Object.fromEntries(stored)).toEqual({ visits: '1' });
    const recorded = cell('8');
    const driven = await debugCell(recorded.source, {
      tools: recorded.tools,
      clockedTools: recorded.handler,
      hurried: true,
      stored,
    });
    await driven.cell.run();
    await driven.next();
    expect(Object.fromEntries(driven.cell.committed)).toEqual({ visits: '2' });
  });

  test('that was the first to store starts with none', async () => {
    expect(await recordedStore(graph, filePayloads(bundle), '6', {})).toEqual(new Map());
  });

  test('that is not there is named', () => {
    expect(() => cell('77')).toThrow('This rollout holds no cell "77".');
  });
});
