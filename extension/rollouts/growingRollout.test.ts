import { afterEach, expect, test } from 'vitest';
import type { Graph } from '../../runtime/trace/model.ts';
import type { TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import { project } from '../../runtime/trace/timeline/projection.ts';
import { syntheticGraph } from '../../test/bench/timeline/syntheticGraph.ts';
import { GrowingRollout } from './growingRollout.ts';

class KnownRollout extends GrowingRollout {
  readonly loaded = Promise.resolve();

  constructor(graph: Graph) {
    super('bundle', {
      onFault: error => {
        throw error;
      },
    });
    this.show(graph, false);
  }

  protected override facts() {
    return { state: 'recorded' } as const;
  }
}

let rollout: KnownRollout;
afterEach(() => rollout.dispose());

/** What a viewer is told, beginning now. */
function deltas(): TimelineDelta[] {
  const heard: TimelineDelta[] = [];
  rollout.onDidChange(change => {
    if (change.type === 'delta') heard.push(change.delta);
  });
  return heard;
}

test('a small rollout is whole at once', () => {
  const graph = syntheticGraph(100);
  rollout = new KnownRollout(graph);
  deltas();
  expect(rollout.whole()?.spans).toEqual(project(graph).spans);
});

test('a large one says how far it is, and comes when it is there', async () => {
  const graph = syntheticGraph(100_000);
  rollout = new KnownRollout(graph);
  const heard = deltas();
  expect(rollout.whole()).toBeNull();
  expect(rollout.header.state).toBe('loading');
  await expect.poll(() => rollout.header.progress).toBeGreaterThan(0);
  await expect.poll(() => heard).toHaveLength(1);
  expect(heard[0]?.reset).toBe(true);
  expect(heard[0]?.spans.count).toBe(project(graph).spans.count);
  expect(rollout.header.state).toBe('recorded');
  expect(rollout.whole()?.version).toBe(heard[0]?.version);
});

test('when nobody looks any more nothing goes on, and whoever comes later gets all of it', async () => {
  const graph = syntheticGraph(100_000);
  rollout = new KnownRollout(graph);
  const looking = rollout.onDidChange(() => {});
  expect(rollout.whole()).toBeNull();
  looking.dispose();
  await new Promise(resolve => setTimeout(resolve, 50));
  const heard = deltas();
  const whole = rollout.whole();
  if (!whole) await expect.poll(() => heard).toHaveLength(1);
  expect((whole ?? heard[0])?.spans.count).toBe(project(graph).spans.count);
});
