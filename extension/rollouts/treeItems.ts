/**
 * How a row of the tree of rollouts looks and is read out: a rollout, a thread, a cell or a call in it, or a note.
 *
 * Leaves out which rows there are (`rolloutTree.ts`, `rolloutNodes.ts`).
 */

import * as vscode from 'vscode';
import type { CellRecord } from '../cells/cellBook.ts';
import { durationText } from '../cells/outputText.ts';
import { command } from '../ids.ts';
import type { GraphNode, NodeStatus } from './rolloutNodes.ts';
import type { RolloutSummary } from './rolloutSummary.ts';
import { startText, wholeStartText } from './rolloutTitle.ts';

export interface RolloutNode {
  readonly kind: 'rollout';
  readonly bundle: string;
  readonly summary: RolloutSummary;
  readonly live: boolean;
  /** False for a live one that leaves nothing on disk. */
  readonly recorded: boolean;
}
interface NoteNode {
  readonly kind: 'note';
  readonly bundle: string;
  readonly text: string;
  readonly icon: string;
}
export type TreeNode = RolloutNode | GraphNode | NoteNode;

export function rolloutItem({ summary, live, recorded, bundle }: RolloutNode): vscode.TreeItem {
  const { startedAtMs } = summary;
  const label = startedAtMs === undefined ? summary.name : startText(startedAtMs, vscode.env.language);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = bundle;
  item.contextValue = !recorded ? 'unrecorded' : live ? 'rollout:live' : 'rollout:recorded';
  const lasted =
    !live && summary.startedAtMs !== undefined && summary.lastAtMs !== undefined
      ? durationText(summary.lastAtMs - summary.startedAtMs)
      : undefined;
  const status = recorded ? summaryText(summary, live) : vscode.l10n.t('live, not recorded');
  item.description = [status, lasted, summary.title].filter(each => each !== undefined).join(' · ');
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  item.iconPath = summaryIcon(summary, live);
  const tooltip = new vscode.MarkdownString();
  const began = startedAtMs === undefined ? [] : [wholeStartText(startedAtMs, vscode.env.language)];
  tooltip.appendText([summary.name, ...began, item.description, ...(recorded ? [bundle] : [])].join('\n'));
  if (summary.problem !== undefined) tooltip.appendText(`\n${summary.problem}`);
  item.tooltip = tooltip;
  item.command = { title: '', command: command.showInTimeline, arguments: [{ kind: 'rollout', bundle }] };
  return item;
}

export function noteItem({ text, icon }: NoteNode): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = text;
  return item;
}

function summaryText(summary: RolloutSummary, live: boolean): string {
  if (live) return vscode.l10n.t('live');
  switch (summary.status) {
    case 'completed':
      return vscode.l10n.t('completed');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'aborted':
      return vscode.l10n.t('aborted');
    case 'running':
      return vscode.l10n.t('not finished');
    case 'unreadable':
      return summary.problem ?? vscode.l10n.t('unreadable');
  }
}

function summaryIcon(summary: RolloutSummary, live: boolean): vscode.ThemeIcon {
  if (live) return new vscode.ThemeIcon('record', new vscode.ThemeColor('charts.red'));
  switch (summary.status) {
    case 'completed':
      return new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed'));
    case 'failed':
    case 'aborted':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'running':
      return new vscode.ThemeIcon('history');
    case 'unreadable':
      return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  }
}

/** `own` is a cell as this window knows it, when it ran here. */
export function entityItem(node: GraphNode, own: CellRecord | undefined): vscode.TreeItem {
  const label = node.kind === 'cell' ? vscode.l10n.t('Cell {0}', node.cellId) : node.label;
  const inside = node.kind === 'thread' || (node.kind === 'cell' && node.hasCalls);
  const folded = inside ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
  const item = new vscode.TreeItem(label, folded);
  item.id = `${node.bundle}#${node.ref.kind}:${node.ref.id}`;
  const lasted = node.durationMs === undefined ? undefined : durationText(node.durationMs);
  const status = statusText(node.status);
  item.description = [status, lasted, node.detail].filter(Boolean).join(' · ');
  item.iconPath = statusIcon(node);
  item.tooltip = `${label}\n${item.description}`;
  item.accessibilityInformation = { label: `${label}, ${item.description}` };
  const life = own?.live ? `live:${own.phase}` : 'ended';
  item.contextValue = node.kind === 'cell' ? `cell:${life}${own ? ':output' : ''}` : node.kind;
  item.command = { title: '', command: command.showInTimeline, arguments: [node] };
  return item;
}

function statusText(status: NodeStatus): string {
  switch (status) {
    case 'running':
      return vscode.l10n.t('running');
    case 'yielded':
      return vscode.l10n.t('runs on');
    case 'completed':
      return vscode.l10n.t('completed');
    case 'failed':
      return vscode.l10n.t('failed');
    case 'cancelled':
      return vscode.l10n.t('cancelled');
    case 'terminated':
      return vscode.l10n.t('terminated');
  }
}

function statusIcon({ kind, status }: GraphNode): vscode.ThemeIcon {
  switch (status) {
    case 'running':
      return new vscode.ThemeIcon('sync~spin');
    case 'yielded':
      return new vscode.ThemeIcon('clock');
    case 'failed':
      return new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
    case 'cancelled':
    case 'terminated':
      return new vscode.ThemeIcon('circle-slash');
    case 'completed':
      return kind === 'call'
        ? new vscode.ThemeIcon('tools')
        : new vscode.ThemeIcon('check', new vscode.ThemeColor('testing.iconPassed'));
  }
}
