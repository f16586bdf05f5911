import { expect, test } from 'vitest';
import { Inspector } from './inspector.ts';

interface Sent {
  readonly id: number;
  readonly params: { readonly expression: string };
}

test('commands that run code are sent one at a time, also after one that fails', async () => {
  const sent: Sent[] = [];
  const inspector = new Inspector(message => sent.push(JSON.parse(message) as Sent));
  const asked = Promise.allSettled(
    ['a', 'b', 'c'].map(expression => inspector.alone('Runtime.evaluate', { expression })),
  );
  const seen: string[][] = [];
  for (const answer of [{ error: { message: 'gone' } }, { result: {} }, { result: {} }]) {
    await new Promise(resolve => setImmediate(resolve));
    seen.push(sent.map(({ params }) => params.expression));
    inspector.receive(JSON.stringify({ id: sent.at(-1)?.id, ...answer }));
  }
  expect(seen).toEqual([['a'], ['a', 'b'], ['a', 'b', 'c']]);
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
});
