import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EntityRef, entityKinds } from './columns.ts';
import { EntityList, entityAt, entityColumns, sliceEntities } from './entities.ts';

const ref = fc.record({
  kind: fc.constantFrom(...entityKinds),
  id: fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.constantFrom('', 'call-1', '\ufeffmark', 'x'.repeat(5000), '\0'),
  ),
});
const refs = fc.array(ref, { maxLength: 30 });
const all = (columns: ReturnType<typeof entityColumns>) =>
  Array.from({ length: columns.count }, (_, index) => entityAt(columns, index));

test('objects come back as they went in, whatever their ids are made of', () => {
  fc.assert(
    fc.property(refs, list => {
      expect(all(entityColumns(list))).toEqual(list);
    }),
  );
});

test('any stretch of columns is columns of its own', () => {
  fc.assert(
    fc.property(refs, fc.nat(30), fc.nat(30), (list, a, b) => {
      const [from, to] = [Math.min(a, b, list.length), Math.min(Math.max(a, b), list.length)];
      const grown = new EntityList();
      for (const { kind, id } of list) grown.add(kind, id);
      expect(all(sliceEntities(entityColumns(list), from, to))).toEqual(list.slice(from, to));
      expect(all(grown.columns(from, to))).toEqual(list.slice(from, to));
    }),
  );
});

test('a list takes over deltas one after the other and finds every place of an object', () => {
  fc.assert(
    fc.property(fc.array(refs, { minLength: 1, maxLength: 5 }), deltas => {
      const list = new EntityList();
      for (const delta of deltas) list.append(entityColumns(delta));
      const flat: readonly EntityRef[] = deltas.flat();
      expect(flat.map((_, index) => list.at(index))).toEqual(flat);
      for (const wanted of flat) {
        const places = flat.flatMap((one, index) => (one.kind === wanted.kind && one.id === wanted.id ? [index] : []));
        expect([...list.indicesOf(wanted)]).toEqual(places);
      }
    }),
  );
});

test('there is nothing at an index that is none', () => {
  const columns = entityColumns([{ kind: 'thread', id: 'a' }]);
  const list = new EntityList();
  list.append(columns);
  for (const index of [-1, 1, 0.5, Number.NaN]) {
    expect(list.at(index)).toBeNull();
    expect(entityAt(columns, index)).toBeNull();
  }
  expect(list.indicesOf({ kind: 'thread', id: 'b' })).toEqual(new Set());
});

test('columns that do not fit together harm nobody', () => {
  const broken = {
    count: 5,
    kind: Uint8Array.of(0, 99, 1),
    idEnd: Int32Array.of(-3, 2, 1, 1_000_000),
    ids: new TextEncoder().encode('abc'),
  };
  const list = new EntityList();
  list.append(broken);
  list.append(entityColumns([{ kind: 'thread', id: 'z' }]));
  expect(list.at(0)).toEqual({ kind: 'thread', id: '' });
  expect(list.at(1)).toBeNull();
  expect(list.at(5)).toEqual({ kind: 'thread', id: 'z' });
});

test('a slice holds no more bytes than its ids', () => {
  const { ids } = sliceEntities(
    entityColumns([
      { kind: 'thread', id: 'aa' },
      { kind: 'thread', id: 'b' },
    ]),
    1,
    2,
  );
  expect(ids.byteLength).toBe(1);
});
