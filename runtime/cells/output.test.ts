/** Expected texts were checked against the reference's host with the same items and budgets. */
import { describe, expect, test } from 'vitest';
import type { ContentItem } from '../base/content.ts';
import { asId, type CellId } from '../base/ids.ts';
import { formatOutput, withinBudget } from './output.ts';

const text = (value: string): ContentItem => ({ type: 'text', text: value });
const image = (data = 'AAAA'): ContentItem => ({
  type: 'image',
  imageUrl: `data:image/png;base64,${data}`,
  detail: 'high',
});
const audio = (data = 'AAAA'): ContentItem => ({ type: 'audio', audioUrl: `data:audio/wav;base64,${data}` });
const cellId = asId<CellId>('7');
const whole = { cellId, wallTimeMs: 1234, budget: 10_000 };

describe('the header', () => {
  test.each([
    ['completed', 'Script completed'],
    ['failed', 'Script failed'],
    ['terminated', 'Script terminated'],
    ['yielded', 'Script running with cell ID 7'],
    ['pending', 'Script running with cell ID 7'],
  ] as const)('of a %s cell', (status, line) => {
    expect(formatOutput({ ...whole, status, items: [] })).toBe(`${line}\nWall time 1.2 seconds\nOutput:\n`);
  });

  test('is the first item before the others', () => {
    expect(formatOutput({ ...whole, status: 'completed', items: [text('a')] })).toEqual([
      text('Script completed\nWall time 1.2 seconds\nOutput:\n'),
      text('a'),
    ]);
  });

  test('an empty text never reaches the model', () => {
    const items = [text(''), text('')];
    const header = text('Script completed\nWall time 1.2 seconds\nOutput:\n');
    expect(formatOutput({ ...whole, status: 'completed', items })).toEqual([header]);
  });

  test('an error is the last item', () => {
    const output = formatOutput({ ...whole, status: 'failed', items: [text('a')], errorText: 'Error: b' });
    expect(output.slice(1)).toEqual([text('a'), text('Script error:\nError: b')]);
  });
});

describe('the token budget', () => {
  const cut = (items: ContentItem[], budget: number) => withinBudget(items, budget);
  const warning = (tokens: number, lines: number, rest: string) =>
    text(`Warning: truncated output (original token count: ${tokens})\nTotal output lines: ${lines}\n\n${rest}`);

  test('of exactly as many tokens changes nothing', () => {
    expect(cut([text('a'.repeat(40))], 10)).toEqual([text('a'.repeat(40))]);
    expect(cut([text('a'.repeat(20)), text('b'.repeat(19))], 10)).toHaveLength(2);
  });

  test('one byte over it cuts out the middle', () => {
    expect(cut([text('abcdefghijklmnopqrstuvwxyz0123456789ABCDE')], 10)).toEqual([
      warning(11, 1, 'abcdefghijklmnopqrst…1 tokens truncated…vwxyz0123456789ABCDE'),
    ]);
  });

  test('counts the newlines that join items', () => {
    expect(cut([text('a'.repeat(20)), text('b'.repeat(20))], 10)).toEqual([
      warning(11, 2, `${'a'.repeat(20)}…1 tokens truncated…${'b'.repeat(20)}`),
    ]);
  });

  test('counts empty texts as the empty lines they are, but for those before everything', () => {
    expect(cut([text(''), text('aa'), text(''), text('bb'), text('')], 1)).toEqual([
      warning(2, 3, 'aa…1 tokens truncated…b\n'),
    ]);
    const items = [text(''), text('a'.repeat(8)), text('')];
    expect(formatOutput({ ...whole, status: 'completed', items, budget: 3 })).toEqual([
      text('Script completed\nWall time 1.2 seconds\nOutput:\n'),
      text('a'.repeat(8)),
    ]);
  });

  test('of 0 is enough for empty texts', () => {
    expect(cut([text(''), text('')], 0)).toEqual([text(''), text('')]);
  });

  test('counts lines as an editor does, a last newline not as one more', () => {
    expect(cut([text('abc\n'.repeat(30))], 10)).toEqual([
      warning(30, 30, `${'abc\n'.repeat(5)}…20 tokens truncated…${'abc\n'.repeat(5)}`),
    ]);
  });

  test('cuts between characters', () => {
    expect(cut([text(`a${'😀'.repeat(30)}`)], 7)).toEqual([warning(31, 1, 'a😀😀😀…24 tokens truncated…😀😀😀')]);
    expect(cut([text('é'.repeat(30))], 7)).toEqual([
      warning(15, 1, `${'é'.repeat(7)}…8 tokens truncated…${'é'.repeat(7)}`),
    ]);
  });

  test('of 0 leaves only the count', () => {
    expect(cut([text('hello world')], 0)).toEqual([warning(3, 1, '…3 tokens truncated…')]);
  });

  test('with an image is spent item by item and has no warning', () => {
    const items = [text('a'.repeat(20)), image(), text('b'.repeat(40)), text('ccc'), text('d')];
    expect(cut(items, 10)).toEqual([
      text('a'.repeat(20)),
      image(),
      text('bbbbbbbbbb…5 tokens truncated…bbbbbbbbbb'),
      text('[omitted 2 text items ...]'),
    ]);
  });

  test('an image costs nothing', () => {
    const cutText = text(`${'b'.repeat(20)}…90 tokens truncated…${'b'.repeat(20)}`);
    expect(cut([image('A'.repeat(400)), text('b'.repeat(400))], 10)).toEqual([image('A'.repeat(400)), cutText]);
  });

  test('audio over it is left out and counted, what follows may still fit', () => {
    expect(cut([text('a'.repeat(20)), audio(), text('b')], 10)).toEqual([
      text('a'.repeat(20)),
      text('b'),
      text('[omitted 1 audio items ...]'),
    ]);
    expect(cut([audio('A'.repeat(400)), text('x'.repeat(60))], 0)).toEqual([
      text('[omitted 1 text items ...]'),
      text('[omitted 1 audio items ...]'),
    ]);
  });

  test('cuts the error item as text', () => {
    const output = formatOutput({
      cellId,
      wallTimeMs: 0,
      status: 'failed',
      items: [],
      errorText: `Error: ${'boom'.repeat(50)}\n    at exec_main.mjs:1:7`,
      budget: 10,
    });
    expect(output[1]).toEqual(warning(62, 3, 'Script error:\nError:…52 tokens truncated…at exec_main.mjs:1:7'));
  });
});
