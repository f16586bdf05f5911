/**
 * Several host tools as one handler for a session: finds the tool, checks the input, asks for approval, calls.
 *
 * Invariant: no tool runs on input that does not fit its schema, and none that writes or runs before `approve` resolved.
 * Leaves out who approves and how: a host passes a function; without one everything is allowed.
 */

import type { NestedCall, ToolHandler } from '../base/handler.ts';
import type { CellId, SessionId } from '../base/ids.ts';
import { exposedName, type ToolDefinition } from '../base/tool.ts';
import type { HostTool } from './hostTool.ts';
import { createInputCheck, type InputCheck } from './inputCheck.ts';

export type { HostTool, ToolCallContext, ToolRisk } from './hostTool.ts';

export interface ToolsetOptions {
  /**
   * Asked before every call of a tool that writes or runs, never for one that only reads.
   * Throwing refuses the call; the message is what the cell sees.
   */
  approve?(tool: HostTool, call: NestedCall, signal: AbortSignal): Promise<void>;
}

export interface Toolset {
  readonly definitions: readonly ToolDefinition[];
  readonly handle: ToolHandler;
  /** Ends the processes that the calls of a terminated cell left in the background. */
  endCell(sessionId: SessionId, cellId: CellId): Promise<void>;
  /** Ends everything still running. The toolset is not used afterwards. */
  dispose(): Promise<void>;
}

interface Entry {
  readonly tool: HostTool;
  readonly check: InputCheck;
}

/** Throws when two tools would be reached by the same name, or are told apart by none. */
export function createToolset(tools: readonly HostTool[], options: ToolsetOptions = {}): Toolset {
  const entries = new Map<string, Entry>();
  const exposed = new Map<string, string>();
  for (const tool of tools) {
    const label = labelOf(tool.definition);
    // A cell sees the name without its namespace (code-mode §5).
    const name = exposedName(tool.definition.name);
    const other = exposed.get(name);
    if (other !== undefined) throw new Error(`tools "${other}" and "${label}" would both be called tools.${name}`);
    // Whose risk is asked about, and what is then called, must be one tool.
    if (entries.has(label)) throw new Error(`two tools are called "${label}"`);
    exposed.set(name, label);
    entries.set(label, { tool, check: createInputCheck(tool.definition) });
  }

  return {
    definitions: tools.map(tool => tool.definition),
    async handle(call, signal, report) {
      const entry = entries.get(labelOf(call));
      if (entry === undefined) {
        throw new Error(`There is no tool "${labelOf(call)}"; there are: ${[...entries.keys()].join(', ')}.`);
      }
      const { tool, check } = entry;
      check(call.input);
      signal.throwIfAborted();
      if (tool.risk !== 'reads') await options.approve?.(tool, call, signal);
      signal.throwIfAborted();
      return tool.call(call.input, { call, signal, report });
    },
    async endCell(sessionId, cellId) {
      await Promise.all(tools.map(tool => tool.endCell?.(sessionId, cellId)));
    },
    async dispose() {
      await Promise.all(tools.map(tool => tool.dispose?.()));
    },
  };
}

function labelOf(named: { readonly name: string; readonly namespace?: string }): string {
  return named.namespace === undefined ? named.name : `${named.namespace}.${named.name}`;
}
