import { describe, expect, test } from 'vitest';
import { asFromChild } from './messages.ts';

describe('messages from the child', () => {
  test.each([
    { t: 'ready', node: 'v24', abi: '137' },
    { t: 'text', c: '1', l: [1] },
    { t: 'call', c: '1', i: 1, n: 0 },
    { t: 'done', c: '1', ok: true },
  ])('%j is one', header => {
    expect(asFromChild(header)).toBe(header);
  });

  test.each([
    null,
    [],
    {},
    { t: 'toString' },
    { t: 'nothing' },
    { t: 'text', c: '1' },
    { t: 'call', c: '1', i: -1, n: 0 },
    { t: 'call', c: 1, i: 1, n: 0 },
    { t: 'done', c: '1' },
  ])('%j is none', header => {
    expect(asFromChild(header)).toBeNull();
  });
});
