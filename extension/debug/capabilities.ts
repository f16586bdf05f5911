/** What the debugger of cells can do, as an editor asks for it. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { EventStop } from '../../runtime/debug/interests.ts';

interface Filter extends DebugProtocol.ExceptionBreakpointsFilter {
  /** The event it stands for; none for exceptions. */
  readonly event?: EventStop;
}

/** Editors show these as checkboxes among the breakpoints. */
export const exceptionFilters: readonly Filter[] = [
  { filter: 'all', label: 'All Exceptions', default: false },
  { filter: 'uncaught', label: 'Uncaught Exceptions', default: true },
  { filter: 'failures', label: 'Failures of Calls and of the Cell', default: false, event: 'failure' },
  { filter: 'yields', label: 'Yields', default: false, event: 'yield' },
  { filter: 'waits', label: 'Waits', default: false, event: 'wait' },
  { filter: 'cancellations', label: 'Cancellations When a Cell Is Terminated', default: false, event: 'cancellation' },
  { filter: 'calls', label: 'Tool Calls', default: false, event: 'tool_call' },
  { filter: 'results', label: 'Tool Results', default: false, event: 'tool_result' },
  { filter: 'timers', label: 'Timers', default: false, event: 'timer' },
  { filter: 'notifications', label: 'Notifications', default: false, event: 'notification' },
  { filter: 'dead-ends', label: 'Dead Ends: Nothing Can Wake the Cell', default: true, event: 'dead_end' },
  { filter: 'completion', label: 'The End of the Cell', default: false, event: 'completion' },
];

export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsBreakpointLocationsRequest: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.'],
  supportsExceptionInfoRequest: true,
  supportsTerminateRequest: true,
  supportsClipboardContext: true,
  exceptionBreakpointFilters: exceptionFilters.map(({ event: _, ...filter }) => filter),
};
