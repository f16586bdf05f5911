/**
 * The debugger of cells in the editor: an inline adapter for each session, configurations, commands.
 *
 * Invariant: what the editor drops ends: an adapter that is disposed of closes its cell.
 */

import * as vscode from 'vscode';
import { CellDebugAdapter } from './cellDebugAdapter.ts';
import { registerDebugCommands } from './debugCommands.ts';
import { cellConfigurations } from './debugConfigurations.ts';
import { type PrepareParts, prepareWith } from './prepareCell.ts';
import { debugType } from './protocol.ts';

export function registerDebugging(parts: PrepareParts): vscode.Disposable {
  const prepare = prepareWith(parts);
  const adapters = new Set<CellDebugAdapter>();
  return vscode.Disposable.from(
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor() {
        const adapter = new CellDebugAdapter(prepare, () => adapters.delete(adapter));
        adapters.add(adapter);
        return new vscode.DebugAdapterInlineImplementation(adapter as unknown as vscode.DebugAdapter);
      },
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, cellConfigurations),
    registerDebugCommands(),
    // Windows close without asking sessions to end.
    {
      dispose() {
        for (const adapter of adapters) adapter.dispose();
      },
    },
  );
}
