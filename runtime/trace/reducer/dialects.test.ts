/**
 * What must be so in every dialect, whatever the right state is: one story tells the same however it was recorded, however
 * its JSON is written, in whatever pieces it arrives, and whoever else is recorded beside it.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGolden, type MemoryBundle, reduceInMemory } from '../../../test/support/golden/memory.ts';
import { storyOf } from '../../../test/support/golden/story.ts';
import { isRecord } from '../../base/json.ts';
import { LogLines } from '../bundle/logLines.ts';
import { memoryPayloads } from '../bundle/payloadSource.ts';
import type { RolloutTrace } from '../model.ts';
import { reduceBundle } from '../reduceBundle.ts';
import { dialects } from '../upgrade/dialect.ts';
import { applyLine } from './applyLine.ts';
import { createReducer } from './reducer.ts';
import { toState } from './state.ts';

type Fields = Record<string, unknown>;
const newest = loadGolden('0.169');
const stateOf = (bundle: MemoryBundle): RolloutTrace => reduceInMemory(bundle, true).state;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dialects-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function eventsOf(bundle: MemoryBundle): Fields[] {
  const lines = bundle.log.toString().trimEnd().split('\n');
  return lines.map(line => JSON.parse(line) as Fields);
}

function withEvents(bundle: MemoryBundle, events: readonly Fields[], write = (event: Fields) => JSON.stringify(event)) {
  return { ...bundle, log: Buffer.from(events.map(event => `${write(event)}\n`).join('')) };
}

function withPayloads(bundle: MemoryBundle, change: (value: unknown) => string): MemoryBundle {
  const changed = [...bundle.payloads].map(([id, bytes]): [string, Buffer] => [
    id,
    Buffer.from(change(JSON.parse(bytes.toString()))),
  ]);
  return { ...bundle, payloads: new Map(changed) };
}

/** Every object in a value made anew; lists keep their order. */
function remade(value: unknown, make: (fields: Fields) => Fields): unknown {
  if (Array.isArray(value)) return value.map(part => remade(part, make));
  if (!isRecord(value)) return value;
  return make(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, remade(part, make)])));
}
const backwards = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).reverse());
const withoutNulls = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
const withMore = (fields: Fields): Fields => ({ mood: { fine: [1, null] }, ...fields, 'x-later': 'unknown' });
const airy = (value: unknown): string => JSON.stringify(value, null, '\t').replaceAll('\n', ' ');

describe.each(dialects)('a recording of %s', dialect => {
  const bundle = loadGolden(dialect);
  const events = eventsOf(bundle);
  const state = stateOf(bundle);

  it('tells the story as the newest release tells it', () => {
    const story = storyOf(stateOf(newest));
    // Schema 1 recorded a turn without an answer as completed (trace-format §2).
    if (events[0]?.schema_version === 1) {
      expect(story).toMatchObject({ codex_turns: { 'turn-2': { execution: { status: 'failed' } } } });
      Object.assign(((story.codex_turns as Fields)['turn-2'] as Fields).execution as Fields, { status: 'completed' });
    }
    expect(storyOf(state)).toEqual(story);
  });

  it.each<[string, MemoryBundle]>([
    [
      'with the keys of its events in another order',
      withEvents(bundle, events, e => JSON.stringify(remade(e, backwards))),
    ],
    ['with blanks around its words', withPayloads(withEvents(bundle, events, airy), airy)],
    ['with payloads without blanks', withPayloads(bundle, value => JSON.stringify(value))],
    [
      'with the keys of its payloads in another order',
      withPayloads(bundle, value => JSON.stringify(isRecord(value) ? backwards(value) : value)),
    ],
    [
      'with fields that nobody knows',
      withPayloads(
        withEvents(bundle, events, event => JSON.stringify(remade(event, withMore))),
        value => JSON.stringify(isRecord(value) ? withMore(value) : value),
      ),
    ],
    ['without what is null', withEvents(bundle, events, event => JSON.stringify(remade(event, withoutNulls)))],
    ['with line ends of another system', withEvents(bundle, events, event => `${JSON.stringify(event)}\r`)],
  ])('is the same %s', (_how, other) => {
    expect(stateOf(other)).toEqual(state);
  });

  it('is known for what it is when it is written with blanks', () => {
    const place = join(folder, dialect);
    mkdirSync(join(place, 'payloads'), { recursive: true });
    const manifest = { ...bundle.root, schema_version: events[0]?.schema_version };
    writeFileSync(
      join(place, 'manifest.json'),
      JSON.stringify({ ...manifest, raw_event_log: 'trace.jsonl', payloads_dir: 'payloads' }),
    );
    writeFileSync(join(place, 'trace.jsonl'), withEvents(bundle, events, airy).log);
    for (const [id, bytes] of bundle.payloads) writeFileSync(join(place, `payloads/${id.split(':')[1]}.json`), bytes);
    const reduced = reduceBundle(place, { strict: true });
    // Nothing in the log tells the two apart.
    expect(reduced.dialect).toBe(dialect === '0.150' ? '0.134' : dialect);
    expect(reduced.state()).toEqual(state);
  });

  it('is the same in whatever pieces it arrives', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 9000 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(sizes, pieces => {
        const payloads = memoryPayloads(bundle.payloads);
        const reducer = createReducer({ root: bundle.root, dialect, payloads, strict: true });
        const lines = new LogLines();
        for (let at = 0, turn = 0; at < bundle.log.length; turn++) {
          const size = pieces[turn % pieces.length] ?? 1;
          for (const line of lines.push(bundle.log.subarray(at, at + size))) applyLine(reducer, line);
          at += size;
        }
        expect(toState(reducer.finish())).toEqual(state);
      }),
      { seed: 125, numRuns: 15 },
    );
  });

  it('is told the same beside another one, however their events are mixed', () => {
    const { events: others, payloads } = elsewhere(bundle);
    const solo = storyOf(stateOf(withEvents({ ...bundle, root: { ...bundle.root, ...otherRoot }, payloads }, others)));
    const both = merged(storyOf(state), solo);
    const guests = others.filter(event => !/^(rollout_|recording_)/.test(typeOf(event)));
    const [first, ...rest] = events;
    const last = dialect === '0.169' ? rest.splice(-1) : [];
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 400, maxLength: 400 }), order => {
        const queues: [Fields[], Fields[]] = [[...rest], [...guests]];
        const mixed = [first ?? {}];
        for (const turn of order) mixed.push(...queues[turn ? 0 : 1].splice(0, 1));
        mixed.push(...queues[0], ...queues[1], ...last);
        const renumbered = mixed.map((event, at) => ({ ...event, rollout_id: bundle.root.rollout_id, seq: at + 1 }));
        const whole = withEvents({ ...bundle, payloads: new Map([...bundle.payloads, ...payloads]) }, renumbered);
        expect(storyOf(stateOf(whole))).toEqual(both);
      }),
      { seed: 166, numRuns: 15 },
    );
  });
});

const otherRoot = {
  rollout_id: '0193a0c0-0000-7000-8000-000000000101',
  root_thread_id: '0193a0c0-0000-7000-8000-000000000101',
};

/** The same rollout as if something else had been recorded: no id, payload or process is the same. */
function elsewhere(bundle: MemoryBundle): { events: Fields[]; payloads: Map<string, Buffer> } {
  const moved = (text: string) =>
    text
      .replaceAll('0193a0c0-0000-7000-8000-00000000000', '0193a0c0-0000-7000-8000-00000000010')
      .replace(/"(turn|inference|call|nested|msg|rs|ctco?|fco?|cmp|compaction|mcp)-/g, '"other-$1-')
      .replace(
        /(raw_payload:|payloads\/|compaction_request:)(\d+)/g,
        (_, before, number) => `${before}${+number + 500}`,
      )
      .replace(/\b(501|777)\b/g, '9$1');
  const payloads = [...bundle.payloads].map(([id, bytes]): [string, Buffer] => [
    moved(id),
    Buffer.from(moved(bytes.toString())),
  ]);
  return {
    events: eventsOf({ ...bundle, log: Buffer.from(moved(bundle.log.toString())) }),
    payloads: new Map(payloads),
  };
}

function typeOf(event: Fields): string {
  return isRecord(event.payload) ? String(event.payload.type) : '';
}

/** What either tells; of the rollout itself what the first one tells. */
function merged(one: Fields, other: Fields): Fields {
  return Object.fromEntries(
    Object.entries(one).map(([key, value]) => {
      const more = other[key];
      return [key, isRecord(value) && isRecord(more) ? { ...value, ...more } : value];
    }),
  );
}
