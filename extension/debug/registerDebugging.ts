/**
 * The debugger of cells in the editor: an inline adapter for each session, configurations, commands; and walks through
 * rollouts, whose position and the timeline's are one.
 *
 * Invariant: what the editor drops ends: an adapter that is disposed of closes its cell.
 */

import * as vscode from 'vscode';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { Selections } from '../viewer/selections.ts';
import { CellDebugAdapter } from './cellDebugAdapter.ts';
import { registerDebugCommands } from './debugCommands.ts';
import { cellConfigurations } from './debugConfigurations.ts';
import { type PrepareParts, prepareWith } from './prepareCell.ts';
import { prepareWalk } from './prepareWalk.ts';
import { debugType } from './protocol.ts';
import { WalkDebugAdapter } from './walkDebugAdapter.ts';

export interface DebuggingParts extends PrepareParts {
  readonly selections: Selections;
  /** What cells can call here. */
  readonly toolNames: () => readonly string[];
  /** Shows an object of a rollout on the timeline. */
  readonly showOnTimeline: (bundle: string, ref: EntityRef) => void;
  /** Opens the timeline of a rollout where it stays in sight beside the debugger's views. */
  readonly openTimeline: (bundle: string) => void;
}

/** Ends every cell that is being debugged, and its recording; the editor waits for it only when it closes. */
export interface Debugging extends vscode.Disposable {
  close(): Promise<void>;
}

export function registerDebugging(parts: DebuggingParts): Debugging {
  const prepare = prepareWith(parts);
  const adapters = new Set<CellDebugAdapter>();
  const walks = new Map<WalkDebugAdapter, string>();

  function walk(bundle: string): WalkDebugAdapter {
    parts.openTimeline(bundle);
    const adapter = new WalkDebugAdapter(prepareWalk, {
      moment: ({ ref }) => parts.showOnTimeline(bundle, ref),
      done: () => walks.delete(adapter),
    });
    walks.set(adapter, bundle);
    return adapter;
  }

  function debugCell(): CellDebugAdapter {
    const adapter = new CellDebugAdapter(prepare, () => adapters.delete(adapter));
    adapters.add(adapter);
    return adapter;
  }

  const registered = vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor({ configuration }) {
        const { walk: walks, rollout } = configuration;
        const adapter = walks === true && typeof rollout === 'string' ? walk(rollout) : debugCell();
        // The library's protocol types are older than the editor's, and the same.
        return new vscode.DebugAdapterInlineImplementation(adapter as unknown as vscode.DebugAdapter);
      },
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, cellConfigurations),
    registerDebugCommands(parts.toolNames),
    parts.selections.onDidChoose(({ bundle: chosen, ref }) => {
      for (const [adapter, bundle] of walks) if (bundle === chosen) adapter.goTo(ref.id);
    }),
  );
  return {
    async close() {
      await Promise.all(Array.from(adapters, adapter => adapter.close()));
    },
    dispose() {
      registered.dispose();
      for (const adapter of adapters) adapter.dispose();
    },
  };
}
