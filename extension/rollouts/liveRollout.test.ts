import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asId, type CallId, type CellId, type SessionId } from '../../runtime/base/ids.ts';
import type { SessionFact } from '../../runtime/base/observer.ts';
import { openRecorder } from '../../runtime/trace/recorder/recorder.ts';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import { CellBook } from '../cells/cellBook.ts';
import type { RolloutChange } from '../viewer/openRollout.ts';
import { LiveRollout } from './liveRollout.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cellscope-live-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const callId = asId<CallId>('call-1');
const cellId = asId<CellId>('1');
const begun: SessionFact[] = [
  { type: 'exec_requested', atMs: 1000, callId, input: 'text(1)', yieldTimeMs: 1, maxOutputTokens: 1 },
  { type: 'cell_started', atMs: 1001, callId, cellId, source: 'text(1)' },
];
const response = { status: 'completed' as const, cellId, items: [], output: 'Script completed' };
const ended: SessionFact[] = [
  { type: 'exec_answered', atMs: 1010, callId, cellId, response },
  { type: 'cell_closed', atMs: 1011, cellId },
];

/** A session's observer and what it feeds. */
async function record(kept: boolean) {
  const book = new CellBook();
  let rollout: LiveRollout | undefined;
  const early: Parameters<LiveRollout['feed']>[] = [];
  const recorder = await openRecorder({
    root: kept ? root : null,
    sessionId: asId<SessionId>('s'),
    onEvent: (...event) => (rollout ? rollout.feed(...event) : early.push(event)),
  });
  const onFault = (error: unknown) => expect.unreachable(String(error));
  rollout = new LiveRollout({ bundle: recorder.bundle, book, kept, onFault });
  for (const event of early) rollout.feed(...event);
  const observe = (facts: readonly SessionFact[]) => {
    for (const fact of facts) for (const observer of [book, recorder]) observer.observe(fact);
  };
  return { rollout, recorder, observe };
}

describe('the rollout of a session that runs here', () => {
  test('shows a cell while it runs, and offers it to be waited on', async () => {
    const { rollout, observe } = await record(true);
    const changes: RolloutChange['type'][] = [];
    rollout.onDidChange(change => changes.push(change.type));
    observe(begun);
    await expect.poll(() => changes).toContain('delta');
    const [entity] = rollout.graph?.code_cells.keys() ?? [];
    expect(rollout.header).toMatchObject({
      state: 'live',
      liveCells: [{ cellId: '1', label: 'text(1)', ref: { kind: 'code_cell', id: entity } }],
    });
    rollout.dispose();
  });

  test('ends as what its bundle holds', async () => {
    const { rollout, recorder, observe } = await record(true);
    observe(begun);
    observe(ended);
    await recorder.close();
    rollout.end();
    expect(rollout.graph).toEqual(reduceBundle(recorder.bundle).graph);
    expect(rollout.header).toMatchObject({ state: 'recorded', liveCells: [] });
    expect(await rollout.payload('raw_payload:1')).toMatchObject({ ok: true });
    rollout.dispose();
  });

  test('is shown all the same when nothing is recorded', async () => {
    const { rollout, recorder, observe } = await record(false);
    observe(begun);
    await expect.poll(() => rollout.graph?.code_cells.size).toBe(1);
    expect(rollout.whole()?.spans.count).toBeGreaterThan(0);
    expect(await rollout.payload('raw_payload:1')).toMatchObject({
      ok: false,
      message: expect.stringContaining('not recorded'),
    });
    await recorder.close();
    rollout.dispose();
  });

  test('passes a warning of the recorder on', async () => {
    const { rollout } = await record(true);
    rollout.warn('The disk is full.');
    expect(rollout.problem).toBe('The disk is full.');
    rollout.dispose();
  });
});
