/**
 * The tree in the side bar: rollouts, live ones first, with their cells and the calls below them.
 *
 * Invariant: a rollout is read only when it is unfolded; those recorded here are known without reading.
 */

import * as vscode from 'vscode';
import type { CellRecord } from '../cells/cellBook.ts';
import type { Sessions } from '../cells/sessions.ts';
import { view } from '../ids.ts';
import type { OpenRollout } from '../viewer/openRollout.ts';
import type { Selection, Selections } from '../viewer/selections.ts';
import type { OpenRollouts } from './openRollouts.ts';
import { Pulse } from './pulse.ts';
import type { RolloutList } from './rolloutList.ts';
import { childrenOf, type GraphNode, pathTo, rolloutChildren } from './rolloutNodes.ts';
import { newestFirst, type RolloutSummary } from './rolloutSummary.ts';
import { entityItem, noteItem, type RolloutNode, rolloutItem, type TreeNode } from './treeItems.ts';

export interface RolloutTreeParts {
  readonly list: RolloutList;
  readonly open: OpenRollouts;
  readonly sessions: Sessions;
  readonly selections: Selections;
}

/** How often a growing rollout redraws its branch, ms. */
const growMs = 300;
/** How soon the tree goes along with a selection, ms: arrow keys may race through many. */
const goAlongMs = 120;
/** A tree that is just drawn anew does not go along. */
const mostTries = 5;

export class RolloutTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #parts: RolloutTreeParts;
  readonly #changes = new vscode.EventEmitter<TreeNode | undefined>();
  readonly #nodes = new Map<string, RolloutNode>();
  readonly #followed = new Map<string, { readonly rollout: OpenRollout; readonly end: { dispose(): void } }>();
  readonly #registrations: vscode.Disposable;
  readonly onDidChangeTreeData = this.#changes.event;

  constructor(parts: RolloutTreeParts) {
    this.#parts = parts;
    const treeView = vscode.window.createTreeView<TreeNode>(view.rollouts, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    let tries = 0;
    const goAlong = new Pulse(goAlongMs, async () => {
      tries += 1;
      if (!(await this.#goAlong(treeView)) && tries < mostTries) goAlong.changed();
    });
    const refreshWhenSeen = () => {
      if (treeView.visible) void parts.list.refresh();
    };
    this.#registrations = vscode.Disposable.from(
      treeView,
      this.#changes,
      parts.list.onDidChange(() => this.#changes.fire(undefined)),
      treeView.onDidChangeVisibility(refreshWhenSeen),
      goAlong,
      parts.selections.onDidChange(() => {
        tries = 0;
        goAlong.changed();
      }),
      treeView.onDidCollapseElement(({ element }) => {
        if (element.kind === 'rollout') this.#release(element.bundle);
      }),
      parts.sessions.onDidChangeSessions(() => {
        this.#changes.fire(undefined);
        // A session that has ended leaves a rollout on disk.
        void parts.list.refresh();
      }),
      // A rollout is named after its first cell.
      parts.sessions.onDidChangeCell(({ owner, cell }) => {
        if (cell.outputs.length === 0 && owner.book.cells.length === 1) this.#changes.fire(undefined);
      }),
    );
    refreshWhenSeen();
  }

  getChildren(node?: TreeNode): TreeNode[] | Promise<TreeNode[]> {
    if (!node) return this.#rollouts();
    if (node.kind === 'rollout') return this.#inside(node);
    const graph = this.#parts.open.peek(node.bundle)?.graph;
    return node.kind === 'note' || !graph ? [] : childrenOf(node, graph);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'rollout') return undefined;
    const above = node.kind === 'note' ? undefined : this.#pathTo(node).at(-2);
    return above ?? this.#nodes.get(node.bundle);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    switch (node.kind) {
      case 'rollout':
        return rolloutItem(node);
      case 'note':
        return noteItem(node);
      default:
        return entityItem(node, this.#ownCell(node));
    }
  }

  dispose(): void {
    this.#registrations.dispose();
    for (const bundle of [...this.#followed.keys()]) this.#release(bundle);
  }

  #pathTo({ bundle, ref }: Selection): GraphNode[] {
    const graph = this.#parts.open.peek(bundle)?.graph;
    return graph ? pathTo(bundle, graph, ref) : [];
  }

  /**
   * Shows what is selected in a viewer, where the tree can be seen anyway; the focus stays with the viewer. Resolves to
   * whether that is done: the tree may change under a reveal.
   */
  async #goAlong(treeView: vscode.TreeView<TreeNode>): Promise<boolean> {
    const selection = this.#parts.selections.latest;
    if (!selection || !treeView.visible || !this.#nodes.has(selection.bundle)) return true;
    const node = this.#pathTo(selection).at(-1);
    if (!node) return true;
    return treeView.reveal(node, { select: true, focus: false }).then(
      () => true,
      () => false,
    );
  }

  #rollouts(): RolloutNode[] {
    const { list, sessions } = this.#parts;
    const live = new Map<string, RolloutSummary>();
    const unrecorded = new Set(sessions.open.filter(session => !session.recorded).map(session => session.bundle));
    for (const session of sessions.open) {
      const began = session.book.cells[0]?.startedAtMs ?? Date.now();
      const name = vscode.Uri.file(session.bundle).path.split('/').at(-1) ?? '';
      const title = session.book.cells[0]?.title;
      const told = title === undefined ? {} : { title };
      live.set(session.bundle, { bundle: session.bundle, name, status: 'running', startedAtMs: began, ...told });
    }
    const recorded = list.rollouts.filter(summary => !live.has(summary.bundle));
    const nodes = [
      ...newestFirst([...live.values()]).map(summary => rolloutNode(summary, true, !unrecorded.has(summary.bundle))),
      ...recorded.map(summary => rolloutNode(summary, false, true)),
    ];
    this.#nodes.clear();
    for (const node of nodes) this.#nodes.set(node.bundle, node);
    for (const bundle of [...this.#followed.keys()]) if (!this.#nodes.has(bundle)) this.#release(bundle);
    return nodes;
  }

  /** Nobody looks into it any more. */
  #release(bundle: string): void {
    const known = this.#followed.get(bundle);
    if (!known) return;
    this.#followed.delete(bundle);
    known.end.dispose();
    this.#parts.open.giveBack(known.rollout);
  }

  async #inside(node: RolloutNode): Promise<TreeNode[]> {
    const rollout = this.#follow(node.bundle);
    await rollout.loaded;
    const children: TreeNode[] = rollout.graph ? rolloutChildren(node.bundle, rollout.graph) : [];
    const note = (text: string, icon: string) => children.push({ kind: 'note', bundle: node.bundle, text, icon });
    if (rollout.problem !== undefined) note(rollout.problem, 'warning');
    else if (children.length === 0) note(vscode.l10n.t('No cells'), 'circle-slash');
    return children;
  }

  /** Holds the rollout, and redraws its branch when it grows. */
  #follow(bundle: string): OpenRollout {
    const known = this.#followed.get(bundle);
    if (known) return known.rollout;
    const rollout = this.#parts.open.borrow(bundle);
    let timer: NodeJS.Timeout | undefined;
    const changes = rollout.onDidChange(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        const node = this.#nodes.get(bundle);
        if (node) this.#changes.fire(node);
      }, growMs);
    });
    const end = {
      dispose: () => {
        clearTimeout(timer);
        changes.dispose();
      },
    };
    this.#followed.set(bundle, { rollout, end });
    return rollout;
  }

  /** The cell as this window knows it, when it ran here. */
  #ownCell(node: GraphNode): CellRecord | undefined {
    if (node.kind !== 'cell') return undefined;
    const { allCells } = this.#parts.sessions;
    return allCells.find(({ owner, cell }) => owner.bundle === node.bundle && cell.cellId === node.cellId)?.cell;
  }
}

function rolloutNode(summary: RolloutSummary, live: boolean, recorded: boolean): RolloutNode {
  return { kind: 'rollout', bundle: summary.bundle, summary, live, recorded };
}
