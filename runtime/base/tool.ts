/**
 * Tool definitions as a session gets them (code-mode §6), and the name a cell calls them by (§5).
 */

import type { JsonObject } from './json.ts';

export type ToolKind = 'function' | 'freeform';

export interface ToolDefinition {
  readonly name: string;
  readonly namespace?: string;
  readonly description?: string;
  /** `function` (the default) takes a JSON object, `freeform` a string. */
  readonly kind?: ToolKind;
  readonly inputSchema?: JsonObject;
  readonly outputSchema?: JsonObject;
}

/** The property of `tools` that reaches the tool: every character outside `[A-Za-z0-9_$]`, and a leading digit, becomes `_`. */
export function exposedName(name: string): string {
  return name.replace(/[^A-Za-z0-9_$]/g, '_').replace(/^(?:[0-9]|$)/, '_');
}

/** Those a cell can have: `exec` and `wait` are for the model only (code-mode §6). */
export function nestedTools(definitions: readonly ToolDefinition[]): readonly ToolDefinition[] {
  const isNested = ({ name, namespace }: ToolDefinition) =>
    namespace !== undefined || (name !== 'exec' && name !== 'wait');
  return definitions.every(isNested) ? definitions : definitions.filter(isNested);
}
