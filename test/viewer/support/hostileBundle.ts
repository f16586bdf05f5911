/**
 * A bundle made to attack whoever looks at it: markup in every text and every id, text that turns around, broken
 * UTF-8, texts of ten megabytes, times that no clock shows.
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord } from '../../../runtime/base/json.ts';

export const attack =
  '</script></style></title><script>globalThis.hacked=1</script><img src="http://evil.test/x" onerror="globalThis.hacked=1"><!--<svg onload=globalThis.hacked=1>';
export const turning = 'invoice\u202egpj.exe\u2066\u0000\u0007';
const samples = fileURLToPath(new URL('../../../samples/rollouts', import.meta.url));

/** Words of the format: changing them would only make a reader skip what holds them. */
const plainKeys = /^(type|kind|status|role|channel|phase|path|schema_version|tool_name|name|language|outcome)$/;
/** Calls and cells that are looked for by a name of theirs. */
const plainValues = /^(root|\/root|\d+|raw_payload:\d+)$/;

/** Fills `folder`; the bundle is our sample, changed. */
export function writeHostileBundle(folder: string): void {
  const [name = ''] = readdirSync(samples);
  const sample = join(samples, name);
  mkdirSync(join(folder, 'payloads'), { recursive: true });
  const { raw_event_log, payloads_dir, ...ids } = JSON.parse(readFileSync(join(sample, 'manifest.json'), 'utf8'));
  const manifest = { ...(hostile(ids) as object), raw_event_log, payloads_dir };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  for (const file of readdirSync(join(sample, 'payloads'))) {
    const payload: unknown = JSON.parse(readFileSync(join(sample, 'payloads', file), 'utf8'));
    writeFileSync(join(folder, 'payloads', file), JSON.stringify(hostile(payload)));
  }
  const lines = readFileSync(join(sample, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line, index) => {
    const event = hostile(JSON.parse(line)) as Record<string, unknown>;
    if (index > 40 && index % 25 === 0) event.wall_time_unix_ms = [1e300, -1e15, 0.5, 2 ** 53][(index / 25) % 4];
    return JSON.stringify(event);
  });
  const sources = events.flatMap((event, index) => (event.includes('"source_js":"') ? [index] : []));
  const last = sources.at(-1) ?? 0;
  events[last] = (events[last] ?? '').replace('"source_js":"', `"source_js":"${'x'.repeat(10 << 20)} `);
  const log = events.join('\n');
  writeFileSync(join(folder, 'trace.jsonl'), `${log}\n`);
  const broken = Buffer.concat([
    Buffer.from(`{"broken":"${attack.replaceAll('"', "'")} `),
    Buffer.from([0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
    Buffer.from('"}'),
  ]);
  writeFileSync(join(folder, 'payloads', '3.json'), broken);
  writeFileSync(join(folder, 'payloads', '5.json'), JSON.stringify({ long: attack.repeat(60_000), half: '\ud800' }));
}

function hostile(value: unknown, key = ''): unknown {
  if (typeof value === 'string')
    return plainKeys.test(key) || plainValues.test(value) ? value : `${attack}${value}${turning}`;
  if (Array.isArray(value)) return value.map(each => hostile(each, key));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hostile(each, name)]));
}
