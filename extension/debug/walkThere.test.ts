import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Moment } from '../../runtime/debug/rolloutMoments.ts';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { DapClient } from '../../test/support/dapClient.ts';
import { WalkDebugAdapter } from './walkDebugAdapter.ts';

const root = join(import.meta.dirname, '../..');
const samples = join(root, 'samples/rollouts');
const bundles = [
  ...readdirSync(samples).map(name => join(samples, name)),
  ...readdirSync(join(root, 'test/golden')).map(version => join(root, 'test/golden', version)),
];

describe('a walk from one end of a rollout to the other and back', () => {
  test.each(bundles)('meets the same moments, each with the calls that were open then: %s', async folder => {
    const { graph } = reduceBundle(folder);
    const stood: Moment[] = [];
    const adapter = new WalkDebugAdapter(async () => ({ graph, name: 'walk', payload: id => id }), {
      moment: moment => stood.push(moment),
      done: () => {},
    });
    const client = new DapClient(adapter);
    await client.launch({});
    const all: string[][] = [[], []];
    for (const [way, seen] of all.entries()) {
      for (let end = false; !end; ) {
        const { description } = await client.stopped();
        end = /\((?:the last|the first) event\)$/.test(description);
        // At an end it says so once more.
        if (!end || seen.length === 0) seen.push(await everything(client));
        expect(await namesIn(client, 'Pending Calls')).toEqual(openAt(stood.at(-1)));
        if (!end) await client.request(way === 0 ? 'stepIn' : 'stepBack', { threadId: 1 });
        else if (way === 0) await client.request('stepBack', { threadId: 1 });
      }
    }
    const [there = [], back = []] = all;
    expect(back).toEqual(there.toReversed().slice(1));
    expect(client.rules.broken).toEqual([]);

    function openAt(moment: Moment | undefined): string[] {
      const calls = [...graph.tool_calls.values()].filter(
        ({ requester, execution: { started_seq, ended_seq } }) =>
          requester.type === 'code_cell' &&
          requester.code_cell_id === moment?.cell?.code_cell_id &&
          started_seq <= moment.seq &&
          (ended_seq === null || ended_seq > moment.seq),
      );
      calls.sort((a, b) => a.execution.started_seq - b.execution.started_seq);
      return calls.map(call => call.code_mode_runtime_tool_id ?? call.tool_call_id);
    }
  });
});

async function namesIn(client: DapClient, scope: string): Promise<string[]> {
  return (await client.scope(scope)).map(({ name }) => name);
}

/** All that an editor shows of a moment. */
async function everything(client: DapClient): Promise<string> {
  const { scopes } = await client.request<{ scopes: { name: string; variablesReference: number }[] }>('scopes', {
    frameId: 1,
  });
  const variables = await Promise.all(
    scopes.map(async ({ name, variablesReference }) => [
      name,
      (await client.variables(variablesReference)).map(each => [each.name, each.value]),
    ]),
  );
  return JSON.stringify([await client.frames(), variables]);
}
