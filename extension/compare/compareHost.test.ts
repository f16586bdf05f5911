import { expect, test } from 'vitest';
import type { Graph } from '../../runtime/trace/model.ts';
import type { CompareHostMessage } from '../../runtime/viewer/compare/compareMessages.ts';
import { RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import { Emitter } from '../base/emitter.ts';
import type { OpenRollout, RolloutChange } from '../viewer/openRollout.ts';
import { CompareHost } from './compareHost.ts';

function rollout(bundle: string, graph: Graph | null) {
  const changes = new Emitter<RolloutChange>();
  const open: OpenRollout = {
    bundle,
    header: { title: `title of ${bundle}`, state: 'recorded', findings: [], liveCells: [] },
    problem: graph ? undefined : 'no manifest',
    findings: [],
    notes: { list: [], of: () => undefined, set: async () => {} },
    onDidChange: changes.event,
    graph,
    loaded: Promise.resolve(),
    whole: () => null,
    describe: () => null,
    payload: async () => ({ ok: false, message: '' }),
    answer: async () => null,
    source: () => null,
  };
  return open;
}

function build(source: string): Graph {
  return new RolloutBuilder().thread().turn('t').exec('c', 't', '1', source).respond('c', 'completed').graph;
}

function host(left: Graph | null, right: Graph | null) {
  const sent: CompareHostMessage[] = [];
  const shown: unknown[] = [];
  const refused: unknown[] = [];
  const made = new CompareHost({
    rollouts: { left: rollout('/l', left), right: rollout('/r', right) },
    post: message => void sent.push(message),
    nothing: 'nothing yet',
    titleOf: each => each.header.title,
    show: (each, ref) => void shown.push([each.bundle, ref]),
    refused: message => void refused.push(message),
  });
  return { made, sent, shown, refused };
}

test('nothing is sent before the page is ready, then the comparison with its titles', async () => {
  const { made, sent } = host(build('text(1)'), build('text(1)'));
  await Promise.resolve();
  expect(sent).toEqual([]);
  made.receive({ type: 'ready' });
  await expect.poll(() => sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    type: 'comparison',
    bundles: { left: '/l', right: '/r' },
    comparison: { titles: { left: 'title of /l', right: 'title of /r' } },
  });
});

test('a rollout that cannot be read is told instead', async () => {
  const { made, sent } = host(build('text(1)'), null);
  made.receive({ type: 'ready' });
  await expect.poll(() => sent).toEqual([{ type: 'problem', message: 'no manifest' }]);
});

test('a line is explained by its key, and one that is not there as gone', async () => {
  const { made, sent } = host(build('text(1)'), build('text(1)'));
  made.receive({ type: 'ready' });
  await expect.poll(() => sent).toHaveLength(1);
  const [first] = sent;
  const key = first?.type === 'comparison' ? (first.comparison.threads[0]?.rows[0]?.key ?? '') : '';
  made.receive({ type: 'row', key });
  made.receive({ type: 'row', key: 'nothing' });
  expect(sent.slice(1)).toMatchObject([
    { key, details: { blocks: [{ title: 'source' }] } },
    { key: 'nothing', details: null },
  ]);
});

test('an object is shown in the rollout of its side, and nothing else is acted on', () => {
  const { made, shown, refused } = host(build('text(1)'), build('text(1)'));
  const ref = { kind: 'code_cell', id: 'c' };
  made.receive({ type: 'open', side: 'right', ref });
  made.receive({ type: 'open', side: 'middle', ref });
  made.receive({ type: 'open', side: 'left', ref: { kind: 'command', id: 'x' } });
  made.receive(7);
  expect(shown).toEqual([['/r', ref]]);
  expect(refused).toHaveLength(3);
});
