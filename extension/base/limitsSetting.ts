/**
 * The setting `cellscope.limits`: each limit of the runtime by its name, as far as a person has set it.
 *
 * Invariant: only known names with sensible whole numbers pass; anything else keeps the runtime's default.
 * What the limits are stands in `runtime/cells/limits.ts`; a test holds the manifest against it.
 */

import { bounds, defaultLimits, type Limits } from '../../runtime/cells/limits.ts';

/** The smallest value that still makes sense, in the limit's own unit. */
export function leastOf(name: keyof Limits): number {
  if (name === 'memoryMb') return bounds.leastMemoryMb;
  return name === 'processMemoryMb' ? 0 : 1;
}

export function limitNames(): (keyof Limits)[] {
  return Object.keys(defaultLimits) as (keyof Limits)[];
}

export function limitsOf(value: unknown): Partial<Limits> {
  if (typeof value !== 'object' || value === null) return {};
  const set = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    limitNames().flatMap(name => {
      const wished = set[name];
      return typeof wished === 'number' && Number.isSafeInteger(wished) && wished >= leastOf(name)
        ? [[name, wished]]
        : [];
    }),
  );
}
