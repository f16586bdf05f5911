import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './runCli.ts';

let bundle: string;
const rollout = '00000000-0000-7000-8000-000000000001';

/** A rollout that began and ended: the smallest there is. */
function line(seq: number, payload: Record<string, unknown>): string {
  const envelope = { schema_version: 2, seq, wall_time_unix_ms: 1_000 + seq, rollout_id: rollout };
  return `${JSON.stringify({ ...envelope, thread_id: null, codex_turn_id: null, payload })}\n`;
}

beforeEach(() => {
  bundle = mkdtempSync(join(tmpdir(), 'cellscope-bundle-'));
  mkdirSync(join(bundle, 'payloads'));
  const manifest = {
    schema_version: 2,
    trace_id: '00000000-0000-4000-8000-000000000002',
    rollout_id: rollout,
    root_thread_id: rollout,
    started_at_unix_ms: 1_000,
    raw_event_log: 'trace.jsonl',
    payloads_dir: 'payloads',
  };
  writeFileSync(join(bundle, 'manifest.json'), JSON.stringify(manifest, null, 2));
  const events = [
    { type: 'rollout_started', trace_id: manifest.trace_id, root_thread_id: rollout },
    { type: 'thread_started', thread_id: rollout, agent_path: '/root', metadata_payload: null },
    { type: 'thread_ended', thread_id: rollout, status: 'completed' },
    { type: 'rollout_ended', status: 'completed' },
    { type: 'recording_completed' },
  ];
  writeFileSync(join(bundle, 'trace.jsonl'), events.map((event, index) => line(index + 1, event)).join(''));
});
afterEach(() => rmSync(bundle, { recursive: true }));

const state = (file = join(bundle, 'state.json')) => JSON.parse(readFileSync(file, 'utf8'));

describe('reduce', () => {
  test.each([[''], ['/trace.jsonl']])(
    'writes state.json into the bundle and prints its path (BUNDLE%s)',
    async suffix => {
      const { exitCode, stdout, stderr } = await runCli(['reduce', bundle + suffix]);
      expect({ exitCode, stdout, stderr }).toEqual({
        exitCode: 0,
        stdout: `${join(bundle, 'state.json')}\n`,
        stderr: '',
      });
      expect(state()).toMatchObject({
        rollout_id: rollout,
        status: 'completed',
        recording_complete: true,
        ended_at_unix_ms: 1_004,
      });
    },
  );
  test.each(['trace.jsonl', 'manifest.json', 'payloads/1.json'])(
    'writes over nothing the rollout consists of (%s)',
    async name => {
      const file = join(bundle, name);
      const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
      const { exitCode, stderr } = await runCli(['reduce', bundle, '-o', file]);
      expect({ exitCode, stderr }).toEqual({
        exitCode: 1,
        stderr: `Error: could not write "${file}": it belongs to the rollout; choose another place\n`,
      });
      expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(before);
    },
  );
  test('writes where -o says', async () => {
    const file = join(bundle, 'elsewhere.json');
    expect(await runCli(['reduce', bundle, '-o', file])).toMatchObject({ exitCode: 0, stdout: `${file}\n` });
    expect(state(file)).toMatchObject({ status: 'completed' });
    expect(existsSync(join(bundle, 'state.json'))).toBe(false);
  });
  test('a cut-off last line is a finding; with --strict it is refused and nothing is written', async () => {
    writeFileSync(
      join(bundle, 'trace.jsonl'),
      line(1, { type: 'rollout_started', trace_id: 't', root_thread_id: rollout }),
    );
    appendFileSync(join(bundle, 'trace.jsonl'), '{"schema_version":2,"se');
    const strict = await runCli(['reduce', '--strict', bundle]);
    expect(strict).toMatchObject({ exitCode: 1, stdout: '' });
    expect(strict.stderr).toMatch(/^Error: .+\n$/);
    expect(existsSync(join(bundle, 'state.json'))).toBe(false);
    const { exitCode, stderr } = await runCli(['reduce', bundle]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^\w+ [\w-]+ trace\.jsonl:2 .+\n$/);
    expect(state()).toMatchObject({ status: 'running', recording_complete: false });
  });
  test('a folder that is no bundle is one line and exit code 1', async () => {
    const { exitCode, stdout, stderr } = await runCli(['reduce', join(bundle, 'payloads')]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^Error: .*payloads\/manifest\.json .*\n$/);
  });
  test('a place that cannot be written is one line and exit code 1', async () => {
    const file = join(bundle, 'no', 'such', 'folder.json');
    const { exitCode, stdout, stderr } = await runCli(['reduce', bundle, '-o', file]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^Error: could not write ".*folder\.json": ENOENT.*\n$/);
  });
});

describe('check', () => {
  test('a clean bundle has no findings and exit code 0', async () => {
    expect(await runCli(['check', bundle])).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(await runCli(['check', '--json', bundle])).toEqual({ exitCode: 0, stdout: '[]\n', stderr: '' });
  });
  test('findings are lines of severity, code, location and message, or JSON', async () => {
    appendFileSync(join(bundle, 'trace.jsonl'), 'not json\n');
    const { stdout } = await runCli(['check', bundle]);
    expect(stdout).toMatch(/^(error|warning|info) [\w-]+ trace\.jsonl:6 .+\n/);
    const [finding] = JSON.parse((await runCli(['check', '--json', bundle])).stdout);
    expect(finding).toMatchObject({ file: 'trace.jsonl', line: 6, message: expect.any(String) });
  });
});

describe('export', () => {
  test('writes OTLP or Chrome trace events to standard output, or where -o says', async () => {
    const otlp = await runCli(['export', '--format', 'otlp', bundle]);
    expect(otlp).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(otlp.stdout)).toMatchObject({ resourceSpans: [{ scopeSpans: [{ spans: expect.any(Array) }] }] });
    const file = join(bundle, 'chrome.json');
    const chrome = await runCli(['export', '--format', 'chrome', '-o', file, `${bundle}/trace.jsonl`]);
    expect(chrome).toEqual({ exitCode: 0, stdout: `${file}\n`, stderr: '' });
    expect(state(file)).toMatchObject({ traceEvents: expect.any(Array) });
  });
  test('a place that cannot be written is one line and exit code 1', async () => {
    const out = await runCli(['export', '--format', 'otlp', '-o', join(bundle, 'no', 'x.json'), bundle]);
    expect(out).toMatchObject({ exitCode: 1, stdout: '' });
    expect(out.stderr).toMatch(/^Error: could not write ".*x\.json": ENOENT[^\n]*\n$/);
  });
});
