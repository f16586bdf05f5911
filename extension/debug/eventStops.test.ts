import { describe, expect, test } from 'vitest';
import { useAdapters } from '../../test/support/adapterUnderTest.ts';
import type { DapClient } from '../../test/support/dapClient.ts';
import { request } from './protocol.ts';

const open = useAdapters();

/** What the cell stops for under these filters, to its end. */
async function stops(source: string, ...filters: string[]): Promise<string[]> {
  const client = open(source);
  await client.launch({}, async () => void (await client.request('setExceptionBreakpoints', { filters })));
  return toTheEnd(client);
}

/** Goes on at each stop. */
async function toTheEnd(client: DapClient): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const next = await client.either('stopped', 'terminated');
    if (next.event === 'terminated') return found;
    found.push(String(next.body.description));
    await client.request('continue');
  }
}

describe('a cell stops', () => {
  test('at a yield that its code asks for, and at one that time brings', async () => {
    const client = open(
      '// @exec: {"yield_time_ms": 60000}\nyield_control();\nawait new Promise(r => setTimeout(r, 90_000));\ntext(1);',
      { hurried: true },
    );
    await client.launch(
      {},
      async () => void (await client.request('setExceptionBreakpoints', { filters: ['yields'] })),
    );
    expect(await toTheEnd(client)).toEqual([
      'The cell yields: it called yield_control()',
      'The cell yields: the time to wait is over',
    ]);
  });

  test('at each wait of the model', async () => {
    expect(
      await stops('yield_control();\nawait tools.echo(1);\nyield_control();\nawait tools.echo(1);', 'waits'),
    ).toEqual(['A wait observes the cell, for 10000 ms at most', 'A wait observes the cell, for 10000 ms at most']);
  });

  test('at a call that fails, and at its own failure', async () => {
    expect(
      await stops(
        'try { await tools.fail("no"); } catch {}\nawait tools.echo(1);\nthrow new Error("lost");',
        'failures',
      ),
    ).toEqual(['tool-1 (fail) has failed; it is delivered next', 'The cell has failed']);
  });

  test('at every call, result, timer and notification', async () => {
    const source =
      'notify("n");\nsetTimeout(() => {}, 1);\nawait tools.echo(1);\nawait new Promise(r => setTimeout(r, 5));';
    expect(await stops(source, 'calls')).toEqual(['tool-1 calls echo']);
    expect(await stops(source, 'results')).toEqual(['tool-1 (echo) has its result; it is delivered next']);
    expect(await stops(source, 'notifications')).toEqual(['The cell sends a notification']);
    expect(await stops(source, 'timers')).toEqual([
      'Timer 1 (1 ms) is due; its callback runs next',
      'Timer 2 (5 ms) is due; its callback runs next',
    ]);
  });

  test('before each cancellation when it is terminated, oldest first', async () => {
    const client = open('await Promise.all([tools.never(1), tools.never(2)]);');
    await client.launch({}, async () => {
      await client.request('setFunctionBreakpoints', { breakpoints: [{ name: 'never' }] });
      await client.request('setExceptionBreakpoints', { filters: ['cancellations'] });
    });
    await client.stopped();
    await client.request('continue');
    await client.stopped();
    await client.request(request.terminate);
    expect(await toTheEnd(client)).toEqual(['tool-1 (never) is cancelled', 'tool-2 (never) is cancelled']);
  });

  test('at its end', async () => {
    expect(await stops('text(1);', 'completion')).toEqual(['The cell has completed']);
  });

  test('at nothing when nothing is marked', async () => {
    expect(
      await stops(
        'notify("n");\nyield_control();\nawait tools.echo(1);\ntry { await tools.fail(1); } catch {}',
        'uncaught',
      ),
    ).toEqual([]);
  });
});

describe('a step by events', () => {
  test('goes to the next yield, past everything else', async () => {
    const client = open('await tools.echo(1);\nnotify("n");\nyield_control();\ntext(1);');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request(request.step, { until: 'yield' });
    expect((await client.stopped()).description).toBe('The cell yields: it called yield_control()');
    expect(await client.lines()).toEqual([3]);
  });

  test('goes to the next call of a tool by either of its names, and is refused without one', async () => {
    const client = open('await tools.echo(1);\nawait tools.never(2);');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await expect(client.request(request.step, { until: 'call' })).rejects.toThrow('The request needs "tool", a text.');
    await client.request(request.step, { until: 'call', tool: 'tools.never' });
    expect((await client.stopped()).description).toBe('tool-2 calls never');
  });
});
