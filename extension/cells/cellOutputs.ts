/**
 * What cells put out, where a person looks for it: a running log of all cells, and one read-only document per cell.
 *
 * Leaves out the wording (`outputText.ts`) and the extension's own log (`log.ts`).
 */

import * as vscode from 'vscode';
import { contextKey, scheme } from '../ids.ts';
import type { CellHandle } from './cellSession.ts';
import { outputDocument, outputEntry } from './outputText.ts';
import type { Sessions } from './sessions.ts';

export class CellOutputs implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #channel = vscode.window.createOutputChannel('Cellscope Cells');
  readonly #documents = new vscode.EventEmitter<vscode.Uri>();
  readonly #written = new Map<string, number>();
  readonly #parts: vscode.Disposable;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#parts = vscode.Disposable.from(
      this.#channel,
      this.#documents,
      sessions.onDidChangeCell(handle => this.#write(handle)),
      vscode.workspace.registerTextDocumentContentProvider(scheme.output, {
        onDidChange: this.#documents.event,
        provideTextDocumentContent: uri => this.#text(uri),
      }),
    );
  }

  /** Brings the running log to the front without taking the focus. */
  reveal(): void {
    this.#channel.show(true);
  }

  /** Something that belongs to no cell: a source that was refused before a cell existed. */
  note(text: string): void {
    this.#channel.appendLine(text);
  }

  async openDocument(handle: CellHandle): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uriOf(handle));
    await vscode.window.showTextDocument(document, { preview: true });
  }

  dispose(): void {
    this.#parts.dispose();
  }

  #write(handle: CellHandle): void {
    const { owner, cell } = handle;
    const key = keyOf(handle);
    const done = this.#written.get(key) ?? 0;
    if (cell.outputs.length === done) return;
    this.#written.set(key, cell.outputs.length);
    const several = this.#sessions.open.length > 1;
    const label = several ? `${owner.name} · Cell ${cell.cellId}` : `Cell ${cell.cellId}`;
    for (const output of cell.outputs.slice(done)) this.#channel.appendLine(outputEntry(label, output));
    this.#documents.fire(uriOf(handle));
    void vscode.commands.executeCommand('setContext', contextKey.hasOutput, true);
  }

  #text(uri: vscode.Uri): string {
    const handle = this.#sessions.allCells.find(each => uriOf(each).toString() === uri.toString());
    return handle ? outputDocument(handle.cell) : vscode.l10n.t('The session of this cell has ended.');
  }
}

function keyOf({ owner, cell }: CellHandle): string {
  return `${owner.session.id}/${cell.cellId}`;
}

function uriOf(handle: CellHandle): vscode.Uri {
  return vscode.Uri.from({
    scheme: scheme.output,
    path: `/Cell ${handle.cell.cellId} Output`,
    query: handle.owner.session.id,
  });
}
