import { appendFile, cp, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asId, type CallId, type CellId, type SessionId } from '../../runtime/base/ids.ts';
import type { SessionFact } from '../../runtime/base/observer.ts';
import { openRecorder } from '../../runtime/trace/recorder/recorder.ts';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';
import type { RolloutChange } from '../viewer/openRollout.ts';
import { RecordedRollout } from './recordedRollout.ts';

let root = '';
let bundle = '';
const open: RecordedRollout[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cellscope-recorded-'));
  bundle = await record(3);
});
afterEach(async () => {
  for (const rollout of open.splice(0)) rollout.dispose();
  await rm(root, { recursive: true, force: true });
});

/** A bundle of finished cells, by the real recorder. */
async function record(cells: number): Promise<string> {
  const recorder = await openRecorder({ root, sessionId: asId<SessionId>('s') });
  for (let index = 1; index <= cells; index++) for (const fact of cellFacts(index)) recorder.observe(fact);
  await recorder.close();
  return recorder.bundle;
}

function cellFacts(index: number): SessionFact[] {
  const callId = asId<CallId>(`call-${index}`);
  const cellId = asId<CellId>(String(index));
  const response = { status: 'completed' as const, cellId, items: [], output: 'Script completed' };
  const atMs = 1000 * index;
  return [
    { type: 'exec_requested', atMs, callId, input: 'text(1)', yieldTimeMs: 1, maxOutputTokens: 1 },
    { type: 'cell_started', atMs, callId, cellId, source: 'text(1)' },
    { type: 'exec_answered', atMs: atMs + 10, callId, cellId, response },
    { type: 'cell_closed', atMs: atMs + 10, cellId },
  ];
}

function read(path = bundle): RecordedRollout {
  const rollout = new RecordedRollout({ bundle: path, onFault: error => expect.unreachable(String(error)) });
  open.push(rollout);
  return rollout;
}

const log = () => join(bundle, 'trace.jsonl');
const lines = async () => (await readFile(log(), 'utf8')).trimEnd().split('\n');

function withSource(all: readonly string[], callId: string, source: string): string[] {
  return all.map(line =>
    line.includes('"code_cell_started"') && line.includes(`"${callId}"`) ? line.replace('text(1)', source) : line,
  );
}

/** Rewrites the log as something that nobody writes any more. */
async function setOldLog(text: string): Promise<void> {
  await writeFile(log(), text);
  await utimes(log(), new Date(0), new Date(0));
}

describe('a rollout from disk', () => {
  test('is the graph that reducing it gives', async () => {
    const rollout = read();
    expect(rollout.header.state).toBe('loading');
    await rollout.loaded;
    expect(rollout.graph).toEqual(reduceBundle(bundle).graph);
    expect(rollout.header).toMatchObject({ state: 'recorded', bundleKey: bundle, findings: [], liveCells: [] });
    expect(rollout.problem).toBeUndefined();
    expect(rollout.whole()?.reset).toBe(true);
  });

  test('without a manifest is shown all the same, with a finding that says so', async () => {
    const { graph } = reduceBundle(bundle);
    await rm(join(bundle, 'manifest.json'));
    const rollout = read();
    await rollout.loaded;
    expect(rollout.problem).toBeUndefined();
    expect(rollout.graph?.code_cells).toEqual(graph.code_cells);
    expect(rollout.graph?.root_thread_id).toBe(graph.root_thread_id);
    expect(rollout.findings.map(finding => [finding.code, finding.file])).toEqual([
      ['manifest-unreadable', 'manifest.json'],
    ]);
  });

  test('without a manifest and without an event says that it is none', async () => {
    await rm(join(bundle, 'manifest.json'));
    await setOldLog('nothing\n');
    const rollout = read();
    await rollout.loaded;
    expect(rollout.problem).toContain('manifest.json cannot be read');
    expect(rollout.whole()).toBeNull();
  });

  test('without a log says so', async () => {
    await rm(log());
    const rollout = read();
    await rollout.loaded;
    expect(rollout.problem).toContain('without the event log nothing of the rollout can be shown');
  });

  test('whose last line is cut off shows the rest, with a finding', async () => {
    const all = await lines();
    await setOldLog(`${all.slice(0, -1).join('\n')}\n${all.at(-1)?.slice(0, 30)}`);
    const rollout = read();
    await rollout.loaded;
    expect(rollout.graph?.code_cells.size).toBe(3);
    expect(rollout.header.findings.map(finding => finding.code)).toEqual(['log-truncated']);
    expect(rollout.header.state).toBe('recorded');
  });

  test('with a missing payload shows the rest, with findings that name it', async () => {
    await rm(join(bundle, 'payloads', '1.json'));
    const rollout = read();
    await rollout.loaded;
    expect(rollout.graph?.code_cells.size).toBe(3);
    expect(rollout.header.findings.map(finding => finding.code)).toContain('payload-missing');
    expect(await rollout.payload('raw_payload:1')).toEqual({
      ok: false,
      message: 'The payload payloads/1.json cannot be shown: the file is missing.',
    });
  });

  test('shows payloads and sources on demand', async () => {
    const rollout = read();
    await rollout.loaded;
    expect(await rollout.payload('raw_payload:1')).toMatchObject({ ok: true, cut: false });
    const [cell] = rollout.graph?.code_cells.keys() ?? [];
    expect(rollout.source(cell ?? '')).toEqual({ text: 'text(1)', cellId: '1' });
    expect(rollout.source('nothing')).toBeNull();
  });

  test('whose reading is cancelled keeps what was read and says so', async () => {
    const rollout = read();
    rollout.cancel();
    await rollout.loaded;
    expect(rollout.problem).toContain('was cancelled');
  });
});

describe('a rollout that somebody still writes', () => {
  test('is live, and grows with its log', async () => {
    const all = await lines();
    const half = all.findIndex(line => line.includes('"code_cell_started"')) + 1;
    await writeFile(log(), `${all.slice(0, half).join('\n')}\n`);
    const rollout = read();
    await rollout.loaded;
    expect(rollout.header.state).toBe('live');
    expect(rollout.graph?.code_cells.size).toBe(1);
    const changes: RolloutChange[] = [];
    rollout.onDidChange(change => changes.push(change));
    await appendFile(log(), `${all.slice(half).join('\n')}\n`);
    await expect.poll(() => rollout.header.state).toBe('recorded');
    expect(rollout.graph).toEqual(reduceBundle(bundle).graph);
    await expect.poll(() => changes.some(change => change.type === 'delta')).toBe(true);
  });

  test('is followed event by event while its recorder writes, as from a second window', async () => {
    const recorder = await openRecorder({ root, sessionId: asId<SessionId>('other') });
    for (const fact of cellFacts(1)) recorder.observe(fact);
    await expect.poll(() => readFile(join(recorder.bundle, 'trace.jsonl'), 'utf8')).not.toBe('');
    const rollout = read(recorder.bundle);
    await rollout.loaded;
    for (let index = 2; index <= 4; index++) {
      for (const fact of cellFacts(index)) recorder.observe(fact);
      await expect.poll(() => rollout.graph?.code_cells.size).toBe(index);
      expect(rollout.header.state).toBe('live');
    }
    await recorder.close();
    await expect.poll(() => rollout.graph?.recording_complete).toBe(true);
    expect(rollout.graph).toEqual(reduceBundle(recorder.bundle).graph);
    await expect.poll(() => rollout.header.state).toBe('recorded');
  });

  test('does not apply a line before its newline has come', async () => {
    const all = await lines();
    const cell = all.findIndex(line => line.includes('"code_cell_started"'));
    await writeFile(log(), all.slice(0, cell + 1).join('\n'));
    const rollout = read();
    await rollout.loaded;
    expect(rollout.graph?.code_cells.size).toBe(0);
    await appendFile(log(), '\n');
    await expect.poll(() => rollout.graph?.code_cells.size).toBe(1);
  });

  test('that was taken for finished is read anew when it goes on', async () => {
    const all = await lines();
    await setOldLog(`${all.slice(0, 4).join('\n')}\n`);
    const rollout = read();
    await rollout.loaded;
    expect(rollout.header.state).toBe('recorded');
    await appendFile(log(), `${all.slice(4).join('\n')}\n`);
    await expect.poll(() => rollout.graph?.recording_complete).toBe(true);
    expect(rollout.graph).toEqual(reduceBundle(bundle).graph);
  });

  test('is read anew when its log was replaced by a shorter one', async () => {
    const all = await lines();
    await writeFile(log(), `${all.slice(0, -2).join('\n')}\n`);
    const rollout = read();
    await rollout.loaded;
    expect(rollout.graph?.code_cells.size).toBe(3);
    await writeFile(log(), `${all.slice(0, 3).join('\n')}\n`);
    await expect.poll(() => rollout.graph?.code_cells.size).toBe(0);
  });

  test('is read anew when another log was renamed over it', async () => {
    const all = await lines();
    await writeFile(log(), `${all.slice(0, 4).join('\n')}\n`);
    const rollout = read();
    await rollout.loaded;
    expect(rollout.graph?.code_cells.size).toBe(0);
    await writeFile(join(root, 'other'), `${all.join('\n')}\n`);
    await rename(join(root, 'other'), log());
    await expect.poll(() => rollout.graph?.recording_complete).toBe(true);
    expect(rollout.graph).toEqual(reduceBundle(bundle).graph);
  });

  test('is read anew when another log of the same length was written in its place', async () => {
    const all = await lines();
    const some = `${all.slice(0, -2).join('\n')}\n`;
    await writeFile(log(), some);
    const rollout = read();
    await rollout.loaded;
    const { trace_id: before = '' } = rollout.graph ?? {};
    const after = before.replace(/^./, first => (first === '0' ? '1' : '0'));
    await writeFile(log(), some.replaceAll(before, after));
    await expect.poll(() => rollout.graph?.trace_id).toBe(after);
  });

  test('is read anew when its log was cut and went on otherwise, beyond what was read', async () => {
    const all = await lines();
    await writeFile(log(), `${all.slice(0, -2).join('\n')}\n`);
    const rollout = read();
    await rollout.loaded;
    expect(rollout.graph?.code_cells.get('code_cell:call-3')?.source_js).toBe('text(1)');
    await writeFile(log(), `${withSource(all, 'call-3', 'text(1, 2, 3)').slice(0, -2).join('\n')}\n`);
    await expect.poll(() => rollout.graph?.code_cells.get('code_cell:call-3')?.source_js).toBe('text(1, 2, 3)');
    expect(rollout.graph?.code_cells.size).toBe(3);
  });

  test('is read anew when something in the middle of its log was written over', async () => {
    const all = await lines();
    await writeFile(log(), `${all.slice(0, -2).join('\n')}\n`);
    const rollout = read();
    await rollout.loaded;
    await writeFile(log(), `${withSource(all, 'call-2', 'text(7)').slice(0, -2).join('\n')}\n`);
    await expect.poll(() => rollout.graph?.code_cells.get('code_cell:call-2')?.source_js).toBe('text(7)');
  });

  test('is read anew when more of its log shows that another release wrote it', async () => {
    const golden = fileURLToPath(new URL('../../test/golden/0.164.0', import.meta.url));
    await cp(golden, join(root, 'old'), { recursive: true });
    const path = join(root, 'old', 'trace.jsonl');
    const all = (await readFile(path, 'utf8')).trimEnd().split('\n');
    const tells = all.findIndex(line => line.includes('stdin_target_resolved'));
    await writeFile(path, `${all.slice(0, tells).join('\n')}\n`);
    const rollout = read(join(root, 'old'));
    await rollout.loaded;
    await appendFile(path, `${all.slice(tells).join('\n')}\n`);
    await expect.poll(() => rollout.graph).toEqual(reduceBundle(join(root, 'old')).graph);
  });

  test('is shown when its log comes after all', async () => {
    const text = await readFile(log());
    await rm(log());
    const rollout = read();
    await rollout.loaded;
    expect(rollout.problem).toBeDefined();
    await writeFile(join(root, 'later'), text);
    await rename(join(root, 'later'), log());
    await expect.poll(() => rollout.graph?.recording_complete).toBe(true);
    expect(rollout.problem).toBeUndefined();
    expect(rollout.graph).toEqual(reduceBundle(bundle).graph);
  });

  test('leaves nothing open when it is closed while it is read', async () => {
    const copy = join(root, 'copy');
    await cp(bundle, copy, { recursive: true });
    const rollout = read(copy);
    rollout.dispose();
    await rollout.loaded;
    expect(rollout.problem).toBeUndefined();
  });
});
