/**
 * Read-only documents out of a rollout: the source of a cell, and payloads.
 *
 * A document's address says bundle and object, so it can be made again after the window was reloaded.
 */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isRecord } from '../../runtime/base/json.ts';
import { scheme } from '../ids.ts';
import type { OpenRollout } from '../viewer/openRollout.ts';
import type { OpenRollouts } from './openRollouts.ts';
import { readPayloadFile } from './payloadFile.ts';

/** More than an editor shows with pleasure; the file itself can still be opened. */
const mostBytes = 32 * 1024 * 1024;

interface Address {
  readonly bundle: string;
  readonly what: 'source' | 'payload';
  readonly id: string;
}

export function registerRolloutDocuments(rollouts: OpenRollouts): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme.rollout, {
    async provideTextDocumentContent(uri) {
      const address = asAddress(uri);
      if (!address) return vscode.l10n.t('This address names nothing in a rollout.');
      const rollout = rollouts.borrow(address.bundle);
      try {
        await rollout.loaded;
        return await textOf(rollout, address);
      } finally {
        rollouts.giveBack(rollout);
      }
    },
  });
}

/** Opens a source or a payload beside the viewer's editor; `line` counts from 1. */
export async function openRolloutDocument(rollout: OpenRollout, what: Address['what'], id: string, line?: number) {
  const document = await vscode.workspace.openTextDocument(uriOf(rollout, { bundle: rollout.bundle, what, id }));
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  const selection = line === undefined ? {} : { selection: new vscode.Range(at, at) };
  await vscode.window.showTextDocument(document, { preview: true, ...selection });
}

function uriOf(rollout: OpenRollout, address: Address): vscode.Uri {
  const folder = basename(address.bundle);
  const payload = rollout.graph?.raw_payloads.get(address.id);
  const name =
    address.what === 'source'
      ? `Cell ${rollout.source(address.id)?.cellId ?? ''}.js`
      : basename(payload?.path ?? `${address.id}.json`);
  return vscode.Uri.from({ scheme: scheme.rollout, path: `/${folder}/${name}`, query: JSON.stringify(address) });
}

function asAddress(uri: vscode.Uri): Address | null {
  try {
    const value: unknown = JSON.parse(uri.query);
    if (!isRecord(value) || typeof value.bundle !== 'string' || typeof value.id !== 'string') return null;
    if (value.what !== 'source' && value.what !== 'payload') return null;
    return { bundle: value.bundle, what: value.what, id: value.id };
  } catch {
    return null;
  }
}

async function textOf(rollout: OpenRollout, { bundle, what, id }: Address): Promise<string> {
  if (what === 'source') return rollout.source(id)?.text ?? vscode.l10n.t('There is no such cell in this rollout.');
  const payload = rollout.graph?.raw_payloads.get(id);
  if (!payload) return vscode.l10n.t('There is no such payload in this rollout.');
  const result = await readPayloadFile(bundle, payload.path, mostBytes);
  if (!result.ok) return result.message;
  return result.cut ? `${result.text}\n…` : result.text;
}
