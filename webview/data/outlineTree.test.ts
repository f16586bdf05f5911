import { expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { livelyRollout } from '../../test/viewer/support/livelyRollout.ts';
import { TimelineBuilder } from '../../test/viewer/support/timelineBuilder.ts';
import { OutlineTree } from './outlineTree.ts';
import { TimelineData } from './timelineData.ts';

const data = new TimelineData();
data.apply(livelyRollout().builder.delta());

function lines(isExpanded: (key: string, depth: number) => boolean, shows: (span: number) => boolean = () => true) {
  return new OutlineTree(data, shows).nodes(isExpanded).map(node => {
    const name =
      node.type === 'mark' ? `* ${data.text(data.marks.label[node.index] ?? -1)}` : data.spanLabel(node.index);
    return `${'  '.repeat(node.depth)}${name}`;
  });
}

test('threads hold turns, turns hold cells, cells hold calls and marks, in order of time', () => {
  const shown = lines((_key, depth) => depth < 3);
  expect(shown.slice(0, 9)).toEqual([
    'main',
    '  Turn 1: find slow tests',
    '    model',
    '    exec',
    '    Cell 1',
    '      list_directory',
    '      read_file',
    '      read_file',
    '      search_text',
  ]);
  expect(shown).toContain('      * Termination asked');
});

test('a closed node shows nothing of what is in it', () => {
  expect(lines((_key, depth) => depth < 1)).toEqual(['main', '  Turn 1: find slow tests', '  Turn 2: fix the slowest']);
});

test('siblings know their place', () => {
  const nodes = new OutlineTree(data, () => true).nodes((_key, depth) => depth < 1);
  expect(nodes.map(node => [node.place, node.siblings])).toEqual([
    [1, 1],
    [1, 2],
    [2, 2],
  ]);
});

test('an outline of a hundred thousand calls in a thousand turns is made once per lane', () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.thread, 'main');
  const entity = { kind: 'thread', id: 'x' } as const;
  builder.span(lane, SpanKind.thread, 'main', 0, 1e6, { entity });
  for (let turn = 0; turn < 1000; turn++) {
    builder.span(lane, SpanKind.turn, 'turn', turn * 1000, turn * 1000 + 999, { row: 1, entity });
    for (let call = 0; call < 100; call++) {
      const from = turn * 1000 + call * 9;
      builder.span(lane, SpanKind.inference, 'model', from, from + 5, { row: 2, entity });
    }
  }
  const large = new TimelineData();
  large.apply(builder.delta());
  const tree = new OutlineTree(large, () => true);
  expect(tree.nodes((_key, depth) => depth < 1)).toHaveLength(1001);
  expect(tree.nodes(() => true)).toHaveLength(101_001);
});

test('every span and every mark stands in the tree exactly once', () => {
  const nodes = new OutlineTree(data, () => true).nodes(() => true);
  const spans = nodes.filter(node => node.type !== 'mark' && node.index >= 0).map(node => node.index);
  const marks = nodes.filter(node => node.type === 'mark').map(node => node.index);
  expect(new Set(spans).size).toBe(data.spans.count);
  expect(spans).toHaveLength(data.spans.count);
  expect(new Set(marks).size).toBe(data.marks.count);
  expect(marks).toHaveLength(data.marks.count);
});

test('a call stands before the cell that it starts at the same moment', () => {
  const builder = new TimelineBuilder();
  const thread = builder.lane(LaneKind.thread, 'main');
  builder.span(thread, SpanKind.thread, 'main', 0, 100);
  const cell = builder.lane(LaneKind.cell, 'Cell 1', thread);
  builder.span(cell, SpanKind.cell, 'Cell 1', 50, 80);
  builder.span(thread, SpanKind.directCall, 'exec', 50, 80, { row: 3 });
  const own = new TimelineData();
  own.apply(builder.delta());
  const nodes = new OutlineTree(own, () => true).nodes(() => true);
  expect(nodes.map(node => own.spanLabel(node.index))).toEqual(['main', 'exec', 'Cell 1']);
});

test('what lies above a span or a mark is known without opening anything', () => {
  const tree = new OutlineTree(data, () => true);
  const above: string[] = [];
  for (const node of tree.nodes(() => true)) {
    above.length = node.depth;
    if (node.index >= 0) expect(tree.above(node.type === 'mark' ? 'mark' : 'span', node.index)).toEqual(above);
    above.push(node.key);
  }
});
