/** A rollout made to attack the viewer: markup in every field, huge strings, text that turns around, absurd times. */

import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { LaneKind, MarkKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { TimelineBuilder } from './support/timelineBuilder.ts';
import { closeBrowser, ref, ViewerPage } from './support/viewerPage.ts';

const markup = '<img src=x onerror="globalThis.hacked=1"><script>globalThis.hacked=1</script>';
const turning = 'invoice\u202egpj.exe\u2066 \u0000\u0007 \ud800';

let viewer: ViewerPage;
beforeEach(async () => {
  viewer = await ViewerPage.open();
});
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  expect(await viewer.page.evaluate(() => (globalThis as { hacked?: number }).hacked)).toBeUndefined();
  await expect.poll(() => viewer.page.locator('#root img, #root script').count()).toBe(0);
  await viewer.close();
});
afterAll(closeBrowser);

test('markup stays text in labels, header, findings, details, payloads and problems', async () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, markup, -1, ref('code_cell', markup));
  builder.span(lane, SpanKind.cell, markup, 0, 100, { entity: ref('code_cell', markup) });
  builder.mark(lane, MarkKind.failure, markup, 50);
  const finding = { severity: 'error' as const, code: markup, message: markup, refs: [ref('code_cell', markup)] };
  await viewer.header({ title: markup, findings: [finding] });
  await viewer.timeline(builder.delta());
  await viewer.press('ArrowRight', 'Enter');
  const asked = await viewer.lastSent('details');
  await viewer.send({
    type: 'details',
    requestId: asked?.requestId ?? 0,
    details: {
      ref: ref('code_cell', markup),
      title: markup,
      subtitle: markup,
      fields: [{ label: markup, value: markup, link: ref('thread', markup) }],
      blocks: [{ title: markup, language: 'javascript', text: markup }],
      payloads: [{ payloadId: markup, label: markup }],
      related: [{ label: markup, ref: ref('thread', markup) }],
    },
  });
  await viewer.details.locator('.twisty-button').click();
  const payload = await viewer.lastSent('payload');
  const result = { ok: true as const, text: markup, bytes: 10, cut: false };
  await viewer.send({ type: 'payload', requestId: payload?.requestId ?? 0, result });
  await viewer.send({ type: 'problem', message: markup });
  await viewer.press('o', 'i');
  await expect.poll(() => viewer.page.getByText(markup).count()).toBeGreaterThan(3);
});

test('markup stays text in the flame, the price of waiting, stored values and chosen rows', async () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, markup, -1, ref('code_cell', 'c'));
  builder.span(lane, SpanKind.cell, markup, 0, 100, { entity: ref('code_cell', 'c') });
  builder.span(lane, SpanKind.nestedCall, markup, 10, 90, { row: 1 });
  builder.mark(lane, MarkKind.finding, markup, 100);
  await viewer.header();
  await viewer.timeline(builder.delta());
  await viewer.press('m');
  const cost = { waits: 2, idle: 0, waitedMs: 5, modelCalls: 0, input: 0, cached: 0, output: 0 };
  const cells = [
    { ...cost, ref: ref('code_cell', 'c'), name: markup },
    { ...cost, ref: null, name: markup },
  ];
  const requestId = (await viewer.lastSent('question'))?.requestId ?? 0;
  await viewer.send({
    type: 'answer',
    requestId,
    answer: { about: 'waits', bill: { ...cost, priced: false, allTokens: 0, cells } },
  });
  await expect.poll(() => viewer.page.getByText('<img src=x').count()).toBeGreaterThan(1);
  await viewer.press(']', 'j');
  const life = { fromMs: 0, endMs: 0, committed: true, certain: true };
  const write = { ...life, cell: ref('code_cell', 'c'), cellName: markup, thread: markup, key: markup, value: markup };
  const asked = (await viewer.lastSent('question'))?.requestId ?? 0;
  const stored = { writes: [write], exact: false, omitted: 0 };
  await viewer.send({ type: 'answer', requestId: asked, answer: { about: 'stored', stored } });
  await expect
    .poll(() => viewer.page.getByRole('table', { name: 'Committed' }).getByText('<img src=x').count())
    .toBeGreaterThan(3);
  await viewer.press('o');
  await viewer.tree.focus();
  for (const key of ['Home', 'Shift+End']) await viewer.page.keyboard.press(key);
  await viewer.settle();
  await expect.poll(() => viewer.page.getByRole('region', { name: 'Chosen rows' }).isVisible()).toBe(true);
});

test('notes, the story of a cell, what was found about it and places in its source stay text, however they lie', async () => {
  const builder = new TimelineBuilder();
  const cell = ref('code_cell', 'c');
  const lane = builder.lane(LaneKind.cell, 'Cell 1', -1, cell);
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 100, { entity: cell });
  const finding = { severity: 'info' as const, code: markup, message: markup + turning, refs: [cell], names: [markup] };
  await viewer.header({ notes: [{ ref: cell, text: markup + turning }], findings: Array(2000).fill(finding) });
  await viewer.timeline(builder.delta());
  await viewer.press('ArrowRight', 'Enter');
  const asked = await viewer.lastSent('details');
  const told = { side: 'model' as const, atMs: Number.NaN, text: markup + turning, ref: ref('thread', markup) };
  const places = [
    [-5, 3],
    [2, 1e9],
    [7, 7],
    [Number.NaN, 4],
    [4, 12],
    [6, 20],
  ].map(([from = 0, to = 0]) => ({ from, to, line: -1, count: 1e300, calls: [ref('tool_call', markup)] }));
  await viewer.send({
    type: 'details',
    requestId: asked?.requestId ?? 0,
    details: {
      ref: cell,
      title: 'Cell 1',
      subtitle: '',
      fields: [],
      blocks: [{ title: 'Source', language: 'javascript', text: `${markup}\r\n${markup}` }],
      callLines: places,
      story: Array(3000).fill(told),
      payloads: [],
      related: [],
    },
  });
  await viewer.details.getByText('and 2600 more').waitFor();
  const text = await viewer.page.evaluate(() => document.body.innerText);
  expect(text).toContain(markup);
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  await viewer.press('i');
  await viewer.page.getByText('and 1500 more').waitFor();
});

test('an answer that is none leaves the page as it was', async () => {
  const builder = new TimelineBuilder();
  builder.span(builder.lane(LaneKind.cell, 'Cell 1'), SpanKind.cell, 'Cell 1', 0, 100);
  await viewer.header();
  await viewer.timeline(builder.delta());
  await viewer.press('j');
  const requestId = (await viewer.lastSent('question'))?.requestId ?? 0;
  for (const answer of ['x', { about: 'stored' }, { about: 'stored', stored: { writes: 7 } }, { about: 'waits' }]) {
    await viewer.send({ type: 'answer', requestId, answer } as never);
  }
  await viewer.press('ArrowRight');
  await expect.poll(() => viewer.said()).toMatch(/^Cell 1/);
});

test('text that turns around or carries controls is defused wherever it is shown', async () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, turning, -1, ref('code_cell', 'c'));
  builder.span(lane, SpanKind.cell, turning, 0, 100, { entity: ref('code_cell', 'c') });
  await viewer.header({ title: turning });
  await viewer.timeline(builder.delta());
  await viewer.press('ArrowRight', 'o');
  const text = await viewer.page.evaluate(() => document.body.innerText + document.title);
  expect(text).toContain('invoice');
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(text).not.toContain('\u0007');
});

test('a label and a block of ten megabytes do not stall the page', async () => {
  const huge = 'x'.repeat(10_000_000);
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, huge, -1, ref('code_cell', 'c'));
  builder.span(lane, SpanKind.cell, huge, 0, 100, { entity: ref('code_cell', 'c') });
  await viewer.header({ title: huge });
  await viewer.timeline(builder.delta());
  await viewer.press('ArrowRight', 'Enter');
  const asked = await viewer.lastSent('details');
  const blocks = [{ title: 'Source', language: 'json' as const, text: huge }];
  const details = {
    ref: ref('code_cell', 'c'),
    title: huge,
    subtitle: '',
    fields: [],
    blocks,
    payloads: [],
    related: [],
  };
  await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details });
  const length = await viewer.page.evaluate(() => document.body.innerText.length);
  expect(length).toBeLessThan(300_000);
});

test('times that make no sense leave a page that still answers keys', async () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  const times: [number, number][] = [
    [-1e300, 5],
    [0, 1e300],
    [50, 2],
    [Number.MAX_VALUE, Number.MAX_VALUE],
    [1, Number.POSITIVE_INFINITY],
  ];
  for (const [row, [from, to]] of times.entries())
    builder.span(lane, SpanKind.nestedCall, `call ${row}`, from, to, { row });
  builder.mark(lane, MarkKind.yield, 'Yielded', -5e200);
  builder.folds = [
    [10, 5],
    [-1e300, 1e300],
  ];
  builder.originMs = 1e20;
  await viewer.header();
  await viewer.timeline(builder.delta());
  for (const mode of ['folded', 'order', 'clock']) {
    await viewer.press('ArrowRight', 'f', 'w', 'd', 's', '0', ']', 't', 'ArrowDown', 'Home');
    expect(`${mode}: ${await viewer.said()}`).toMatch(/: call/);
  }
});

test('indices that point nowhere are drawn as nothing', async () => {
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 100);
  const delta = builder.delta();
  delta.spans.label[0] = 99;
  delta.spans.entity[0] = -7;
  delta.lanes.label[0] = 1e9;
  const arcs = { count: 2, kind: Uint8Array.of(9, 0), from: Int32Array.of(-1, 0), to: Int32Array.of(5, 77) };
  await viewer.header();
  await viewer.timeline({ ...delta, arcs });
  await viewer.press('ArrowRight', 'Enter', 'o');
  expect(await viewer.lastSent('details')).toBeUndefined();
});
