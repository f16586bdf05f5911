import { describe, expect, test } from 'vitest';
import { useArena } from './attack.ts';
import { everyHelper, poisons, said } from './poisons.ts';

const arena = useArena();

describe('whatever a cell does to its ground before, its helpers say the same', () => {
  test.each(poisons)('%s', async (_what, poison) => {
    const { response, calls, facts, sacrificed } = await arena.attack(`${poison}\n${everyHelper}`);
    expect(response.errorText).toBeUndefined();
    expect(
      response.items.map(item => {
        if (item.type === 'text') return item.text;
        return item.type === 'image' ? `image ${item.detail}` : item.type;
      }),
    ).toEqual(said);
    expect(
      calls.filter(call => call.name === 'echo' && call.cellId === response.cellId).map(call => call.input),
    ).toEqual([{ c: 3 }]);
    expect(facts.filter(fact => fact.type === 'notified').map(fact => fact.text)).toEqual(['note']);
    expect(sacrificed).toBe(false);
  });

  test('helpers that were replaced, deleted or shadowed are missed by their own cell only', async () => {
    const names =
      'tools ALL_TOOLS text image audio generatedImage content store load notify yield_control setTimeout clearTimeout exit as_settled stream_settled';
    const { response } = await arena.attack(`const { text: say } = globalThis;
for (const name of '${names}'.split(' ')) {
  globalThis[name] = new Proxy(() => {}, { apply() { throw name }, get() { throw name } });
  Object.defineProperty(globalThis, name, { get() { throw name } });
}
say('mine')`);
    expect(response).toMatchObject({ status: 'completed', items: [{ type: 'text', text: 'mine' }] });
    expect(await arena.run('text(ALL_TOOLS.length); text(typeof tools.echo)')).toEqual(['2', 'function']);
  });
});
