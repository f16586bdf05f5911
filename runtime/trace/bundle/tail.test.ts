import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../finding.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { toState } from '../reducer/state.ts';
import { type Tail, tailBundle } from './tail.ts';

const golden = join(import.meta.dirname, '../../../test/golden/0.169.0');
const lines = readFileSync(join(golden, 'trace.jsonl'), 'utf8').trimEnd().split('\n');

let folder: string;
let bundle: string;
let log: string;
let tail: Tail | undefined;
let findings: Finding[];
let resets: number;
let troubles: Error[];

/** The golden bundle with the first `count` lines of its log. */
function begin(count: number): void {
  cpSync(golden, bundle, { recursive: true });
  rmSync(join(bundle, 'state.json'));
  writeFileSync(log, text(0, count));
}

function text(from: number, to: number): string {
  return lines
    .slice(from, to)
    .map(line => `${line}\n`)
    .join('');
}

function follow(): Tail {
  tail = tailBundle(bundle, {
    pollMs: 50,
    onFinding: finding => findings.push(finding),
    onReset: () => {
      resets++;
    },
    onTrouble: trouble => troubles.push(trouble),
  });
  return tail;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
}

/** Waits until the followed state is that of the file as it is reduced offline. */
async function agrees(): Promise<void> {
  const expected = JSON.stringify(reduceBundle(bundle).state());
  await until(() => tail?.graph !== undefined && JSON.stringify(toState(tail.graph)) === expected);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tail-'));
  bundle = join(folder, 'bundle');
  log = join(bundle, 'trace.jsonl');
  findings = [];
  resets = 0;
  troubles = [];
});
afterEach(() => {
  tail?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('following a growing bundle', () => {
  it('gives the state of what is there, then of every append', async () => {
    begin(10);
    follow();
    await agrees();
    for (let at = 10; at < lines.length; at += 7) {
      appendFileSync(log, text(at, at + 7));
      await agrees();
    }
    expect(tail?.graph?.recording_complete).toBe(true);
    expect(findings).toEqual([]);
  });

  it('waits for the newline of a half-written line', async () => {
    begin(12);
    follow();
    await agrees();
    const next = text(12, 14);
    appendFileSync(log, next.slice(0, 40));
    await new Promise(resolve => setTimeout(resolve, 80));
    expect(findings).toEqual([]);
    appendFileSync(log, next.slice(40));
    await agrees();
  });

  it('starts over when the log is cut short', async () => {
    begin(40);
    follow();
    await agrees();
    truncateSync(log, Buffer.byteLength(text(0, 15)));
    await until(() => resets === 1);
    await agrees();
    expect(tail?.graph?.tool_calls.size).toBe(reduceBundle(bundle).graph.tool_calls.size);
  });

  it('starts over when another log is renamed over it', async () => {
    begin(40);
    follow();
    await agrees();
    writeFileSync(join(folder, 'other'), text(0, 60));
    renameSync(join(folder, 'other'), log);
    await until(() => resets === 1);
    await agrees();
    appendFileSync(log, text(60, lines.length));
    await agrees();
    expect(findings).toEqual([]);
  });

  it('starts over when another log of the same length is written in its place', async () => {
    begin(30);
    follow();
    await agrees();
    const other = text(0, 30).replaceAll(
      '0193a0c0-0000-4000-8000-0000000000ff',
      '0193a0c0-0000-4000-8000-0000000000ee',
    );
    writeFileSync(log, other);
    await until(() => tail?.graph?.trace_id === '0193a0c0-0000-4000-8000-0000000000ee');
    await agrees();
  });

  it('waits for a bundle that is not there yet, and says so once', async () => {
    follow();
    await until(() => troubles.length > 0);
    begin(20);
    await agrees();
    expect(troubles).toHaveLength(1);
  });

  it('tells a broken line and goes on behind it', async () => {
    begin(10);
    follow();
    await agrees();
    appendFileSync(log, `{"broken\n${text(10, 20)}`);
    await agrees();
    expect(findings.map(finding => [finding.code, finding.line])).toContainEqual(['event-unreadable', 11]);
  });

  it('says nothing after it was closed', async () => {
    begin(10);
    let batches = 0;
    tail = tailBundle(bundle, { pollMs: 20, onBatch: () => batches++ });
    await until(() => batches > 0);
    tail.close();
    const before = batches;
    appendFileSync(log, text(10, 30));
    await new Promise(resolve => setTimeout(resolve, 80));
    expect(batches).toBe(before);
  });
});
