/** Which rollout is meant: the one a node of the tree carries, or one that somebody picks. */

import * as vscode from 'vscode';
import { plainLabel } from '../base/plainText.ts';
import type { RolloutList } from './rolloutList.ts';
import { startText } from './rolloutTitle.ts';

/** A node of the tree, or whatever else carries its bundle. */
export function bundleOf(argument: unknown): string | undefined {
  const bundle = (argument as { bundle?: unknown } | undefined)?.bundle;
  return typeof bundle === 'string' ? bundle : undefined;
}

/** One of the known rollouts but for `besides`, or a folder from the disk. */
export async function pickBundle(list: RolloutList, title: string, besides?: string): Promise<string | undefined> {
  await list.refresh();
  type Item = vscode.QuickPickItem & { readonly bundle?: string };
  const browse: Item = { label: vscode.l10n.t('$(folder-opened) Browse…'), alwaysShow: true };
  const known = list.rollouts.filter(({ bundle }) => bundle !== besides);
  const items: Item[] = known.map(({ bundle, name, startedAtMs, title }) => ({
    label: startedAtMs === undefined ? name : startText(startedAtMs, vscode.env.language),
    description: plainLabel(title ?? ''),
    detail: bundle,
    bundle,
  }));
  if (items.length > 0) {
    // The newest rollout comes first, so that Enter opens it.
    const picked = await vscode.window.showQuickPick<Item>([...items, browse], {
      title,
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!picked) return undefined;
    if (picked.bundle !== undefined) return picked.bundle;
  }
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Open Rollout'),
      title: vscode.l10n.t('Folder with manifest.json and trace.jsonl'),
    })) ?? [];
  return folder?.fsPath;
}
