/**
 * At which events a cell is to stop: those a person has marked for good, and those the step under way is about.
 */

import { exposedName, type ToolDefinition } from '../base/tool.ts';
import { firstToolSlot, slotCount, slots } from '../protocol/debug.ts';
import type { CellEvent, CellEventType } from './debuggerEvents.ts';

/** `failure`: a call that failed, or the cell itself. */
export type EventStop = CellEventType | 'failure';

/** Until when a step by events goes. */
export type Until =
  | { readonly type: 'any' }
  | { readonly type: 'yield' }
  /** The next call of this tool, by the name a cell uses or by its own. */
  | { readonly type: 'call'; readonly tool: string }
  /** One delivery, and what it causes at once. */
  | { readonly type: 'delivery' };

export type Goal =
  | { readonly kind: 'run' }
  | { readonly kind: 'line' }
  | { readonly kind: 'event'; readonly until: Until };

/** Those that happen when something is delivered. */
const atDelivery: readonly EventStop[] = ['tool_result', 'timer', 'failure'];

export class Interests {
  goal: Goal = { kind: 'run' };
  /** Names of tools at whose calls the cell stops. */
  tools: readonly string[] = [];
  events: ReadonlySet<EventStop> = new Set();

  /** Whether deliveries must be made one by one, because one of them may be a place to stop. */
  get careful(): boolean {
    return this.goal.kind !== 'run' || atDelivery.some(event => this.events.has(event));
  }

  wants(event: CellEvent): boolean {
    if (this.events.has(event.type)) return true;
    if (this.events.has('failure') && isFailure(event)) return true;
    if (event.type === 'tool_call' && this.tools.some(name => isToolNamed(event.tool, name))) return true;
    if (event.type === 'dead_end') return this.goal.kind !== 'run';
    if (this.goal.kind !== 'event') return false;
    const { until } = this.goal;
    switch (until.type) {
      case 'any':
        return true;
      case 'yield':
        return event.type === 'yield';
      case 'call':
        return event.type === 'tool_call' && isToolNamed(event.tool, until.tool);
      case 'delivery':
        return event.type === 'completion';
    }
  }

  /** Every slot of the isolate with whether its signal is to stop the code (`protocol/debug.ts`). */
  armed(tools: readonly ToolDefinition[]): [slot: number, on: boolean][] {
    const anyCall = this.events.has('tool_call') || (this.goal.kind === 'event' && this.goal.until.type === 'any');
    return [
      [slots.yield, this.wants({ type: 'yield', asked: true })],
      [slots.notify, this.wants({ type: 'notification' })],
      [slots.timer, this.wants({ type: 'timer_set', id: 0, ms: 0 })],
      [slots.call, anyCall],
      ...tools
        .slice(0, slotCount - firstToolSlot)
        .map(({ name }, index): [number, boolean] => [
          firstToolSlot + index,
          !anyCall && this.wants({ type: 'tool_call', id: '', tool: name }),
        ]),
    ];
  }
}

function isFailure(event: CellEvent): boolean {
  return (event.type === 'tool_result' && !event.ok) || (event.type === 'completion' && event.status === 'failed');
}

/** Whether a name means a tool: its own, the one a cell uses, or a pattern of either with `*`. */
export function isToolNamed(tool: string, name: string): boolean {
  const bare = name.trim().replace(/^tools\./, '');
  const pattern = bare.split('*').map(part => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const meant = new RegExp(`^${pattern.join('.*')}$`, 's');
  return meant.test(tool) || meant.test(exposedName(tool));
}
