/**
 * What survives a reload of the page, through the host's state: settings for all rollouts, and a view per rollout.
 *
 * Invariants: whatever was stored before is checked when read; the views of the last few rollouts are kept.
 */

import { isRecord } from '../../runtime/base/json.ts';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import { type KindGroup, kindGroups } from '../data/kindGroups.ts';
import { type TimeMode, timeModes } from '../scale/timeScale.ts';
import type { TimeWindow } from '../scale/window.ts';

export interface Settings {
  readonly mode: TimeMode;
  readonly hidden: readonly KindGroup[];
  readonly surface: 'timeline' | 'outline';
  /** Share of the page the details take, 0..1. */
  readonly paneShare: number;
  readonly onlyInView: boolean;
  readonly hinted: boolean;
}

export interface RolloutView {
  /** Null: everything. */
  readonly window: TimeWindow | null;
  readonly collapsed: readonly string[];
  readonly openedFolds: readonly number[];
  readonly selected: EntityRef | null;
}

export interface Memory {
  readonly settings: Settings;
  /** Most recent last. */
  readonly views: readonly (readonly [bundleKey: string, view: RolloutView])[];
}

const mostViews = 8;

export const defaultSettings: Settings = {
  mode: 'folded',
  hidden: [],
  surface: 'timeline',
  paneShare: 0.36,
  onlyInView: true,
  hinted: false,
};
const defaultView: RolloutView = { window: null, collapsed: [], openedFolds: [], selected: null };

export function asMemory(value: unknown): Memory {
  const record = isRecord(value) ? value : {};
  const views = Array.isArray(record.views) ? record.views : [];
  return {
    settings: asSettings(record.settings),
    views: views
      .filter(entry => Array.isArray(entry) && typeof entry[0] === 'string')
      .map(entry => [entry[0] as string, asView(entry[1])] as const)
      .slice(-mostViews),
  };
}

export function viewOf(memory: Memory, bundleKey: string): RolloutView {
  return memory.views.find(([key]) => key === bundleKey)?.[1] ?? defaultView;
}

/** Has a view of this rollout been kept? */
export function knowsView(memory: Memory, bundleKey: string): boolean {
  return memory.views.some(([key]) => key === bundleKey);
}

export function withView(memory: Memory, bundleKey: string, view: RolloutView): Memory {
  const others = memory.views.filter(([key]) => key !== bundleKey);
  return { ...memory, views: [...others, [bundleKey, view] as const].slice(-mostViews) };
}

function asSettings(value: unknown): Settings {
  if (!isRecord(value)) return defaultSettings;
  const share = value.paneShare;
  const hidden = Array.isArray(value.hidden) ? value.hidden : [];
  return {
    mode: timeModes.find(mode => mode === value.mode) ?? defaultSettings.mode,
    hidden: kindGroups.filter(group => hidden.includes(group)),
    surface: value.surface === 'outline' ? 'outline' : 'timeline',
    hinted: value.hinted === true,
    onlyInView: typeof value.onlyInView === 'boolean' ? value.onlyInView : defaultSettings.onlyInView,
    paneShare: typeof share === 'number' && share > 0 && share < 1 ? share : defaultSettings.paneShare,
  };
}

function asView(value: unknown): RolloutView {
  if (!isRecord(value)) return defaultView;
  const { window, selected } = value;
  return {
    window:
      isRecord(window) && typeof window.from === 'number' && typeof window.to === 'number' && window.to > window.from
        ? { from: window.from, to: window.to }
        : null,
    collapsed: Array.isArray(value.collapsed) ? value.collapsed.filter(key => typeof key === 'string') : [],
    openedFolds: Array.isArray(value.openedFolds) ? value.openedFolds.filter(at => typeof at === 'number') : [],
    selected:
      isRecord(selected) && typeof selected.kind === 'string' && typeof selected.id === 'string'
        ? (selected as unknown as EntityRef)
        : null,
  };
}
