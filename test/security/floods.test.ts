import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';

const arena = useArena();

describe('a flood meets its limit', () => {
  test.each([
    ['text', 'for (;;) text("x".repeat(100))'],
    ['empty text', 'for (;;) text("")'],
    ['long text', 'for (;;) text("x".repeat(100_000))'],
    ['text after awaits', 'for (;;) { text("x".repeat(1000)); await null }'],
    ['images', 'for (;;) image("data:image/png;base64," + "A".repeat(1000))'],
    ['notifications that are acknowledged', 'for (;;) notify("x".repeat(100_000))'],
    ['text after the code has ended', '(async () => { for (;;) { text("x".repeat(1000)); await null } })()'],
    ['error text', 'const e = new Error("x"); e.stack = "y".repeat(2 ** 25); throw e'],
    ['error text a getter makes', 'throw { get stack() { return "y".repeat(2 ** 25) } }'],
    ['audio', 'for (;;) audio("data:audio/wav;base64," + "A".repeat(1000))'],
  ])('of %s', async (_what, source) => {
    const { response, terminated, sacrificed } = await arena.attack(source);
    expect(terminated).toBe(false);
    expect(response.errorText).toBe('exec cell put out more than its limit of 4194304 bytes');
    expect(sacrificed).toBe(false);
  });

  test('of notifications nobody acknowledges ends the cell', async () => {
    const { response } = await arena.attack('for (let i = 0; ; i++) notify(i)', 2_000);
    expect(['terminated', 'failed']).toContain(response.status);
  });

  test('of nested calls is refused beyond the limit and the cell goes on', async () => {
    const source = `let refused = 0;
for (let i = 0; i < 6000; i++) tools.never(i).catch(e => { if (refused++ === 0) text(e) });
await null; await null; text(refused > 1000)`;
    const { response, calls } = await arena.attack(source);
    expect(response.items).toEqual([
      { type: 'text', text: 'too many nested tool calls are open at once (limit 4096); await some of them first' },
      { type: 'text', text: 'true' },
    ]);
    expect(calls.length).toBeLessThanOrEqual(4_096 + 1);
  });

  test('of large nested calls is refused by their size', async () => {
    const source = `let refused = '';
const big = "x".repeat(2 ** 20);
for (let i = 0; i < 100 && refused === ''; i++) { tools.never(big).catch(e => { refused = e }); await null; await null }
text(refused)`;
    const { response } = await arena.attack(source);
    expect(response.items).toEqual([
      {
        type: 'text',
        text: 'the inputs of open nested tool calls are too large together (limit 67108864 bytes); await some of them first',
      },
    ]);
  });

  test('of timers throws beyond the limit', async () => {
    const source = 'for (;;) setTimeout(() => {}, 1e6)';
    const { response } = await arena.attack(source);
    expect(response.errorText).toBe('too many timers are pending at once (limit 4096)');
  });

  test('of stored values throws beyond the limit', async () => {
    const source = 'for (let i = 0; ; i++) store("k", "x".repeat(2 ** 20 * i))';
    const { response } = await arena.attack(source);
    expect(response.errorText).toMatch(
      /^Unable to store "k"\. A cell may store \d+ bytes at most\.$|memory limit|^RangeError/,
    );
  });

  test.each([
    ['many keys', 'for (let i = 0; ; i++) store("k" + i, 1)'],
    ['long keys', 'for (let i = 0; ; i++) store("x".repeat(2 ** 20) + i, 1)'],
    ['values after the code has ended', '(async () => { for (;;) { store("k", "x".repeat(2 ** 16)); await null } })()'],
  ])('of stored values throws beyond the limit: %s', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(source);
    // Whoever has ended hears of it no more.
    if (response.status !== 'completed')
      expect(response.errorText).toMatch(/^Unable to store "\w+"\. A cell may store \d+ bytes at most\.$|memory limit/);
    expect(sacrificed).toBe(false);
  });

  test.each([
    ['rejections nobody hears', 'for (;;) Promise.reject(new Error("x"))'],
    ['rejections between awaits', 'for (;;) { Promise.reject(1); await null }'],
    ['imports', 'for (;;) { import("x").catch(() => {}); await null }'],
    ['results nobody waits for', 'for (;;) { tools.echo("x".repeat(1000)); await null }'],
    ['settled promises', 'for (;;) await as_settled([1, 2, 3]).next()'],
    ['refused helpers', 'for (;;) { try { image("no") } catch {} }'],
    ['yields', 'for (;;) yield_control()'],
    ['timers made and cleared', 'for (;;) clearTimeout(setTimeout(() => {}, 1e6))'],
    ['loads', 'for (;;) load(Math.random())'],
  ])('of %s starves nobody', async (_what, source) => {
    const { response, sacrificed } = await arena.attack(`text("start"); await null; ${source}`, 500);
    expect(['terminated', 'failed', 'yielded']).toContain(response.status);
    expect(sacrificed).toBe(false);
  });
});
