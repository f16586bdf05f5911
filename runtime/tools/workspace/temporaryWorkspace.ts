/**
 * For tests: a folder of its own with files in it, and a way to call the workspace tools there as a cell would.
 */

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { asId, type CellId, type NestedCallId, type SessionId } from '../../base/ids.ts';
import type { JsonValue } from '../../base/json.ts';
import type { ToolRuntimeReport } from '../../base/observer.ts';
import { createToolset, type Toolset, type ToolsetOptions } from '../toolset.ts';
import { workspaceTools } from '../workspaceTools.ts';

export interface TemporaryWorkspace {
  readonly path: string;
  readonly toolset: Toolset;
  readonly reports: ToolRuntimeReport[];
  call(name: string, input?: JsonValue, signal?: AbortSignal): Promise<Record<string, unknown>>;
  remove(): Promise<void>;
}

export const sessionId = asId<SessionId>('session-1');
export const cellId = asId<CellId>('1');

export function temporaryWorkspace(files: Record<string, string> = {}, options?: ToolsetOptions): TemporaryWorkspace {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'cellscope-tools-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  const toolset = createToolset(workspaceTools(path), options);
  const reports: ToolRuntimeReport[] = [];
  let calls = 0;
  return {
    path,
    toolset,
    reports,
    async call(name, input, signal = new AbortController().signal) {
      calls += 1;
      const toolCallId = asId<NestedCallId>(`tool-${calls}`);
      const call = { sessionId, cellId, toolCallId, name, ...(input === undefined ? {} : { input }) };
      const result = await toolset.handle(call, signal, report => reports.push(report));
      return result as Record<string, unknown>;
    },
    async remove() {
      await toolset.dispose();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
