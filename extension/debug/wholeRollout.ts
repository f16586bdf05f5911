/** Reads a rollout from disk to its end, in slices: the editor stays awake however long the log is. */

import type { Graph } from '../../runtime/trace/model.ts';
import { BundleReader } from '../rollouts/bundleReader.ts';

/** Rejects with a `TraceRefusal` when the folder holds no bundle that can be read. */
export async function readWholeRollout(bundle: string): Promise<Graph> {
  const reader = BundleReader.open(bundle, { onTouch: () => {}, onFinding: () => {} });
  try {
    await reader.readOn(new AbortController().signal, () => {});
    reader.finish();
    return reader.graph;
  } finally {
    reader.close();
  }
}
