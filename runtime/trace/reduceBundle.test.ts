import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reduceBundle } from './reduceBundle.ts';
import { TraceRefusal } from './reducer/traceRefusal.ts';
import { writeState } from './writeState.ts';

const goldens = join(import.meta.dirname, '../../test/golden');
let folder: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reduce-'));
  bundle = join(folder, 'bundle');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take(version: string, schema?: number): void {
  cpSync(join(goldens, version), bundle, { recursive: true });
  if (schema === undefined) return;
  const path = join(bundle, 'manifest.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), schema_version: schema }));
}

function refusal(): TraceRefusal {
  try {
    reduceBundle(bundle, { strict: true });
  } catch (error) {
    if (error instanceof TraceRefusal) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a folder that is no bundle', () => {
  it('is told apart from one that is, strict or not', () => {
    for (const strict of [true, false]) {
      expect(() => reduceBundle(bundle, { strict })).toThrow(
        /manifest.json cannot be read: this folder is not a rollout/,
      );
    }
  });

  it.each([
    'schema_version',
    'trace_id',
    'rollout_id',
    'root_thread_id',
    'started_at_unix_ms',
    'raw_event_log',
    'payloads_dir',
  ])('lacks %s in its manifest', field => {
    take('0.169.0');
    const path = join(bundle, 'manifest.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    delete manifest[field];
    writeFileSync(path, JSON.stringify(manifest));
    expect(refusal().causes).toEqual([`\`${field}\` is missing`]);
  });
});

describe('a bundle without a manifest that can be used', () => {
  const manifestPath = () => join(bundle, 'manifest.json');
  const whole = () => JSON.stringify(reduceBundle(join(goldens, '0.169.0')).state());

  it.each([
    ['is gone', () => rmSync(manifestPath())],
    ['is empty', () => writeFileSync(manifestPath(), '')],
    ['is cut off', () => truncateSync(manifestPath(), 60)],
    ['is no object', () => writeFileSync(manifestPath(), '[]')],
    ['has ids that are none', () => writeFileSync(manifestPath(), '{"schema_version":"two","rollout_id":7}')],
    [
      'is a folder',
      () => {
        rmSync(manifestPath());
        mkdirSync(manifestPath());
      },
    ],
  ])('is shown whole when it %s, with one finding that says so', (_what, damage) => {
    take('0.169.0');
    damage();
    const { findings, state } = reduceBundle(bundle);
    expect(findings.map(({ severity, code, file }) => [severity, code, file])).toEqual([
      ['error', 'manifest-unreadable', 'manifest.json'],
    ]);
    const { started_at_unix_ms: _, ...shown } = state();
    expect(JSON.parse(whole())).toMatchObject(JSON.parse(JSON.stringify(shown)));
    expect(() => reduceBundle(bundle, { strict: true })).toThrow(/manifest\.json/);
  });

  it('takes what the manifest does say', () => {
    take('0.134.0');
    const { trace_id: _, ...rest } = JSON.parse(readFileSync(manifestPath(), 'utf8')) as Record<string, unknown>;
    writeFileSync(manifestPath(), JSON.stringify({ ...rest, started_at_unix_ms: 77 }));
    expect(reduceBundle(bundle)).toMatchObject({ dialect: '0.134', graph: { started_at_unix_ms: 77 } });
  });

  it.each([
    ['', 'it is empty'],
    ['{"schema_version":1,"trace_id":"a', 'it is cut off before its end'],
    ['{"schema_version":1,', 'it is cut off before its end'],
    ['{\n  nothing: 1\n}', 'it is no JSON from line 2, column 3 on'],
    ['nothing', 'it is no JSON'],
    ['[]', 'not a JSON object'],
  ])('tells a person what is wrong with %j, and what is shown', (text, reason) => {
    take('0.169.0');
    writeFileSync(manifestPath(), text);
    expect(reduceBundle(bundle).findings.map(({ message }) => message)).toEqual([
      `the manifest cannot be used (${reason}); the rollout is shown all the same, with ids and start from the event log`,
    ]);
  });

  it('is lost when it is broken and its log says nothing', () => {
    take('0.169.0');
    writeFileSync(manifestPath(), '{');
    writeFileSync(join(bundle, 'trace.jsonl'), 'nothing\n');
    expect(() => reduceBundle(bundle)).toThrow(
      `${manifestPath()} cannot be used, and no event of the log can be read: nothing of the rollout can be shown`,
    );
  });

  it('is refused when its log says nothing either', () => {
    take('0.169.0');
    rmSync(manifestPath());
    writeFileSync(join(bundle, 'trace.jsonl'), 'nothing\n');
    expect(() => reduceBundle(bundle)).toThrow(/is not a rollout bundle/);
  });
});

describe('an event log that cannot be read', () => {
  const log = () => join(bundle, 'trace.jsonl');
  const reasons = () => {
    try {
      reduceBundle(bundle);
    } catch (error) {
      if (error instanceof TraceRefusal) return error.causes;
      throw error;
    }
    return [];
  };

  it('is gone, and what is left is named', () => {
    take('0.169.0');
    rmSync(log());
    expect(reasons()).toEqual([
      'No such file or directory',
      expect.stringMatching(/^the 56 files in .*payloads are all that is left of it$/),
    ]);
    expect(refusal().message).toBe(`open trace event log ${log()}`);
  });

  it('is a folder', () => {
    take('0.169.0');
    rmSync(log());
    mkdirSync(log());
    expect(reasons()[0]).toBe('Is a directory');
  });

  it('is compressed, here or beside', () => {
    take('0.169.0');
    const packed = gzipSync(readFileSync(log()));
    writeFileSync(log(), packed);
    expect(reasons()).toEqual(['it is compressed with gzip: unpack it under the same name']);
    renameSync(log(), `${log()}.gz`);
    expect(reasons()).toContain('there is a trace.jsonl.gz beside it: unpack that');
  });

  it('is empty, which is told and no reason to refuse', () => {
    take('0.169.0');
    writeFileSync(log(), '\n');
    expect(reduceBundle(bundle).findings.map(({ code }) => code)).toEqual(['log-empty']);
    expect(reduceBundle(bundle, { strict: true }).findings).toEqual([]);
  });

  it('begins with a byte order mark and ends with zeros', () => {
    take('0.169.0');
    const text = readFileSync(log(), 'utf8');
    const { state } = reduceBundle(bundle);
    writeFileSync(log(), `\ufeff${text}${'\0'.repeat(64)}`);
    const reduced = reduceBundle(bundle);
    expect(reduced.findings.map(({ code }) => code)).toEqual(['event-unreadable', 'event-after-end', 'log-truncated']);
    expect(reduced.state()).toEqual(state());
  });

  it('breaks off, which is said in words', () => {
    take('0.169.0');
    writeFileSync(log(), readFileSync(log()).subarray(0, -20));
    expect(reduceBundle(bundle).findings).toMatchObject([
      {
        code: 'log-truncated',
        message: expect.stringMatching(/^parse trace event line \d+: the log breaks off within/),
      },
    ]);
  });

  it('has a byte that is no text: the rest of its line counts', () => {
    take('0.169.0');
    const bytes = readFileSync(log());
    bytes[bytes.indexOf('text(') + 5] = 0xff;
    writeFileSync(log(), bytes);
    const { findings, graph } = reduceBundle(bundle);
    expect(findings.map(({ code }) => code)).toEqual(['line-not-utf8']);
    expect(graph.code_cells.size).toBe(1);
  });
});

it('shows a cell whose source is in a payload that is lost', () => {
  take('0.169.0');
  rmSync(join(bundle, 'payloads'), { recursive: true });
  const { findings, graph } = reduceBundle(bundle);
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['payload-missing']));
  expect([...graph.code_cells.values()].map(cell => [cell.runtime_cell_id, cell.source_item_id])).toEqual([['1', '']]);
});

it('tells once that a whole log belongs to another rollout', () => {
  take('0.169.0');
  const path = join(bundle, 'manifest.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), rollout_id: 'another' }));
  expect(reduceBundle(bundle).findings.map(({ code }) => code)).toEqual(['event-of-other-rollout']);
});

describe('the schema of a bundle', () => {
  it('that is not known yet is refused kindly when strict', () => {
    take('0.169.0', 3);
    expect(refusal().message).toMatch(/reads up to schema 2; update it to read schema 3/);
  });

  it('that is not known yet is read as far as it goes otherwise', () => {
    take('0.169.0', 3);
    const reduced = reduceBundle(bundle);
    expect(reduced.findings.map(finding => finding.code)).toEqual(['schema-newer']);
    expect(reduced.graph.code_cells.size).toBe(1);
  });

  it('is 2 when the events are, whatever the manifest says', () => {
    take('0.169.0', 1);
    expect(refusal().message).toBe(
      'trace schema 1 cannot establish accepted history; use its matching reducer or record a new bundle',
    );
    expect(reduceBundle(bundle).findings).toEqual([]);
  });

  it.each([0, 3, 1])('%i means nothing to releases that never looked at it', schema => {
    take('0.134.0', schema);
    expect(reduceBundle(bundle, { strict: true }).dialect).toBe('0.134');
  });
});

it('writes the state in the place of an older one, and nothing beside it', () => {
  take('0.169.0');
  const golden = readFileSync(join(bundle, 'state.json'), 'utf8');
  writeFileSync(join(bundle, 'state.json'), 'stale');
  writeState(reduceBundle(bundle, { strict: true }).graph, join(bundle, 'state.json'));
  expect(readFileSync(join(bundle, 'state.json'), 'utf8')).toBe(golden);
});
