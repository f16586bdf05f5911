import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asId, type SessionId } from '../../base/ids.ts';
import { memoryPayloads } from '../bundle/payloadSource.ts';
import type { RawEvent } from '../events.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { createReducer } from '../reducer/reducer.ts';
import { toState } from '../reducer/state.ts';
import { openRecorder } from './recorder.ts';
import { script, textItem } from './sessionScript.ts';

test('a live view that folds the feed ends with the graph that the bundle has', async () => {
  const root = await mkdtemp(join(tmpdir(), 'live-'));
  try {
    const fed: [RawEvent, ReadonlyMap<string, Buffer>][] = [];
    const recorder = await openRecorder({
      root,
      sessionId: asId<SessionId>('s'),
      onEvent: (...each) => fed.push(each),
    });
    const facts = script()
      .exec('1', 'text(1)')
      .call('1', 'tool-1', 'exec_command', { cmd: 'ls' })
      .report('1', 'tool-1', { type: 'process_started', processId: '7', pid: 1, command: ['ls'], cwd: '/w' })
      .returned('1', 'tool-1', { status: 'completed', value: { session_id: 7 } })
      .notify('1', 'half way')
      .answered('1', 'yielded', [textItem('so far')])
      .wait('w', '1', true)
      .terminationAsked('1')
      .collected('w', '1', 'terminated')
      .cellClosed('1');
    for (const fact of facts.facts) recorder.observe(fact);
    await recorder.close();

    const payloads = new Map<string, Buffer>();
    const manifest = JSON.parse(await readFile(join(recorder.bundle, 'manifest.json'), 'utf8'));
    const findings: unknown[] = [];
    const reducer = createReducer({
      root: manifest,
      payloads: memoryPayloads(payloads),
      strict: false,
      onFinding: finding => findings.push(finding),
    });
    for (const [event, news] of fed) {
      payloads.clear();
      for (const [id, bytes] of news) payloads.set(id, bytes);
      reducer.apply(event, { line: event.seq });
    }
    const live = JSON.parse(JSON.stringify(toState(reducer.finish())));
    expect(live).toEqual(JSON.parse(JSON.stringify(reduceBundle(recorder.bundle).state())));
    expect(live.code_cells).toMatchObject({ 'code_cell:exec-1': { runtime_status: 'terminated' } });
    expect(findings).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
