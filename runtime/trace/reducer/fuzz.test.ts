/**
 * Mutated bundles: whatever is done to a log or its payloads, reduction neither crashes nor hangs.
 *
 * Seeded, so a failure comes back; every run mutates a golden bundle in memory in up to six places.
 */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadGolden, type MemoryBundle, reduceInMemory as reduce } from '../../../test/support/golden/memory.ts';
import { LogLines } from '../bundle/logLines.ts';
import { memoryPayloads } from '../bundle/payloadSource.ts';
import type { RolloutTrace } from '../model.ts';
import { dialects } from '../upgrade/dialect.ts';
import { applyLine } from './applyLine.ts';
import { createReducer } from './reducer.ts';
import { toState } from './state.ts';
import { TraceRefusal } from './traceRefusal.ts';

const bundles = dialects.map(loadGolden);

/** A change to a text: bytes overwritten, cut out, repeated or put in. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 40 }),
  kind: fc.constantFrom('overwrite', 'cut', 'repeat', 'insert', 'truncate'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }).map(bytes => Buffer.from(bytes)),
    fc
      .constantFrom(
        'null',
        '[]',
        '{}',
        '"',
        '\n',
        ',',
        '-1',
        '1e9',
        '"exec"',
        '"wait"',
        '"call-count"',
        '"turn-2"',
        '[[[[',
        '\\ud800',
      )
      .map(text => Buffer.from(text)),
  ),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(text: Buffer, { at, length, kind, bytes }: Change): Buffer {
  const from = Math.floor(at * text.length);
  const to = Math.min(text.length, from + length);
  const [before, within, after] = [text.subarray(0, from), text.subarray(from, to), text.subarray(to)];
  switch (kind) {
    case 'overwrite':
      return Buffer.concat([before, bytes, text.subarray(from + bytes.length)]);
    case 'cut':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, within, within, after]);
    case 'insert':
      return Buffer.concat([before, bytes, text.subarray(from)]);
    default:
      return before;
  }
}

/** A change to the order of lines: one taken out, doubled, or moved. */
const shuffle = fc.record({
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.double({ min: 0, max: 1, noNaN: true }),
  kind: fc.constantFrom('drop', 'double', 'move'),
});
type Shuffle = typeof shuffle extends fc.Arbitrary<infer T> ? T : never;

function shuffled(log: Buffer, { from, to, kind }: Shuffle): Buffer {
  const lines = log.toString('latin1').split('\n');
  const at = Math.floor(from * lines.length);
  const [line = ''] = kind === 'double' ? lines.slice(at, at + 1) : lines.splice(at, 1);
  if (kind !== 'drop') lines.splice(Math.floor(to * lines.length), 0, line);
  return Buffer.from(lines.join('\n'), 'latin1');
}

const mutation = fc.oneof(
  shuffle.map(step => (bundle: MemoryBundle) => ({ ...bundle, log: shuffled(bundle.log, step) })),
  change.map(step => (bundle: MemoryBundle) => ({ ...bundle, log: changed(bundle.log, step) })),
  fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), change).map(([which, step]) => (bundle: MemoryBundle) => {
    const names = [...bundle.payloads.keys()];
    const name = names[Math.floor(which * names.length)] ?? '';
    const payloads = new Map(bundle.payloads);
    payloads.set(name, changed(payloads.get(name) ?? Buffer.alloc(0), step));
    return { ...bundle, payloads };
  }),
  fc.double({ min: 0, max: 1, noNaN: true }).map(which => (bundle: MemoryBundle) => {
    const payloads = new Map(bundle.payloads);
    payloads.delete([...payloads.keys()][Math.floor(which * payloads.size)] ?? '');
    return { ...bundle, payloads };
  }),
);

const mutated = fc
  .tuple(fc.constantFrom(...bundles), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([bundle, steps]) => steps.reduce((current, step) => step(current), bundle));

describe('a mutated bundle', () => {
  it('is reduced with findings or without, and never crashes', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(mutated, bundle => {
        const { state, findings } = reduce(bundle, false);
        expect(state.rollout_id).toBe(bundle.root.rollout_id);
        for (const finding of findings) expect(finding.message).not.toBe('');
      }),
      { seed: 20260728, numRuns: 2400 },
    );
  });

  it('is refused with a sentence when strict, or reduces to what it reduces to otherwise', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(mutated, bundle => {
        let strict: RolloutTrace;
        try {
          strict = reduce(bundle, true).state;
        } catch (error) {
          expect(error).toBeInstanceOf(TraceRefusal);
          return;
        }
        const loose = reduce(bundle, false);
        // Older releases overlook what is told otherwise, and all overlook that nothing was recorded.
        if (bundle.dialect === '0.169') expect(loose.findings.filter(({ code }) => code !== 'log-empty')).toEqual([]);
        expect(loose.state).toEqual(strict);
      }),
      { seed: 4711, numRuns: 800 },
    );
  });
});

describe.each(bundles)('every prefix of the log of $dialect', bundle => {
  const ends: number[] = [];
  for (let at = bundle.log.indexOf('\n'); at >= 0; at = bundle.log.indexOf('\n', at + 1)) ends.push(at + 1);

  it('has the state that the fold had when it was there', () => {
    const reducer = createReducer({
      root: bundle.root,
      dialect: bundle.dialect,
      payloads: memoryPayloads(bundle.payloads),
      strict: false,
    });
    const lines = new LogLines();
    let from = 0;
    for (const end of ends) {
      for (const line of lines.push(bundle.log.subarray(from, end))) applyLine(reducer, line);
      from = end;
      const live = JSON.stringify(toState(reducer.graph));
      const prefix = reduce({ ...bundle, log: bundle.log.subarray(0, end) }, true);
      expect(live).toBe(JSON.stringify(prefix.state));
    }
  });

  it('cut within a line is the prefix before it and one finding', () => {
    for (const [index, end] of ends.entries()) {
      const cut = reduce({ ...bundle, log: bundle.log.subarray(0, end - 20) }, false);
      const whole = reduce({ ...bundle, log: bundle.log.subarray(0, ends[index - 1] ?? 0) }, true);
      expect(cut.findings.map(finding => [finding.code, finding.line])).toEqual([['log-truncated', index + 1]]);
      expect(cut.state).toEqual(whole.state);
    }
  });
});
