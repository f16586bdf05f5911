import { expect, test } from 'vitest';
import { createRuntime } from '../library.ts';
import { absentNames } from './absentNames.ts';

test('a real cell has none of the names that are said to be absent', async () => {
  const names = JSON.stringify([...absentNames.keys()]);
  const runtime = await createRuntime();
  try {
    const session = await runtime.openSession({ onToolCall: async () => null });
    const { items } = await session.exec({ source: `text(${names}.filter(name => name in globalThis))` });
    expect(items).toEqual([{ type: 'text', text: '[]' }]);
  } finally {
    await runtime.close();
  }
});
