/** Our library, as built: `dist/runtime.js`, or the file that `CELLSCOPE_LIBRARY` names. */

import { fileURLToPath } from 'node:url';
import type * as Library from '../../../runtime/library.ts';
import { type CellAnswer, type Contender, toolName } from './contender.ts';

const built = process.env.CELLSCOPE_LIBRARY ?? fileURLToPath(new URL('../../../dist/runtime.js', import.meta.url));

/** `recordDir`: record every session there. */
export function ours(recordDir?: string): Contender {
  let runtime: Library.CellRuntime | null = null;
  let session: Library.Session | null = null;
  const live = () => {
    if (session === null) throw new Error('not started');
    return session;
  };
  const answer = (response: Library.CellResponse): CellAnswer => ({
    done: response.status !== 'yielded',
    cellId: response.cellId,
    length: response.items.reduce((sum, item) => sum + (item.type === 'text' ? item.text.length : 0), 0),
    errorText: response.errorText ?? null,
  });
  return {
    name: recordDir === undefined ? 'ours' : 'ours, recording',
    async start() {
      const { createRuntime } = (await import(built)) as typeof Library;
      runtime = await createRuntime();
      session = await runtime.openSession({
        onToolCall: async call => call.input,
        tools: [{ name: toolName, description: 'answers its input' }],
        ...(recordDir === undefined ? {} : { record: { dir: recordDir } }),
      });
    },
    async exec(source, yieldTimeMs = 9_000) {
      return answer(await live().exec({ source, yieldTimeMs }));
    },
    async wait(cellId) {
      return answer((await live().wait({ cellId: cellId as Library.CellId, yieldTimeMs: 9_000 })).response);
    },
    async terminate(cellId) {
      await live().wait({ cellId: cellId as Library.CellId, terminate: true });
    },
    pids: () => runtime?.pids() ?? [],
    async stop() {
      await runtime?.close();
      runtime = null;
      session = null;
    },
  };
}
