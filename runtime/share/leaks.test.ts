/** Things that must not leave, planted wherever a rollout has room for text, and looked for in the finished file. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ORIGIN, RolloutBuilder } from '../../test/support/rolloutBuilder.ts';
import type { Finding } from '../trace/finding.ts';
import type { Redaction } from './redactor.ts';
import { savePage } from './savePage.ts';

let bundle: string;
/** What was planted so far; each is unlike the others from its first characters on. */
let planted: string[];

beforeEach(() => {
  bundle = mkdtempSync(join(tmpdir(), 'cellscope-leaks-'));
  mkdirSync(join(bundle, 'payloads'));
  planted = [];
});
afterEach(() => rmSync(bundle, { recursive: true }));

/** Letters and digits that nothing else here holds. */
function unique(length: number): string {
  const number = planted.length + 1;
  const body = Array.from({ length }, (_, at) => String.fromCharCode(97 + ((number * 31 + at * 7) % 26)));
  return `q${number}z${body.join('')}`.slice(0, length);
}
function plant(make: (body: string) => string, length = 36): string {
  const body = unique(length);
  planted.push(body);
  return make(body);
}
const token = () => plant(body => `ghp_${body}`);
const home = () => plant(body => `/home/${body}/notes`, 12);
const email = () => plant(body => `${body}@mail.example.org`, 12);

/** The text of the file with all that is packed in it. */
async function pageOf(build: RolloutBuilder, redact: readonly Redaction[], findings: readonly Finding[] = []) {
  const files = { script: 'run()', style: 'a{}' };
  const { pieces, report } = await savePage({ bundle, graph: build.graph, findings, redact: new Set(redact), files });
  const html = [...pieces].join('');
  const blocks = [...html.matchAll(/<script type="application\/octet-stream"[^>]*>([^<]*)</g)];
  const texts = blocks.map(([, base64]) => gunzipSync(Buffer.from(base64 ?? '', 'base64')).toString());
  return { text: [html, ...texts].join('\n'), report };
}
/** The first characters are enough: half a secret is one too. */
const leaked = (text: string) => planted.filter(body => text.includes(body.slice(0, 8)));

function payload(build: RolloutBuilder, name: string, content: unknown): void {
  const path = `payloads/${name}`;
  build.graph.raw_payloads.set(name, { raw_payload_id: name, kind: { type: 'session_metadata' }, path });
  writeFileSync(join(bundle, path), typeof content === 'string' ? content : JSON.stringify(content));
}

/** Every field that takes text. */
function fullRollout(): RolloutBuilder {
  const build = new RolloutBuilder().thread().turn('t').inference('m', 't').endInference('m');
  const thread = build.graph.threads.get('root');
  if (thread) Object.assign(thread, { nickname: token(), default_model: email(), conversation_item_ids: ['said'] });
  build.graph.conversation_items.set('said', {
    item_id: 'said',
    thread_id: 'root',
    codex_turn_id: 't',
    first_seen_at_unix_ms: ORIGIN,
    role: 'user',
    channel: null,
    kind: 'message',
    // The title is cut after 80 characters: within the token.
    body: { parts: [{ type: 'text', text: `${'Please mend it with '.repeat(3)}${token()} and tell ${email()}` }] },
    call_id: null,
    produced_by: [],
  });
  build.exec('call-1', 't', '1', `await fetch('https://x.org', { headers: { authorization: 'Bearer ${token()}' } })`);
  build.nested('exec-a', 'call-1', { type: 'mcp', server: home(), tool: token() });
  build.process('op-1', 'exec-a', `curl -u me:${token()} ${home()}`).output('call-1', `it said ${token()}`, home());
  const nested = build.graph.tool_calls.get('exec-a');
  if (nested?.summary.type === 'generic') nested.summary.input_preview = `{"cmd":"login ${token().slice(0, 24)}`;
  payload(build, '1.json', { cwd: home(), env: { SERVICE_PASSWORD: plant(body => body) }, [token()]: { [home()]: 1 } });
  payload(build, '2.json', { headers: [{ name: 'x-api-key', value: plant(body => body) }], who: [email()] });
  payload(build, '3.json', { args: JSON.stringify({ cmd: JSON.stringify({ said: `\n${token()}\t${home()}` }) }) });
  payload(build, '4.json', `no JSON at all: ${token()} in ${home()} of ${email()}`);
  payload(build, '5.json', { long: `${'x '.repeat(131_060)}${token()} ${'y '.repeat(50_000)}` });
  payload(build, '6.json', `"${'z '.repeat(65_520)}${token()} ${'w '.repeat(4_300_000)}`);
  payload(build, '7.json', 'gone');
  rmSync(join(bundle, 'payloads', '7.json'));
  const ref = { kind: 'code_cell', id: 'code_cell:call-1' };
  const notes = [{ ref, text: `Ask ${email()} why ${home()} has ${token()}` }];
  writeFileSync(join(bundle, 'notes.json'), JSON.stringify({ version: 1, notes }));
  return build;
}

const finding = (message: string): Finding => ({ severity: 'warning', code: 'x', message, refs: [] });

test('with everything taken out, nothing that was planted is in the file, whole or in part', async () => {
  const build = fullRollout();
  const findings = [finding(`\`curl -H "Authorization: Bearer ${token().slice(0, 20)}…\` survived in ${home()}`)];
  expect(planted.length).toBeGreaterThan(25);
  const { text, report } = await pageOf(build, ['paths', 'secrets', 'emails'], findings);
  expect(leaked(text)).toEqual([]);
  // Nor where the rollout lies on the disk of whoever saves it, which is said of payloads that are missing.
  expect(text).toContain('could not be read');
  expect(text).not.toContain(bundle);
  expect(text).toContain('<GitHub token>');
  expect(report.met.secrets).toBeGreaterThan(10);
  expect(report.met.emails).toBeGreaterThan(3);
});

test('without redaction all of it is there: the test above would see it', async () => {
  const { text } = await pageOf(fullRollout(), []);
  expect(text).not.toContain(bundle);
  const missing = planted.filter(body => !text.includes(body.slice(0, 8)));
  // Where a large payload is cut, its end is not in the file.
  expect(missing.length).toBeLessThanOrEqual(2);
});

test('without payloads and notes, nothing of them is in the file', async () => {
  const build = new RolloutBuilder().thread().turn('t');
  payload(build, '1.json', { secret: token(), said: home() });
  const ref = { kind: 'thread', id: 'root' };
  writeFileSync(
    join(bundle, 'notes.json'),
    JSON.stringify({ version: 1, notes: [{ ref, text: plant(body => body) }] }),
  );
  const { text, report } = await pageOf(build, ['payloads', 'notes']);
  expect(leaked(text)).toEqual([]);
  expect({ notes: report.notes, saved: report.payloads.saved }).toEqual({ notes: { all: 1, saved: 0 }, saved: 0 });
});
