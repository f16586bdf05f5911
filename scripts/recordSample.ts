/**
 * Records the rollout in `samples/rollouts/`: the sample cells, run as a newcomer might run them, with waits, a
 * termination and a few mistakes.
 *
 * Run it after a change of the recorder or the samples: `node scripts/recordSample.ts`. It replaces what is there.
 * Invariant: nothing in the bundle tells on which machine it was made; the samples folder is called `/workspace/samples`.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { asId, type CellId, type SessionId } from '../runtime/base/ids.ts';
import type { SessionFact } from '../runtime/base/observer.ts';
import { createRuntime } from '../runtime/library.ts';
import { createToolset } from '../runtime/tools/toolset.ts';
import { workspaceTools } from '../runtime/tools/workspaceTools.ts';
import { openRecorder } from '../runtime/trace/recorder/recorder.ts';
import { root } from './bootstrap.mjs';

const samples = join(root, 'samples');
const shown = '/workspace/samples';
const sessionId = asId<SessionId>('samples');
const source = (name: string) => readFileSync(join(samples, `${name}.cell.js`), 'utf8');
const anonymous = (fact: SessionFact): SessionFact => JSON.parse(JSON.stringify(fact).replaceAll(samples, shown));

rmSync(join(samples, 'rollouts'), { recursive: true, force: true });
const recorder = await openRecorder({
  root: join(samples, 'rollouts'),
  sessionId,
  cwd: shown,
  onWarning: message => {
    throw new Error(message);
  },
});
const runtime = await createRuntime();
const toolset = createToolset(workspaceTools(samples));
const session = await runtime.openSession({
  sessionId,
  tools: toolset.definitions,
  onToolCall: (call, signal, report) => toolset.handle(call, signal, report),
  observer: { observe: fact => recorder.observe(anonymous(fact)) },
});

await session.exec({ source: source('01-hello') });
await session.exec({ source: source('02-count-words') });
const both = [session.exec({ source: source('03-search') }), session.exec({ source: source('05-run-a-command') })];
await Promise.all(both);

let beds = await session.exec({ source: source('04-yield-and-wait') });
while (beds.status === 'yielded') beds = (await session.wait({ cellId: beds.cellId, yieldTimeMs: 400 })).response;
await session.wait({ cellId: beds.cellId });

await session.exec({ source: '   ' }).catch(() => {});
await session.exec({ source: source('06-remember') });
const endless = await session.exec({ source: source('07-never-ends') });
await session.exec({ source: source('06-remember') });
await session.wait({ cellId: endless.cellId, yieldTimeMs: 500 });
await session.exec({ source: source('08-oops') });
await session.exec({ source: 'text("nearly' });
await session.wait({ cellId: endless.cellId, terminate: true });
await session.wait({ cellId: asId<CellId>('99') });

await toolset.dispose();
await session.close();
await runtime.close();
await recorder.close();
console.log(recorder.bundle);
