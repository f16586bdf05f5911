import { describe, expect, test } from 'vitest';
import { asId, type CellId } from '../../runtime/base/ids.ts';
import { durationText, itemText, outputEntry, responseBody } from './outputText.ts';

const cellId = asId<CellId>('1');

describe('output as text', () => {
  test('joins the items and ends with the error', () => {
    const response = {
      status: 'failed' as const,
      cellId,
      items: [
        { type: 'text' as const, text: 'one' },
        { type: 'text' as const, text: 'two' },
      ],
      errorText: 'Error: boom',
      output: '',
    };
    expect(responseBody(response)).toBe('one\ntwo\nError: boom');
  });

  test('names a picture by kind and size instead of spelling it out', () => {
    const imageUrl = `data:image/png;base64,${'A'.repeat(4096)}`;
    expect(itemText({ type: 'image', imageUrl, detail: 'high' })).toBe('[image: image/png, 3.0 KiB]');
  });

  test('says when there is none', () => {
    expect(responseBody({ status: 'completed', cellId, items: [], output: '' })).toBe('(no output)');
  });

  test('is headed by the cell, what became of it, and the time of this call', () => {
    const response = { status: 'yielded' as const, cellId, items: [{ type: 'text' as const, text: 'x' }], output: '' };
    const entry = outputEntry('Cell 1', { type: 'response', atMs: 0, tookMs: 1500, response });
    expect(entry.split('\n')).toEqual([expect.stringMatching(/^── Cell 1 · runs on after 1\.5 s ─+$/), 'x', '']);
  });

  test('durations are milliseconds, seconds or minutes', () => {
    expect([12, 1540, 119_000, 150_000].map(durationText)).toEqual(['12 ms', '1.5 s', '119.0 s', '2 min 30 s']);
  });
});
