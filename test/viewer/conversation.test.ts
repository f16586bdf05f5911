/** What the page and its host say to each other. */

import { afterAll, afterEach, expect, test } from 'vitest';
import { LaneKind, SpanKind } from '../../runtime/trace/timeline/columns.ts';
import { livelyRollout } from './support/livelyRollout.ts';
import { cellDetails, openLively } from './support/lookAt.ts';
import { TimelineBuilder } from './support/timelineBuilder.ts';
import { closeBrowser, ref, ViewerPage } from './support/viewerPage.ts';

let viewer: ViewerPage;
afterEach(async () => {
  expect(viewer.faults).toEqual([]);
  await viewer.close();
});
afterAll(closeBrowser);

async function showCell2(): Promise<void> {
  await viewer.send({ type: 'reveal', ref: ref('code_cell', 'cell-2') });
  await viewer.press('Enter');
  const asked = await viewer.lastSent('details');
  await viewer.send({ type: 'details', requestId: asked?.requestId ?? 0, details: cellDetails });
}

test('the page says ready once, when it listens', async () => {
  viewer = await ViewerPage.open();
  expect(await viewer.sent()).toEqual([{ type: 'ready' }]);
});

test('before the host has spoken the page claims nothing', async () => {
  viewer = await ViewerPage.open();
  await expect.poll(() => viewer.page.getByRole('heading').count()).toBe(0);
});

test('with nothing open it says how to begin, and its buttons ask the host', async () => {
  viewer = await ViewerPage.open();
  await viewer.header({ state: 'none' });
  await viewer.button('Run Cell').click();
  await viewer.button('Open Rollout…').click();
  expect((await viewer.sent()).slice(1)).toEqual([
    { type: 'command', command: 'run' },
    { type: 'command', command: 'openRollout' },
  ]);
});

test('loading shows how far it is', async () => {
  viewer = await ViewerPage.open();
  await viewer.header({ state: 'loading', progress: 0.4 });
  const bar = viewer.page.getByRole('progressbar', { name: 'Loading rollout' });
  await expect.poll(() => bar.evaluate(element => (element as HTMLProgressElement).value)).toBe(0.4);
});

test('details are asked for by name when the pane is open, and an outdated answer is dropped', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: ref('code_cell', 'cell-2') });
  expect(await viewer.lastSent('details')).toBeUndefined();
  await viewer.press('Enter');
  const first = await viewer.lastSent('details');
  expect(first?.ref).toEqual(ref('code_cell', 'cell-2'));
  await viewer.send({ type: 'reveal', ref: ref('code_cell', 'cell-3') });
  await viewer.send({ type: 'details', requestId: first?.requestId ?? 0, details: cellDetails });
  await expect.poll(() => viewer.details.getByRole('heading', { name: 'Cell 2' }).count()).toBe(0);
});

test('a cell tells what the model saw beside what the runtime did, and each row leads on', async () => {
  viewer = await openLively();
  await showCell2();
  const story = viewer.details.getByRole('table', { name: 'What the model saw, and what the runtime did' });
  const waited = story.getByRole('row', { name: /Waited for it/ });
  await expect.poll(() => waited.getByRole('cell').allTextContents()).toEqual(['+6.95 s', 'Waited for it', '']);
  await waited.getByRole('button', { name: 'Waited for it' }).click();
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^wait Cell 2, wait/);
});

test('a payload is fetched only when somebody opens it', async () => {
  viewer = await openLively();
  await showCell2();
  expect(await viewer.lastSent('payload')).toBeUndefined();
  await viewer.button(/^exec request/).click();
  const asked = await viewer.lastSent('payload');
  expect(asked?.payloadId).toBe('raw_payload:12');
  await viewer.send({
    type: 'payload',
    requestId: asked?.requestId ?? 0,
    result: { ok: true, text: '{"input":"text(1)"}', bytes: 19, cut: false },
  });
  await expect.poll(() => viewer.details.getByText('"text(1)"').isVisible()).toBe(true);
});

test('a picture in a payload is shown, and nothing of it is fetched from elsewhere', async () => {
  viewer = await openLively();
  await showCell2();
  await viewer.button(/^exec request/).click();
  const asked = await viewer.lastSent('payload');
  const png =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const text = JSON.stringify({ image_url: png, other: 'https://example.invalid/x.png' });
  const result = { ok: true as const, text, bytes: text.length, cut: false };
  await viewer.send({ type: 'payload', requestId: asked?.requestId ?? 0, result });
  const pictures = viewer.details.getByRole('img');
  await expect.poll(() => pictures.count()).toBe(1);
  await expect.poll(() => pictures.evaluate(element => (element as HTMLImageElement).naturalWidth)).toBe(1);
});

test('a payload that cannot be read says why', async () => {
  viewer = await openLively();
  await showCell2();
  await viewer.button(/^exec response/).click();
  const asked = await viewer.lastSent('payload');
  const message = 'The payload file payloads/19.json is missing.';
  await viewer.send({ type: 'payload', requestId: asked?.requestId ?? 0, result: { ok: false, message } });
  await expect.poll(() => viewer.details.getByText(message).isVisible()).toBe(true);
});

test('a link leads to the related object', async () => {
  viewer = await openLively();
  await showCell2();
  await viewer.details.getByRole('button', { name: 'Turn 1: find slow tests' }).click();
  await viewer.settle();
  await expect.poll(() => viewer.said()).toMatch(/^Turn 1: find slow tests, turn/);
});

test('an object without a place on the timeline shows its details alone', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: ref('conversation_item', 'item-9') });
  expect((await viewer.lastSent('details'))?.ref).toEqual(ref('conversation_item', 'item-9'));
});

test('a live cell can be waited on and terminated from its details', async () => {
  viewer = await openLively();
  await viewer.header({ liveCells: [{ cellId: '2', label: 'Cell 2', ref: ref('code_cell', 'cell-2') }] });
  await showCell2();
  await viewer.details.getByRole('button', { name: 'Wait', exact: true }).click();
  await viewer.details.getByRole('button', { name: 'Terminate' }).click();
  await viewer.details.getByRole('button', { name: 'Open Source' }).click();
  expect((await viewer.sent()).slice(-3)).toEqual([
    { type: 'command', command: 'wait', cellId: '2' },
    { type: 'command', command: 'terminate', cellId: '2' },
    { type: 'open', what: 'source', id: 'cell-2' },
  ]);
});

test('a link is asked for what is shown', async () => {
  viewer = await openLively();
  await viewer.press('y');
  expect(await viewer.lastSent('command')).toEqual({ type: 'command', command: 'copyLink' });
  await showCell2();
  await viewer.button('Copy Link').click();
  expect(await viewer.lastSent('command')).toEqual({
    type: 'command',
    command: 'copyLink',
    ref: ref('code_cell', 'cell-2'),
  });
});

test('after a missed delta the page asks for the whole, once, and goes on', async () => {
  viewer = await ViewerPage.open();
  const builder = new TimelineBuilder();
  const lane = builder.lane(LaneKind.cell, 'Cell 1');
  builder.span(lane, SpanKind.cell, 'Cell 1', 0, 100);
  await viewer.header();
  await viewer.timeline(builder.delta());
  builder.span(lane, SpanKind.nestedCall, 'lost', 1, 70, { row: 1 });
  builder.delta();
  for (const [index, name] of ['second', 'third'].entries()) {
    builder.span(lane, SpanKind.nestedCall, name, 80 + index * 5, 84 + index * 5, { row: 1 });
    await viewer.timeline(builder.delta());
  }
  expect((await viewer.sent()).filter(message => message.type === 'ready')).toHaveLength(2);
  await viewer.timeline(builder.delta(true));
  await viewer.press('ArrowRight', 'ArrowDown');
  await expect.poll(() => viewer.said()).toMatch(/^lost/);
});

test('a problem is shown as an alert and can be put away', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'problem', message: 'Recording stopped: the disk is full.' });
  await expect.poll(() => viewer.page.getByRole('alert').textContent()).toContain('the disk is full');
  await viewer.button('Dismiss').click();
  await expect.poll(() => viewer.page.getByRole('alert').count()).toBe(0);
});

test('a malformed timeline is refused with a sentence', async () => {
  viewer = await openLively();
  const broken = { ...livelyRollout().builder.delta(), spans: { count: 5 } };
  await viewer.timeline(broken as never);
  await expect.poll(() => viewer.page.getByRole('alert').textContent()).toContain('column "start"');
});

test('the view of a rollout comes back with the page', async () => {
  viewer = await openLively();
  await viewer.send({ type: 'reveal', ref: ref('code_cell', 'cell-3') });
  await viewer.press('f', 't');
  const shown = await viewer.shown();
  const state = await viewer.state('"order"');
  await viewer.close();
  viewer = await openLively({ state });
  await expect.poll(() => viewer.shown()).toBe(shown);
  await viewer.press('Enter');
  expect((await viewer.lastSent('details'))?.ref).toEqual(ref('code_cell', 'cell-3'));
});

test('texts of another language replace the English ones', async () => {
  viewer = await ViewerPage.open({ strings: { 'empty.title': 'Kein Rollout geöffnet', nonsense: 'x' } });
  await viewer.header({ state: 'none' });
  await expect.poll(() => viewer.page.getByRole('heading', { name: 'Kein Rollout geöffnet' }).isVisible()).toBe(true);
});
