import { expect, test } from 'vitest';
import { payloadText } from './payloadText.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a JSON payload is laid out for reading', () => {
  expect(payloadText(bytes('{"a":[1,"x"]}'))).toEqual({
    ok: true,
    text: '{\n  "a": [\n    1,\n    "x"\n  ]\n}',
    bytes: 13,
    cut: false,
  });
});

test('a payload that is not JSON is shown as it is, broken characters replaced', () => {
  expect(payloadText(bytes('{"a":'))).toEqual({ ok: true, text: '{"a":', bytes: 5, cut: false });
  expect(payloadText(new Uint8Array([0xff, 0x41]))).toMatchObject({ ok: true, text: '\ufffdA' });
});

test('one huge string does not hide the structure around it', () => {
  const result = payloadText(bytes(JSON.stringify({ image: 'A'.repeat(100_000), after: true })));
  expect(result).toMatchObject({ ok: true, cut: true });
  if (!result.ok) return;
  expect(result.text).toContain('… (100000 characters in all)');
  expect(result.text).toContain('"after": true');
});

test('no more than the limit crosses, whatever the size of the file', () => {
  const result = payloadText(bytes(JSON.stringify(new Array(1000).fill('abc'))), 100);
  expect(result).toMatchObject({ ok: true, cut: true, bytes: 6001 });
  expect(result.ok && result.text.length).toBe(100);
  const huge = payloadText(new Uint8Array(9 * 1024 * 1024).fill(0x41), 100);
  expect(huge).toEqual({ ok: true, text: 'A'.repeat(100), bytes: 9 * 1024 * 1024, cut: true });
});

test('a picture stays whole where a text of its length would not', () => {
  const url = `data:image/png;base64,${'A'.repeat(100_000)}`;
  const result = payloadText(new TextEncoder().encode(JSON.stringify({ url, text: 'A'.repeat(100_000) })));
  expect(result).toMatchObject({ ok: true, cut: true });
  expect(result.ok && result.text.includes(`"${url}"`)).toBe(true);
  expect(result.ok && result.text.includes('(100000 characters in all)')).toBe(true);
});
