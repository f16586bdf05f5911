import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RawPayload } from './model.ts';
import { PayloadTable } from './payloadTable.ts';

const payload = (id: string, path: string): RawPayload => ({
  raw_payload_id: id,
  kind: { type: path.length % 2 ? 'tool_result' : 'tool_invocation' },
  path,
});

/** Ids and paths near the usual ones, so that runs of usual ones happen. */
const number = fc.oneof(
  fc.integer({ min: 1, max: 6 }).map(String),
  fc.constantFrom('0', '01', '1.0', '', '-1', '7777777777'),
);
const entry = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  fc.tuple(number, number).map(([id, path]) => payload(`raw_payload:${id}`, `payloads/${path}.json`)),
  fc.constantFrom(
    payload('raw_payload', 'payloads/1.json'),
    payload('x', 'y'),
    payload('raw_payload:1', 'elsewhere/1.json'),
  ),
);

it('is like a map, whatever is entered in whatever order', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 12 }), entries => {
      const table = new PayloadTable();
      const map = new Map<string, RawPayload>();
      for (const given of entries) {
        const next = map.size + 1;
        const one = given ?? payload(`raw_payload:${next}`, `payloads/${next}.json`);
        table.enter(one.raw_payload_id, one.kind, one.path);
        map.set(one.raw_payload_id, one);
      }
      expect(table.size).toBe(map.size);
      expect([...table]).toEqual([...map]);
      expect([...table.keys()]).toEqual([...map.keys()]);
      expect([...table.values()]).toEqual([...map.values()]);
      for (const id of ['raw_payload:1', 'raw_payload:3', 'raw_payload:01', 'raw_payload:0', 'raw_payload:', 'x']) {
        expect(table.get(id)).toEqual(map.get(id));
        expect(table.has(id)).toBe(map.has(id));
      }
    }),
  );
});

it('keeps no objects while payloads are numbered, and all of them afterwards', () => {
  const table = new PayloadTable();
  table.set('raw_payload:1', payload('raw_payload:1', 'payloads/1.json'));
  expect(table.numbered).toBe(1);
  table.set('raw_payload:3', payload('raw_payload:3', 'payloads/3.json'));
  expect(table.numbered).toBeUndefined();
  expect([...table.keys()]).toEqual(['raw_payload:1', 'raw_payload:3']);
  expect(table.delete('raw_payload:1')).toBe(true);
  expect(table.size).toBe(1);
  table.clear();
  expect([table.size, table.numbered]).toEqual([0, 0]);
});
