import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { DapClient } from '../../test/support/dapClient.ts';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { request } from './protocol.ts';
import { WalkDebugAdapter } from './walkDebugAdapter.ts';

const root = join(import.meta.dirname, '../../samples/rollouts');
const [folder = ''] = readdirSync(root);

function open(): { client: DapClient; adapter: WalkDebugAdapter; shown: string[] } {
  const { graph } = reduceBundle(join(root, folder));
  const shown: string[] = [];
  const adapter = new WalkDebugAdapter(async () => ({ graph, name: 'samples', payload: id => `payload ${id}` }), {
    moment: ({ ref }) => shown.push(ref.id),
    done: () => {},
  });
  return { client: new DapClient(adapter), adapter, shown };
}

describe('a walk through a rollout', () => {
  test('goes forward event by event, and back over the same ones', async () => {
    const { client } = open();
    await client.launch({ cell: '2' });
    const there = [(await client.stopped()).description];
    for (let i = 0; i < 8; i++) {
      await client.request('stepIn');
      there.push((await client.stopped()).description);
    }
    expect(there.slice(0, 3)).toEqual([
      'Cell 2 starts',
      'tool-1 calls list_directory',
      'tool-1 (list_directory) has its result',
    ]);
    const back = [there.at(-1)];
    for (let i = 0; i < 8; i++) {
      await client.request('stepBack');
      back.push((await client.stopped()).description);
    }
    expect(back.toReversed()).toEqual(there);
  });

  test('shows what was pending at the moment, and no result that came later', async () => {
    const { client } = open();
    await client.launch({ cell: '2' });
    await client.stopped();
    await client.request(request.step, { until: 'call', tool: 'read_file' });
    expect((await client.stopped()).description).toBe('tool-2 calls read_file');
    const pending = await client.scope('Pending Calls');
    expect(pending.map(({ name }) => name)).toEqual(['tool-2']);
    const inside = await client.variables(pending[0]?.variablesReference ?? 0);
    expect(inside.map(({ name }) => name)).toEqual(['input']);
    expect((await client.scope('Finished Calls')).map(({ name }) => name)).toEqual(['tool-1']);
    expect(await client.scope('What the Model Saw')).toEqual([]);
  });

  test('stands in the text of the cell, at the call when the text has only one', async () => {
    const { client } = open();
    await client.launch({ cell: '2' });
    await client.stopped();
    await client.request('stepIn');
    await client.stopped();
    const [frame] = await client.frames();
    const { content } = await client.request<{ content: string }>('source', {
      sourceReference: frame?.source?.sourceReference,
      source: frame?.source,
    });
    expect(content.split('\n')[(frame?.line ?? 0) - 1]).toContain('tools.list_directory(');
  });

  test('runs to the next event that is worth a stop, both ways, and stays at the ends', async () => {
    const { client } = open();
    await client.launch({}, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['failures'] });
    });
    expect((await client.stopped()).description).toBe('Cell 1 starts');
    const failures: string[] = [];
    for (;;) {
      await client.request('continue');
      const { description } = await client.stopped();
      if (description.endsWith('(the last event)')) break;
      failures.push(description);
    }
    expect(failures).toContain('Cell 9 has ended: failed');
    for (let i = 0; i <= failures.length; i++) {
      await client.request('reverseContinue');
      await client.stopped();
    }
    const { stackFrames } = await client.request<{ stackFrames: { name: string }[] }>('stackTrace', { threadId: 1 });
    expect(stackFrames[0]?.name).toBe('Cell 1 starts');
  });

  test('shows of thousands of open calls those that are open longest', async () => {
    const builder = new RolloutBuilder().thread().turn('turn').exec('exec', 'turn', '1', 'text(1);');
    for (let call = 0; call < 3_000; call++) builder.nested(`call-${call}`, 'exec', { type: 'other', name: 'echo' });
    const { graph } = builder;
    const adapter = new WalkDebugAdapter(async () => ({ graph, name: 'many', payload: id => id }), {
      moment() {},
      done() {},
    });
    const client = new DapClient(adapter);
    await client.launch({});
    await client.stopped();
    await client.request('continue');
    await client.stopped();
    const shown = await client.scope('Pending Calls');
    expect([shown.length, shown[0]?.name, shown.at(-1)?.value]).toEqual([201, 'call-0', '2800 after these']);
  });

  test('goes where a timeline points, and a timeline where it stands', async () => {
    const { client, adapter, shown } = open();
    await client.launch({});
    await client.stopped();
    await client.request('stepIn');
    await client.stopped();
    const [start, call] = shown;
    expect(start).toMatch(/^code_cell:/);
    await client.request('stepIn');
    await client.stopped();
    expect(adapter.goTo(start ?? '')).toBe(true);
    expect((await client.stopped()).reason).toBe('goto');
    expect(shown.at(-1)).toBe(start);
    expect(adapter.goTo('nothing')).toBe(false);
    expect(call).not.toBe(start);
  });
});
