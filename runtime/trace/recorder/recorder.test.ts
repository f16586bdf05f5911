import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asId, type CellId, type NestedCallId, type SessionId } from '../../base/ids.ts';
import type { RawEvent } from '../events.ts';
import { openRecorder, type RecorderOptions } from './recorder.ts';
import { type SessionScript, script, textItem } from './sessionScript.ts';

let root: string;
let warnings: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'recorder-'));
  warnings = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const opened = (options: Partial<RecorderOptions>) =>
  openRecorder({ root, sessionId: asId<SessionId>('s'), onWarning: message => warnings.push(message), ...options });
const eventsOf = async (bundle: string): Promise<RawEvent[]> =>
  (await readFile(join(bundle, 'trace.jsonl'), 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
const told = (recorder: { observe(fact: SessionScript['facts'][number]): void }, facts: SessionScript) => {
  for (const fact of facts.facts) recorder.observe(fact);
};
const run = script()
  .exec('1', 'text(1)')
  .answered('1', 'completed', [textItem('1')])
  .cellClosed('1')
  .sessionClosed();

const thread = fileURLToPath(new URL('./recorderThread.ts', import.meta.url));
const places = [
  ['here', {}],
  ['in a thread', { threadProgram: thread }],
] as const;

describe.each(places)('a recorder that works %s', (_place, place) => {
  const open = (options: Partial<RecorderOptions> = {}) => opened({ ...place, ...options });

  test('leaves a bundle whose manifest, folder and events agree', async () => {
    const recorder = await open({ cwd: '/workspace' });
    told(recorder, run);
    await recorder.close();
    const manifest = JSON.parse(await readFile(join(recorder.bundle, 'manifest.json'), 'utf8'));
    const events = await eventsOf(recorder.bundle);
    expect(basename(recorder.bundle)).toBe(`trace-${manifest.trace_id}-${manifest.root_thread_id}`);
    expect(manifest).toMatchObject({ schema_version: 2, raw_event_log: 'trace.jsonl', payloads_dir: 'payloads' });
    expect(new Set(events.map(event => event.rollout_id))).toEqual(new Set([manifest.rollout_id]));
    expect(events.at(-1)?.payload.type).toBe('recording_completed');
    expect(warnings).toEqual([]);
  });

  test('feeds a live view the events and payloads that reach the disk', async () => {
    const seen: RawEvent[] = [];
    const payloads = new Map<string, string>();
    const recorder = await open({
      onEvent: (event, news) => {
        seen.push(event);
        for (const [id, bytes] of news) payloads.set(id, bytes.toString('utf8'));
      },
    });
    told(recorder, run);
    await recorder.close();
    expect(seen).toEqual(await eventsOf(recorder.bundle));
    for (const [id, text] of payloads) {
      const file = join(recorder.bundle, `payloads/${id.split(':')[1]}.json`);
      expect(await readFile(file, 'utf8')).toBe(JSON.stringify(JSON.parse(text), null, 2));
    }
    expect(payloads.size).toBe((await readdir(join(recorder.bundle, 'payloads'))).length);
  });

  test('has written what happened so far while the run goes on', async () => {
    const recorder = await open();
    told(recorder, script().exec('1', 'forever'));
    const last = async () => (await eventsOf(recorder.bundle)).at(-1)?.payload.type;
    await expect.poll(last).toBe('code_cell_started');
    await recorder.close();
  });

  test('ignores facts after it was closed', async () => {
    const recorder = await open();
    await Promise.all([recorder.close(), recorder.close()]);
    told(recorder, run);
    expect((await eventsOf(recorder.bundle)).map(event => event.payload.type)).not.toContain('code_cell_started');
  });

  test('shares its root with any number of others', async () => {
    const recorders = await Promise.all(Array.from({ length: 5 }, () => open()));
    for (const recorder of recorders) told(recorder, run);
    await Promise.all(recorders.map(recorder => recorder.close()));
    expect(new Set(recorders.map(recorder => recorder.bundle)).size).toBe(5);
    for (const recorder of recorders) expect(await eventsOf(recorder.bundle)).toHaveLength(18);
  });
});

describe.each(places)('a recorder in trouble %s', (_place, place) => {
  const open = (options: Partial<RecorderOptions> = {}) => opened({ ...place, ...options });

  test('warns once and keeps the live view going when its folder is removed', async () => {
    const seen: string[] = [];
    const recorder = await open({ onEvent: event => seen.push(event.payload.type) });
    await expect.poll(() => readdir(recorder.bundle)).toContain('trace.jsonl');
    await rm(root, { recursive: true });
    told(recorder, run);
    await recorder.close();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('The run goes on');
    expect(seen.at(-1)).toBe('recording_completed');
  });

  test('warns once and records nothing when its root is a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    const recorder = await open({ root: file });
    told(recorder, run);
    await recorder.close();
    expect(warnings).toEqual([expect.stringContaining(`no bundle can be made in ${file}`)]);
  });

  test('survives a live view that throws', async () => {
    const recorder = await open({
      onEvent: event => {
        if (event.payload.type === 'code_cell_started') throw new Error('no');
      },
    });
    told(recorder, run);
    await recorder.close();
    expect(await eventsOf(recorder.bundle)).toHaveLength(18);
    expect(warnings).toEqual([expect.stringContaining('live view')]);
  });
});

test('the same facts leave the same bundle wherever the work is done', async () => {
  const facts = script()
    .exec('1', 'text("\u2028ü\ud800")')
    .add({
      type: 'nested_call_started',
      cellId: asId<CellId>('1'),
      toolCallId: asId<NestedCallId>('tool-1'),
      name: 'exec_command',
      kind: 'function',
      input: { cmd: 'ls', '10': 1.5, '\ud800': null },
      inputJson: '{"10":1.5,"cmd":"ls","\\ud800":null}',
    })
    .report('1', 'tool-1', { type: 'process_started', processId: '7', pid: 1, command: ['ls'], cwd: '/w' })
    .add({
      type: 'nested_call_ended',
      cellId: asId<CellId>('1'),
      toolCallId: asId<NestedCallId>('tool-1'),
      outcome: { status: 'completed', value: [{}, []] },
      valueJson: '[{},[]]',
    })
    .call('1', 'tool-2', 'other', 'x')
    .returned('1', 'tool-2', { status: 'failed', error: 'no' })
    .notify('1', 'half way')
    .answered('1', 'completed', [textItem('1')])
    .cellClosed('1');
  const texts: string[] = [];
  for (const [, place] of places) {
    const recorder = await opened(place);
    told(recorder, facts);
    await recorder.close();
    texts.push(await withoutChance(recorder.bundle));
  }
  expect(texts[1]).toBe(texts[0]);
  expect(texts[0]).toContain('code_mode_response');
});

/** Log and payloads of a bundle; what is drawn by lot is numbered in the order of its appearance, times are left out. */
async function withoutChance(bundle: string): Promise<string> {
  const payloads = join(bundle, 'payloads');
  const names = (await readdir(payloads)).sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const texts = [await readFile(join(bundle, 'trace.jsonl'), 'utf8')];
  for (const name of names) texts.push(`${name}\n${await readFile(join(payloads, name), 'utf8')}`);
  const ids = new Map<string, string>();
  return texts
    .join('\n')
    .replace(/"wall_time_unix_ms":\d+/g, '')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, id => {
      ids.set(id, ids.get(id) ?? `id ${ids.size}`);
      return ids.get(id) ?? '';
    });
}
