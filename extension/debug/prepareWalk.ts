/**
 * Reads a rollout for a walk. Nothing of it runs, so any workspace will do.
 */

import * as vscode from 'vscode';
import { filePayloads } from '../../runtime/trace/bundle/filePayloads.ts';
import { payloadText } from '../../runtime/viewer/payloadText.ts';
import type { PrepareWalk } from './walkDebugAdapter.ts';
import { readWholeRollout } from './wholeRollout.ts';

/** A value in a tree is read at a glance, characters. */
const longestPayload = 10_000;

export const prepareWalk: PrepareWalk = async ({ rollout }) => {
  if (rollout === undefined) {
    throw new Error(vscode.l10n.t('There is no rollout to walk through: name its folder as "rollout".'));
  }
  const graph = await readWholeRollout(rollout);
  const payloads = filePayloads(rollout);
  return {
    graph,
    name: vscode.l10n.t('Rollout as recorded'),
    payload(id) {
      const payload = graph.raw_payloads.get(id);
      if (payload === undefined) return vscode.l10n.t('not recorded');
      try {
        const text = payloadText(payloads.read(payload as Parameters<typeof payloads.read>[0]), longestPayload);
        return text.ok ? text.text : text.message;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  };
};
