import { describe, expect, test, vi } from 'vitest';
import { emptyGraph } from '../../runtime/trace/model.ts';
import type { TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import type { HostMessage } from '../../runtime/viewer/messages.ts';
import { Emitter } from '../base/emitter.ts';
import { emptyTimeline } from './emptyTimeline.ts';
import type { OpenRollout, RolloutChange } from './openRollout.ts';
import { ViewerHost } from './viewerHost.ts';

function timeline(version: number, reset: boolean): TimelineDelta {
  const { spans } = emptyTimeline();
  return { ...emptyTimeline(), version, reset, spans: { ...spans, count: 1 } };
}

/** More spans than fit into one message. */
function largeTimeline(count = 40_000): TimelineDelta {
  const { spans } = emptyTimeline();
  const places = () => new Int32Array(count);
  const bytes = () => new Uint8Array(count);
  const times = () => new Float64Array(count);
  const columns = { start: times(), end: times(), lane: places(), row: places(), kind: bytes(), status: bytes() };
  return {
    ...emptyTimeline(),
    version: 9,
    spans: { ...spans, ...columns, count, label: places().fill(-1), entity: places().fill(-1) },
  };
}

function rollout(title: string) {
  const changes = new Emitter<RolloutChange>();
  const open: OpenRollout = {
    bundle: `/b/${title}`,
    header: { title, state: 'live', findings: [], liveCells: [] },
    onDidChange: changes.event,
    graph: emptyGraph({ trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 0 }),
    problem: undefined,
    findings: [],
    notes: { list: [], of: () => undefined, set: async () => {} },
    loaded: Promise.resolve(),
    whole: () => timeline(3, true),
    describe: ref => ({ ref, title: ref.id, subtitle: '', fields: [], blocks: [], payloads: [], related: [] }),
    payload: async id => ({ ok: true, text: id, bytes: 1, cut: false }),
    answer: async () => null,
    source: () => null,
  };
  return { open, changes };
}

function page() {
  const sent: HostMessage[] = [];
  const refused: unknown[] = [];
  const commands: unknown[] = [];
  const port = { visible: true, post: (message: HostMessage) => void sent.push(message) };
  const host = new ViewerHost(port, {
    open: () => {},
    selected: () => {},
    command: (_, command, { cellId, ref }) => commands.push([command, cellId ?? ref]),
    refused: message => refused.push(message),
  });
  const types = () => sent.splice(0).map(message => message.type);
  return { host, port, sent, types, refused, commands };
}

describe('the host of a viewer page', () => {
  test('sends nothing before the page is ready, then the header and the whole timeline', () => {
    const { host, sent, types } = page();
    const { open, changes } = rollout('a');
    host.show(open);
    changes.fire({ type: 'delta', delta: timeline(3, false) });
    expect(sent).toEqual([]);
    host.receive({ type: 'ready' });
    expect(types()).toEqual(['header', 'timeline']);
    changes.fire({ type: 'delta', delta: timeline(4, false) });
    expect(types()).toEqual(['timeline']);
  });

  test('says that nothing is open', () => {
    const { host, sent } = page();
    host.receive({ type: 'ready' });
    expect(sent).toEqual([{ type: 'header', header: { title: '', state: 'none', findings: [], liveCells: [] } }]);
  });

  test('sends nothing while the page is hidden, and everything when it is back', () => {
    const { host, port, types } = page();
    const { open, changes } = rollout('a');
    host.show(open);
    host.receive({ type: 'ready' });
    types();
    port.visible = false;
    host.visibilityChanged();
    changes.fire({ type: 'delta', delta: timeline(4, false) });
    expect(types()).toEqual([]);
    port.visible = true;
    host.visibilityChanged();
    host.receive({ type: 'ready' });
    expect(types()).toEqual(['header', 'timeline']);
  });

  test('follows only the rollout it shows', () => {
    const { host, types } = page();
    const first = rollout('a');
    const second = rollout('b');
    host.show(first.open);
    host.receive({ type: 'ready' });
    host.show(second.open);
    types();
    first.changes.fire({ type: 'delta', delta: timeline(4, false) });
    expect(types()).toEqual([]);
    second.changes.fire({ type: 'problem', message: 'cut off' });
    expect(types()).toEqual(['problem']);
  });

  test('draws nothing for a rollout that has nothing to draw', () => {
    const { host, sent } = page();
    host.show(rollout('a').open);
    host.receive({ type: 'ready' });
    sent.length = 0;
    host.show({ ...rollout('b').open, whole: () => null, problem: 'no manifest' });
    expect(sent.map(message => message.type)).toEqual(['header', 'timeline', 'problem']);
    expect(sent[1]).toEqual({ type: 'timeline', delta: emptyTimeline() });
  });

  test('sends a large timeline in parts, each when the page asks for it, and what follows after them', () => {
    const { host, sent } = page();
    const { open, changes } = rollout('a');
    host.show({ ...open, whole: () => largeTimeline() });
    host.receive({ type: 'ready' });
    changes.fire({ type: 'delta', delta: timeline(10, false) });
    expect(sent).toHaveLength(2);
    for (let part = 0; part < 10; part++) host.receive({ type: 'more' });
    const versions = sent.map(message => (message.type === 'timeline' ? message.delta.version : message.type));
    expect(versions).toEqual(['header', 6, 7, 8, 9, 10]);
    const rests = sent.map(message => (message.type === 'timeline' ? message.rest : undefined));
    expect(rests).toEqual([undefined, 3, 3, 2, 1, undefined]);
    changes.fire({ type: 'delta', delta: timeline(11, false) });
    expect(sent.at(-1)).toMatchObject({ type: 'timeline', delta: { version: 11 } });
  });

  test('sends the next part all the same when the page does not ask', () => {
    vi.useFakeTimers();
    try {
      const { host, sent } = page();
      host.show({ ...rollout('a').open, whole: () => largeTimeline() });
      host.receive({ type: 'ready' });
      expect(sent).toHaveLength(2);
      vi.advanceTimersByTime(60_000);
      expect(sent).toHaveLength(5);
    } finally {
      vi.useRealTimers();
    }
  });

  test('sends nothing of a very large timeline before its sketch is made, and then the sketch with the first part', async () => {
    const { host, sent, types } = page();
    const { open, changes } = rollout('a');
    host.show({ ...open, whole: () => largeTimeline(600_000) });
    host.receive({ type: 'ready' });
    changes.fire({ type: 'delta', delta: timeline(10, false) });
    host.receive({ type: 'more' });
    expect(types()).toEqual(['header']);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ type: 'timeline', delta: { reset: true }, sketch: { activity: {} } });
  });

  test('a timeline that is drawn anew takes the place of what was still to be sent', () => {
    const { host, sent } = page();
    const { open, changes } = rollout('a');
    host.show({ ...open, whole: () => largeTimeline() });
    host.receive({ type: 'ready' });
    sent.length = 0;
    changes.fire({ type: 'delta', delta: timeline(12, true) });
    host.receive({ type: 'more' });
    host.receive({ type: 'more' });
    expect(sent).toEqual([{ type: 'timeline', delta: timeline(12, true) }]);
  });

  test('forgets the rest of a large timeline when another rollout is shown', () => {
    const { host, sent } = page();
    host.show({ ...rollout('a').open, whole: () => largeTimeline() });
    host.receive({ type: 'ready' });
    host.show(rollout('b').open);
    host.receive({ type: 'more' });
    const versions = sent.map(message => (message.type === 'timeline' ? message.delta.version : message.type));
    expect(versions).toEqual(['header', 6, 'header', 3]);
  });

  test('answers a request by its id', async () => {
    const { host, sent } = page();
    host.show(rollout('a').open);
    host.receive({ type: 'ready' });
    sent.length = 0;
    host.receive({ type: 'details', requestId: 7, ref: { kind: 'code_cell', id: 'c' } });
    host.receive({ type: 'payload', requestId: 8, payloadId: 'raw_payload:1' });
    await Promise.resolve();
    await Promise.resolve();
    expect(sent).toMatchObject([
      { type: 'details', requestId: 7, details: { title: 'c' } },
      { type: 'payload', requestId: 8, result: { ok: true, text: 'raw_payload:1' } },
    ]);
  });

  test('keeps what is to be revealed until the page can follow', () => {
    const { host, types } = page();
    host.show(rollout('a').open);
    host.reveal({ kind: 'code_cell', id: 'c' });
    expect(types()).toEqual([]);
    host.receive({ type: 'ready' });
    expect(types()).toEqual(['header', 'timeline', 'reveal']);
  });

  test('acts on well-formed messages only', () => {
    const { host, refused, commands } = page();
    host.receive({ type: 'command', command: 'terminate', cellId: '1' });
    host.receive({ type: 'command', command: 'copyLink', ref: { kind: 'code_cell', id: 'c' } });
    host.receive({ type: 'command', command: 'format-disk' });
    host.receive('ready');
    host.receive(null);
    expect(commands).toEqual([
      ['terminate', '1'],
      ['copyLink', { kind: 'code_cell', id: 'c' }],
    ]);
    expect(refused).toEqual([{ type: 'command', command: 'format-disk' }, 'ready', null]);
  });
});
