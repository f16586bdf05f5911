/** What a walk through a rollout can do, as an editor asks for it. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Moment } from '../../runtime/debug/rolloutMoments.ts';

interface WalkFilter extends DebugProtocol.ExceptionBreakpointsFilter {
  readonly kinds: readonly Moment['kind'][];
  readonly failures?: true;
}

/** Where `continue` and `reverse` stop. Named as those of a running cell, which the editor remembers together. */
export const walkFilters: readonly WalkFilter[] = [
  { filter: 'failures', label: 'Failures of Calls and of Cells', default: true, kinds: [], failures: true },
  { filter: 'yields', label: 'Yields', default: true, kinds: ['yield'] },
  { filter: 'waits', label: 'Waits and Their Answers', default: true, kinds: ['wait', 'answer'] },
  { filter: 'calls', label: 'Tool Calls', default: false, kinds: ['call'] },
  { filter: 'results', label: 'Tool Results', default: false, kinds: ['result'] },
  { filter: 'starts', label: 'Beginnings of Cells', default: true, kinds: ['start'] },
  { filter: 'completion', label: 'Ends of Cells', default: true, kinds: ['end'] },
];

export const walkCapabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsStepBack: true,
  exceptionBreakpointFilters: walkFilters.map(({ kinds: _, failures: __, ...filter }) => filter),
};
