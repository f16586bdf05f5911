import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asId } from '../../base/ids.ts';
import { memoryPayloads } from '../bundle/payloadSource.ts';
import type { PayloadRef } from '../events.ts';
import type { Finding } from '../finding.ts';
import { emptyGraph } from '../model.ts';
import { rulesOf } from '../upgrade/dialect.ts';
import { ItemLists } from './itemLists.ts';
import { Reduction } from './reduction.ts';

function listsOver(texts: readonly string[]): { lists: ItemLists; findings: Finding[] } {
  const payloads = new Map(texts.map((text, index) => [`raw_payload:${index}`, Buffer.from(text)]));
  const findings: Finding[] = [];
  const graph = emptyGraph({ trace_id: 't', rollout_id: 'r', root_thread_id: 'r', started_at_unix_ms: 0 });
  const options = { graph, rules: rulesOf('0.169'), payloads: memoryPayloads(payloads), strict: false };
  const r = new Reduction({ ...options, onFinding: finding => findings.push(finding) });
  return { lists: new ItemLists(r), findings };
}

const ref = (index: number): PayloadRef => ({
  raw_payload_id: asId(`raw_payload:${index}`),
  kind: { type: 'inference_request' },
  path: `payloads/${index}.json`,
});

/** Texts of all items of each request, read one after another. */
function readAll(
  texts: readonly string[],
  repeating: boolean,
): { items: unknown[][]; kept: number[]; findings: string[] } {
  const { lists, findings } = listsOver(texts);
  let before: unknown[] = [];
  const items: unknown[][] = [];
  const kept: number[] = [];
  for (const index of texts.keys()) {
    const previous = repeating && index > 0 ? `inference-${index - 1}` : undefined;
    const list = lists.readRequest(ref(index), 'thread', `inference-${index}`, previous);
    const read = list?.items.map(({ responsesId, callId, parts, role }) => ({
      responsesId,
      callId,
      role,
      parts: parts.map(part => ({ ...part, raw_payload_id: '' })),
    }));
    const all = list && read ? [...before.slice(0, list.kept), ...read] : before;
    items.push(all);
    kept.push(list?.kept ?? -1);
    before = all;
  }
  return { items, kept, findings: findings.map(finding => `${finding.code} ${finding.message.slice(0, 30)}`) };
}

const message = (id: string, text: string) => ({
  type: 'message',
  id,
  role: 'user',
  content: [{ type: 'input_text', text }],
});
const long = 'a text that is long enough to be worth looking for, said over and over again. '.repeat(4);

describe('a request that repeats the one before', () => {
  const input = Array.from({ length: 6 }, (_, n) => message(`m${n}`, `${n} ${long}`));
  const request = (items: unknown[], extra: object = {}) =>
    JSON.stringify({ model: 'm', input: items, ...extra }, null, 2);

  it('is read from where it differs', () => {
    const texts = [request(input.slice(0, 3)), request(input.slice(0, 5), { metadata: 1 }), request(input)];
    expect(readAll(texts, true).kept).toEqual([0, 3, 5]);
    expect(readAll(texts, true).items).toEqual(readAll(texts, false).items);
  });

  it('is read in full again when its front changed', () => {
    const texts = [request(input), request([message('m0', 'other'), ...input.slice(1)])];
    expect(readAll(texts, true).kept).toEqual([0, 0]);
  });

  it('is read in full when it has two lists, of which the last counts', () => {
    const twice = `${request(input.slice(0, 4)).slice(0, -2)},\n  "input": [${JSON.stringify(message('x', 'y'))}]\n}`;
    const { items, kept } = readAll([request(input.slice(0, 3)), twice, twice], true);
    expect(kept).toEqual([0, 0, 0]);
    expect(items.slice(1)).toEqual(readAll([twice, twice], false).items);
  });

  it('is complained about where its rest is broken', () => {
    const broken = request(input).slice(0, -30);
    const { findings } = readAll([request(input.slice(0, 4)), broken], true);
    expect(findings).toEqual([expect.stringMatching(/^payload-broken parse payload raw_payload:1/)]);
  });

  it('has the items of the whole text, whatever is done to it', () => {
    const piece = fc.constantFrom(
      ...[
        '1',
        '12',
        '"s"',
        'null',
        '{"type":"message","role":"user","content":null}',
        '{"type":"additional_tools"}',
      ].map(text => text),
      ...input.map(item => JSON.stringify(item, null, 2)),
      '{"type":"message","role":"user","id":"i","content":[{"type":"input_image","image_url":"x","n":1.0}]}',
    );
    const space = fc.constantFrom('', ' ', '\n  ');
    const texts = fc
      .tuple(
        fc.array(fc.tuple(piece, space), { maxLength: 8 }),
        fc.array(fc.tuple(fc.nat(8), piece), { maxLength: 4 }),
        space,
      )
      .map(([first, steps, gap]) => {
        const parts = first.map(([text, after]) => text + after);
        const print = (tail: string) => `{"model":"${long}","input":[${gap}${parts.join(`,${gap}`)}]${tail}}`;
        const printed = [print('')];
        for (const [at, text] of steps) {
          parts.splice(at % 2 === 0 ? parts.length : at, 0, text);
          printed.push(print(`,"n":${at}`));
        }
        return printed;
      });
    fc.assert(
      fc.property(texts, printed => {
        expect(readAll(printed, true).items).toEqual(readAll(printed, false).items);
      }),
      { seed: 99, numRuns: 400 },
    );
  });
});
