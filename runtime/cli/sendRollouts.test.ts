import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeOtlp } from '../../test/support/otlpDefinition.ts';
import { otlpSchema } from '../../test/support/otlpSchema.ts';
import { runCli, startCli } from './runCli.ts';

const samples = fileURLToPath(new URL('../../samples/rollouts', import.meta.url));
const [sample = ''] = readdirSync(samples);
const { trace_id: traceId } = JSON.parse(readFileSync(join(samples, sample, 'manifest.json'), 'utf8')) as {
  readonly trace_id: string;
};
const traceIdOf = (index: number) => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;

interface Taken {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: { readonly resourceSpans: readonly ResourceSpans[] };
}
interface ResourceSpans {
  readonly resource: unknown;
  readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[];
}

let taken: Taken[] = [];
/** What the collector does with a request, by its number; answers 200 by default. */
let answer: (response: ServerResponse, number: number) => void;
let folder: string;
let address: string;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', chunk => chunks.push(chunk));
  request.on('end', () => {
    const raw = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
    const body = JSON.parse(text.toString());
    taken.push({ path: request.url ?? '', headers: request.headers, body });
    try {
      // As a collector would: what the definition does not know, it does not get past.
      takeOtlp(body);
      answer(response, taken.length);
    } catch (error) {
      response.writeHead(400, 'Bad Request').end(String(error));
    }
  });
});

beforeEach(async () => {
  taken = [];
  answer = response => response.setHeader('content-type', 'application/json').end('{}');
  folder = mkdtempSync(join(tmpdir(), 'cellscope-send-'));
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise(done => server.close(done));
  rmSync(folder, { recursive: true });
});

const send = (paths: readonly string[], env: Readonly<Record<string, string>> = {}, endpoint = address) =>
  runCli(['export', '--otlp-endpoint', endpoint, ...paths], { cwd: folder, env });
const spansOf = (all: readonly Taken[]) =>
  all.flatMap(({ body }) => body.resourceSpans.flatMap(one => one.scopeSpans.flatMap(scope => scope.spans)));
const bySpanId = (spans: readonly unknown[]) =>
  [...(spans as { spanId: string }[])].sort((a, b) => a.spanId.localeCompare(b.spanId));

/** Without what the SDK adds, and with integers as text, as our own file has them. */
function plain(value: unknown): unknown {
  const added = ['droppedAttributesCount', 'droppedEventsCount', 'droppedLinksCount', 'flags'];
  return JSON.parse(JSON.stringify(value), function (this: unknown, key, inner) {
    if (added.includes(key)) return undefined;
    return key === 'intValue' ? String(inner) : inner;
  });
}

test('what a collector gets has the shape of OTLP and is what the file has', async () => {
  const { exitCode, stdout, stderr } = await send([join(samples, sample)]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^.*trace-.*: \d+ spans, trace [0-9a-f]{32}\n$/);
  const validate = new Ajv({ strict: false }).compile(otlpSchema);
  for (const { path, headers, body } of taken) {
    expect({ path, type: headers['content-type'] }).toEqual({ path: '/v1/traces', type: 'application/json' });
    validate(body);
    expect(validate.errors).toBeNull();
  }
  const file = JSON.parse((await runCli(['export', '--format', 'otlp', join(samples, sample)])).stdout);
  const own: ResourceSpans = file.resourceSpans[0];
  expect(plain(bySpanId(spansOf(taken)))).toEqual(bySpanId(own.scopeSpans.flatMap(scope => scope.spans)));
  expect(plain(taken[0]?.body.resourceSpans[0]?.resource)).toEqual(own.resource);
});

test('a folder is searched for bundles, and a bundle named twice is sent once', async () => {
  const first = join(folder, 'team', 'monday', 'trace-a');
  const second = join(folder, 'team', 'trace-b');
  for (const bundle of [first, second]) cpSync(join(samples, sample), bundle, { recursive: true });
  const { exitCode, stdout } = await send(['team', join('team', 'trace-b', 'trace.jsonl')]);
  expect(exitCode).toBe(0);
  expect(stdout.replaceAll('\\', '/').match(/^team\/\S+(?=:)/gm)).toEqual(['team/monday/trace-a', 'team/trace-b']);
});

test('a bundle that cannot be read is told and left out, the others are sent', async () => {
  mkdirSync(join(folder, 'trace-broken'));
  writeFileSync(join(folder, 'trace-broken', 'trace.jsonl'), '');
  cpSync(join(samples, sample), join(folder, 'trace-good'), { recursive: true });
  const { exitCode, stdout, stderr } = await send(['.']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^trace-good: \d+ spans/);
  expect(stderr).toMatch(/^Warning: trace-broken was left out: .*manifest/);
});

test('a busy collector is asked again', async () => {
  answer = (response, number) => {
    if (number === 1) response.writeHead(503, { 'retry-after': '0' }).end();
    else response.end('{}');
  };
  const { exitCode } = await send([join(samples, sample)]);
  expect(exitCode).toBe(0);
  expect(new Set(bySpanId(spansOf(taken)).map(span => span.spanId)).size).toBe(spansOf(taken.slice(1)).length);
  expect(taken[1]?.body).toEqual(taken[0]?.body);
});

test('dozens of rollouts arrive whole, compressed, and each under its own trace', async () => {
  const names = Array.from({ length: 24 }, (_, index) => `trace-${String(index).padStart(2, '0')}`);
  for (const [index, name] of names.entries()) {
    cpSync(join(samples, sample), join(folder, name), { recursive: true });
    for (const file of ['manifest.json', 'trace.jsonl']) {
      const path = join(folder, name, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(traceId, traceIdOf(index)));
    }
  }
  const { exitCode, stdout, stderr } = await send(['.'], { OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(new Set(taken.map(({ headers }) => headers['content-encoding']))).toEqual(new Set(['gzip']));
  const told = stdout.trim().split('\n');
  expect(told.map(line => line.split(':')[0])).toEqual(names);
  const spans = spansOf(taken) as { readonly traceId: string; readonly spanId: string }[];
  for (const [index, line] of told.entries()) {
    const [, count, trace] = /: (\d+) spans, trace ([0-9a-f]{32})$/.exec(line) ?? [];
    expect(trace).toBe(traceIdOf(index).replaceAll('-', ''));
    const own = spans.filter(span => span.traceId === trace);
    expect(own.length).toBe(Number(count));
    expect(new Set(own.map(span => span.spanId)).size).toBe(own.length);
  }
});

test.each([429, 502, 503, 504])('a collector that answers %d is asked again until it takes the spans', async code => {
  answer = (response, number) => {
    if (number <= 2) response.writeHead(code, { 'retry-after': '0' }).end();
    else response.end('{}');
  };
  const { exitCode, stderr } = await send([join(samples, sample)]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(taken.length).toBeGreaterThan(2);
});

test('a collector that stays busy is given up at the deadline, with its answer in words', async () => {
  answer = response => response.writeHead(429, { 'retry-after': '0' }).end();
  const { exitCode, stdout, stderr } = await send([join(samples, sample)], { OTEL_EXPORTER_OTLP_TIMEOUT: '600' });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/^Error: .* did not take the spans: it was too busy or not available until the deadline\n$/);
});

test.skipIf(process.platform === 'win32')('Ctrl-C ends it at once, with what was sent before told', async () => {
  for (const name of ['trace-a', 'trace-b']) cpSync(join(samples, sample), join(folder, name), { recursive: true });
  const asked = new Promise<void>(done => {
    answer = (response, number) => {
      if (number === 1) response.end('{}');
      else done();
    };
  });
  const child = startCli(['export', '--otlp-endpoint', address, '.'], { cwd: folder });
  await asked;
  if (child.pid === undefined) throw new Error('the command line did not start');
  process.kill(-child.pid, 'SIGINT');
  const { signal, exitCode, stdout, stderr } = await child;
  expect(signal ?? exitCode).toBe('SIGINT');
  expect(stdout).toMatch(/^trace-a: \d+ spans/);
  expect(stderr).toBe('');
});

test('a collector that refuses is quoted, and nothing more is sent to it', async () => {
  answer = response => response.writeHead(401, 'Unauthorized').end('no token\nmore');
  cpSync(join(samples, sample), join(folder, 'trace-a'), { recursive: true });
  cpSync(join(samples, sample), join(folder, 'trace-b'), { recursive: true });
  const { exitCode, stdout, stderr } = await send(['.'], {}, address.replace('//', '//me:secret@'));
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toBe(
    `Error: trace-a: ${address}/v1/traces did not take the spans: it answered 401 Unauthorized (no token)\n`,
  );
});

test('a collector that does not answer is given up at the deadline', async () => {
  answer = () => {};
  const { exitCode, stderr } = await send([join(samples, sample)], { OTEL_EXPORTER_OTLP_TIMEOUT: '300' });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Error: .* did not take the spans: Request timed out\n$/);
});

test('a collector that is not there is named', async () => {
  const gone = 'http://127.0.0.1:9';
  const { exitCode, stderr } = await send([join(samples, sample)], { OTEL_EXPORTER_OTLP_TIMEOUT: '300' }, gone);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Error: .*: http:\/\/127\.0\.0\.1:9\/v1\/traces did not take the spans: .*ECONNREFUSED/);
});

test('spans that a collector rejects are told', async () => {
  answer = response => response.end('{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}');
  const { exitCode, stderr } = await send([join(samples, sample)]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^(Warning: the collector rejected 3 spans: too old\n)+$/);
});

test('headers and compression come from the environment, and an address in full is kept', async () => {
  const env = { OTEL_EXPORTER_OTLP_HEADERS: 'x-team=blue', OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip' };
  const { exitCode } = await send([join(samples, sample)], env, `${address}/otlp/v1/traces`);
  expect(exitCode).toBe(0);
  expect(taken[0]?.path).toBe('/otlp/v1/traces');
  expect(taken[0]?.headers).toMatchObject({ 'x-team': 'blue', 'content-encoding': 'gzip' });
});

test('without content no source and no answer leaves', async () => {
  const { exitCode } = await send(['--no-content', join(samples, sample)]);
  expect(exitCode).toBe(0);
  expect(JSON.stringify(taken)).not.toMatch(/gen_ai\.(tool\.call\.(arguments|result)|output\.messages)/);
});

test('a folder without bundles is an error that names it', async () => {
  const { exitCode, stderr } = await send(['.']);
  expect(exitCode).toBe(1);
  expect(stderr).toBe('Error: "." is no bundle and holds none (looked for trace.jsonl)\n');
});
