/**
 * What cells put out, as one read-only document per cell that grows while the cell runs.
 *
 * Documents and not an output channel: they can be searched, split, kept and compared like any text, and each cell has
 * its own. Leaves out the wording of output itself (`outputText.ts`).
 */

import * as vscode from 'vscode';
import { contextKey, scheme } from '../ids.ts';
import type { CellHandle } from './cellSession.ts';
import { registerOutputMedia } from './outputMediaFiles.ts';
import { type OutputWords, outputDocument } from './outputText.ts';
import type { Sessions } from './sessions.ts';

export class CellOutputs implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #parts: vscode.Disposable;
  #any = false;
  /** Editors that showed the end of what is about to grow. */
  readonly #following = new WeakSet<vscode.TextEditor>();

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#parts = vscode.Disposable.from(
      this.#changes,
      vscode.workspace.registerTextDocumentContentProvider(scheme.output, {
        onDidChange: this.#changes.event,
        provideTextDocumentContent: uri => this.#text(uri),
      }),
      sessions.onDidChangeCell(handle => this.#changed(handle)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#follow(document)),
      registerOutputMedia(uri => {
        const handle = this.#at(uri);
        return handle ? outputDocument(handle.cell, words()).media : [];
      }),
    );
  }

  /** Brings the output of a cell into view beside what is looked at, without taking the focus. */
  async reveal(handle: CellHandle): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(handle));
    // Looked at only now: in the place of what was opened meanwhile, a rollout it may be, the output would replace it.
    const editors = vscode.window.visibleTextEditors;
    if (editors.some(editor => editor.document === document)) return;
    const other = editors.find(editor => editor.document.uri.scheme === scheme.output);
    const { activeTab } = vscode.window.tabGroups.activeTabGroup;
    const beside = activeTab ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    await show(document, { viewColumn: other?.viewColumn ?? beside, preserveFocus: true });
  }

  async open(handle: CellHandle): Promise<void> {
    await show(await vscode.workspace.openTextDocument(uriOf(handle)), {});
  }

  dispose(): void {
    this.#parts.dispose();
  }

  #changed(handle: CellHandle): void {
    const uri = uriOf(handle);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() !== uri.toString()) continue;
      if (showsEnd(editor)) this.#following.add(editor);
      else this.#following.delete(editor);
    }
    this.#changes.fire(uri);
    if (this.#any) return;
    this.#any = true;
    void vscode.commands.executeCommand('setContext', contextKey.hasOutput, true);
  }

  /** Whoever looks at the end goes on to do so; whoever reads further up is left there. */
  #follow(document: vscode.TextDocument): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== document || !this.#following.delete(editor)) continue;
      const end = new vscode.Position(document.lineCount - 1, 0);
      editor.revealRange(new vscode.Range(end, end));
    }
  }

  #at(uri: vscode.Uri): CellHandle | undefined {
    return this.#sessions.allCells.find(each => uriOf(each).toString() === uri.toString());
  }

  #text(uri: vscode.Uri): string {
    const handle = this.#at(uri);
    return handle ? outputDocument(handle.cell, words()).text : vscode.l10n.t('The session of this cell has ended.');
  }
}

function showsEnd({ document, visibleRanges }: vscode.TextEditor): boolean {
  // What is put out ends with an empty line.
  return (visibleRanges.at(-1)?.end.line ?? 0) >= document.lineCount - 2;
}

async function show(document: vscode.TextDocument, options: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.window.showTextDocument(document, { preview: true, ...options });
}

function uriOf({ owner, cell }: CellHandle): vscode.Uri {
  const path = `/${vscode.l10n.t('Cell {0} Output', cell.cellId)}`;
  return vscode.Uri.from({ scheme: scheme.output, path, query: owner.session.id });
}

function words(): OutputWords {
  return {
    status: {
      yielded: vscode.l10n.t('yielded'),
      pending: vscode.l10n.t('paused'),
      completed: vscode.l10n.t('completed'),
      failed: vscode.l10n.t('failed'),
      terminated: vscode.l10n.t('terminated'),
    },
    running: vscode.l10n.t('running'),
    after: (what, time) => vscode.l10n.t('{0} after {1}', what, time),
  };
}
