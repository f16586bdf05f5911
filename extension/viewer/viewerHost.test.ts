import { describe, expect, test } from 'vitest';
import { LaneKind, type TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import type { HostMessage } from '../../runtime/viewer/messages.ts';
import { Emitter } from '../base/emitter.ts';
import type { OpenRollout, RolloutChange } from './openRollout.ts';
import { ViewerHost } from './viewerHost.ts';

function timeline(version: number, reset: boolean): TimelineDelta {
  const none = new Int32Array();
  const bytes = new Uint8Array([LaneKind.thread]).subarray(1);
  const times = new Float64Array();
  return {
    version,
    reset,
    originMs: 0,
    endMs: 0,
    live: true,
    strings: [],
    entities: [],
    lanes: { count: 0, parent: none, kind: bytes, label: none, entity: none, rows: none },
    spans: {
      count: 0,
      start: times,
      end: times,
      lane: none,
      row: none,
      kind: bytes,
      status: bytes,
      label: none,
      entity: none,
    },
    marks: { count: 0, at: times, kind: bytes, lane: none, row: none, label: none, entity: none },
    arcs: { count: 0, kind: bytes, from: none, to: none },
    folds: { count: 0, start: times, end: times },
    patches: { lane: none, laneRows: none, span: none, spanEnd: times, spanStatus: bytes, spanLabel: none },
  };
}

function rollout(title: string) {
  const changes = new Emitter<RolloutChange>();
  const open: OpenRollout = {
    bundle: `/b/${title}`,
    header: { title, state: 'live', findings: [], liveCells: [] },
    onDidChange: changes.event,
    graph: null,
    problem: undefined,
    loaded: Promise.resolve(),
    whole: () => timeline(3, true),
    describe: ref => ({ ref, title: ref.id, subtitle: '', fields: [], blocks: [], payloads: [], related: [] }),
    payload: async id => ({ ok: true, text: id, bytes: 1, cut: false }),
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
    command: (_, command, cellId) => commands.push([command, cellId]),
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
    host.receive({ type: 'command', command: 'format-disk' });
    host.receive('ready');
    host.receive(null);
    expect(commands).toEqual([['terminate', '1']]);
    expect(refused).toEqual([{ type: 'command', command: 'format-disk' }, 'ready', null]);
  });
});
