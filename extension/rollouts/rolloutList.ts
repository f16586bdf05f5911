/**
 * The rollouts a window knows: those below the recording folders, those in the workspace, those opened by hand.
 *
 * Invariant: a scan never overlaps another; whatever changes meanwhile leads to one more.
 */

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { affects, readRolloutRoot } from '../base/settings.ts';
import { contextKey } from '../ids.ts';
import { FolderWatch } from './folderWatch.ts';
import { newestFirst, type RolloutSummary, readSummary, scanRoot } from './rolloutSummary.ts';

const mostPerRoot = 500;
const mostInWorkspace = 200;
const mostRecent = 20;
const recentKey = 'openedBundles';
const quietMs = 400;

export class RolloutList implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #changes = new vscode.EventEmitter<void>();
  readonly #parts: vscode.Disposable[] = [this.#changes];
  readonly #rootWatches = new Map<string, FolderWatch>();
  #workspaceWatch: vscode.Disposable | undefined;
  #summaries: readonly RolloutSummary[] = [];
  #scanning: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#parts.push(
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#rewatch()),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (affects(event, 'rolloutRoot')) this.#rewatch();
      }),
    );
  }

  /** Newest first. */
  get rollouts(): readonly RolloutSummary[] {
    return this.#summaries;
  }

  /** Recording folders of this window, one for each workspace folder, without repetition. */
  get roots(): readonly string[] {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const all = folders.length === 0 ? [undefined] : folders;
    return [...new Set(all.map(folder => readRolloutRoot(this.#context, folder)))];
  }

  /** Scans now, and watches from now on. Resolves when the list is up to date. */
  async refresh(): Promise<void> {
    this.#watch();
    if (this.#scanning) {
      this.#again = true;
      return this.#scanning;
    }
    this.#scanning = this.#scan();
    await this.#scanning;
  }

  /** Remembers a bundle that was opened by hand, also for the next window. */
  async remember(bundle: string): Promise<void> {
    const others = this.#recent.filter(each => each !== bundle);
    await this.#context.workspaceState.update(recentKey, [bundle, ...others].slice(0, mostRecent));
    if (!this.#summaries.some(each => each.bundle === bundle)) await this.refresh();
  }

  async forget(bundle: string): Promise<void> {
    await this.#context.workspaceState.update(
      recentKey,
      this.#recent.filter(each => each !== bundle),
    );
    await this.refresh();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#unwatch();
    vscode.Disposable.from(...this.#parts).dispose();
  }

  get #recent(): readonly string[] {
    const value = this.#context.workspaceState.get<unknown>(recentKey);
    return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
  }

  async #scan(): Promise<void> {
    try {
      do {
        this.#again = false;
        const roots = await Promise.all(this.roots.map(root => scanRoot(root, mostPerRoot)));
        const found = new Map(roots.flat().map(summary => [summary.bundle, summary]));
        for (const bundle of [...(await bundlesInWorkspace()), ...this.#recent]) {
          if (!found.has(bundle)) found.set(bundle, await readSummary(bundle));
        }
        this.#summaries = newestFirst([...found.values()].filter(each => !isGone(each)));
      } while (this.#again);
    } finally {
      this.#scanning = undefined;
    }
    void vscode.commands.executeCommand('setContext', contextKey.rolloutsScanned, true);
    const folders = this.#summaries.map(each => each.bundle);
    void vscode.commands.executeCommand('setContext', contextKey.bundleFolders, folders);
    this.#changes.fire();
  }

  #watch(): void {
    const soon = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        void this.refresh();
      }, quietMs);
    };
    for (const root of this.roots) {
      if (!this.#rootWatches.has(root)) this.#rootWatches.set(root, new FolderWatch(root, soon));
    }
    if (this.#workspaceWatch) return;
    // Growing logs change many times a second; their state is known without reading them again.
    const watcher = vscode.workspace.createFileSystemWatcher('**/trace.jsonl', false, true, false);
    this.#workspaceWatch = vscode.Disposable.from(watcher, watcher.onDidCreate(soon), watcher.onDidDelete(soon));
  }

  #unwatch(): void {
    for (const watch of this.#rootWatches.values()) watch.dispose();
    this.#rootWatches.clear();
    this.#workspaceWatch?.dispose();
    this.#workspaceWatch = undefined;
  }

  #rewatch(): void {
    this.#unwatch();
    void this.refresh();
  }
}

async function bundlesInWorkspace(): Promise<string[]> {
  const files = await vscode.workspace.findFiles('**/trace.jsonl', '**/node_modules/**', mostInWorkspace);
  const folders = files.filter(uri => uri.scheme === 'file').map(uri => vscode.Uri.joinPath(uri, '..').fsPath);
  // Any program may call a file trace.jsonl; a manifest beside it makes it ours.
  const ours = await Promise.all(
    folders.map(folder =>
      vscode.workspace.fs.stat(vscode.Uri.joinPath(vscode.Uri.file(folder), 'manifest.json')).then(
        () => true,
        () => /^trace-/.test(basename(folder)),
      ),
    ),
  );
  return folders.filter((_, index) => ours[index]);
}

/** A bundle opened by hand whose folder was deleted since. */
function isGone(summary: RolloutSummary): boolean {
  return summary.problem === 'trace.jsonl is missing' && summary.startedAtMs === undefined;
}
