/**
 * What the page that compares and its host say to each other.
 *
 * Invariants: the host sends a comparison after `ready` and whenever one of the rollouts has grown; the page asks for a
 * row by its key and gets its details, or null when there is no such row any more.
 */

import { isRecord } from '../../base/json.ts';
import { type EntityRef, entityKinds } from '../../trace/timeline/columns.ts';
import type { Comparison, RowDetails, Side } from './comparison.ts';

export type CompareHostMessage =
  | {
      readonly type: 'comparison';
      readonly comparison: Comparison;
      /** Folders of the two, for the page to keep: the window may be reloaded. */
      readonly bundles: Readonly<Record<Side, string>>;
    }
  | { readonly type: 'row'; readonly key: string; readonly details: RowDetails | null }
  | { readonly type: 'problem'; readonly message: string };

export type ComparePageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'row'; readonly key: string }
  /** Show this object in the rollout it belongs to. */
  | { readonly type: 'open'; readonly side: Side; readonly ref: EntityRef };

/** The host's border: null for anything but a well-formed message of the page. */
export function asComparePageMessage(value: unknown): ComparePageMessage | null {
  if (!isRecord(value)) return null;
  switch (value.type) {
    case 'ready':
      return { type: 'ready' };
    case 'row':
      return typeof value.key === 'string' ? { type: 'row', key: value.key } : null;
    case 'open': {
      const { side, ref } = value;
      if ((side !== 'left' && side !== 'right') || !isRecord(ref) || typeof ref.id !== 'string') return null;
      const kind = entityKinds.find(each => each === ref.kind);
      return kind ? { type: 'open', side, ref: { kind, id: ref.id } } : null;
    }
    default:
      return null;
  }
}

/** The page's border: null for anything but a message of the host. */
export function asCompareHostMessage(value: unknown): CompareHostMessage | null {
  if (!isRecord(value)) return null;
  switch (value.type) {
    case 'comparison': {
      const { comparison, bundles } = value;
      const whole = isRecord(comparison) && Array.isArray(comparison.threads) && Array.isArray(comparison.facts);
      return whole && isRecord(bundles) ? (value as unknown as CompareHostMessage) : null;
    }
    case 'row':
      return typeof value.key === 'string' ? (value as unknown as CompareHostMessage) : null;
    case 'problem':
      return typeof value.message === 'string' ? { type: 'problem', message: value.message } : null;
    default:
      return null;
  }
}
