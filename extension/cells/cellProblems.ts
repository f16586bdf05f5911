/**
 * Where cells failed, as problems in the documents they came from.
 *
 * Invariant: the problems of a document are those of its last run, wherever it is by now; running it again clears them.
 */

import * as vscode from 'vscode';
import type { CellRecord } from './cellBook.ts';
import { type CellFault, faultOf } from './cellFault.ts';
import type { CellSession } from './cellSession.ts';
import { type CellSource, placeMap } from './cellSource.ts';
import { isAtOrBelow, type Moved } from './movedBy.ts';
import { movedUri } from './movedUri.ts';

export class CellProblems implements vscode.Disposable {
  readonly #problems = vscode.languages.createDiagnosticCollection('cellscope');
  /** The next unsaved document may get the address of one that was thrown away. */
  readonly #closing = vscode.workspace.onDidCloseTextDocument(document => {
    if (document.isUntitled) this.#problems.delete(document.uri);
  });

  clear(source: CellSource): void {
    if (source.origin) this.#problems.delete(vscode.Uri.parse(source.origin.uri));
  }

  /** A cell that failed with `errorText`. Cells that came from no document have no place to show it. */
  failed(owner: CellSession, cell: CellRecord, errorText: string): void {
    const source = owner.sourceOf(cell);
    if (!source?.origin) return;
    const fault = faultOf(errorText, cell.source);
    const map = placeMap(source.origin.start, cell.submitted, cell.source);
    this.#set(
      source.origin.uri,
      fault,
      fault.places.map(place => map(place.line, place.column)),
    );
  }

  /** A source that was refused before it became a cell: its first line is where a pragma stands. */
  refused(source: CellSource, message: string): void {
    if (source.origin) this.#set(source.origin.uri, { message, places: [] }, [source.origin.start]);
  }

  /** Documents have other addresses now. */
  move(moved: Moved): void {
    for (const [uri, problems] of [...this.#problems]) {
      const now = movedUri(uri, moved);
      if (now.toString() === uri.toString()) continue;
      this.#problems.delete(uri);
      this.#problems.set(
        now,
        problems.map(problem => movedProblem(problem, moved)),
      );
    }
  }

  /** Whether a file has problems, or one in a folder. */
  hasWithin(place: vscode.Uri): boolean {
    return this.#within(place).length > 0;
  }

  /** A file or folder is gone, and what was in it. */
  deleted(place: vscode.Uri): void {
    for (const uri of this.#within(place)) this.#problems.delete(uri);
  }

  #within(place: vscode.Uri): vscode.Uri[] {
    const at = place.toString();
    return Array.from(this.#problems, ([uri]) => uri).filter(uri => isAtOrBelow(uri.toString(), at));
  }

  dispose(): void {
    this.#closing.dispose();
    this.#problems.dispose();
  }

  #set(uriText: string, fault: CellFault, places: readonly { line: number; character: number }[]): void {
    const uri = vscode.Uri.parse(uriText);
    const ranges = places.map(place => rangeAt(uri, new vscode.Position(place.line, place.character)));
    const [first, ...callers] = ranges.length > 0 ? ranges : [rangeAt(uri, new vscode.Position(0, 0))];
    if (!first) return;
    const problem = new vscode.Diagnostic(first, fault.message, vscode.DiagnosticSeverity.Error);
    problem.source = 'cellscope';
    problem.relatedInformation = callers.map(
      range =>
        new vscode.DiagnosticRelatedInformation(new vscode.Location(uri, range), vscode.l10n.t('called from here')),
    );
    this.#problems.set(uri, [problem]);
  }
}

function movedProblem(problem: vscode.Diagnostic, moved: Moved): vscode.Diagnostic {
  const copy = new vscode.Diagnostic(problem.range, problem.message, problem.severity);
  if (problem.source !== undefined) copy.source = problem.source;
  copy.relatedInformation = (problem.relatedInformation ?? []).map(({ location: { uri, range }, message }) => {
    const place = new vscode.Location(movedUri(uri, moved), range);
    return new vscode.DiagnosticRelatedInformation(place, message);
  });
  return copy;
}

/** The name that begins at a place, or one character; the document may have changed since the cell was started. */
function rangeAt(uri: vscode.Uri, place: vscode.Position): vscode.Range {
  const document = vscode.workspace.textDocuments.find(each => each.uri.toString() === uri.toString());
  if (!document) return new vscode.Range(place, place);
  const start = document.validatePosition(place);
  const rest = document.lineAt(start.line).text.slice(start.character);
  const length = /^[\w$]+/.exec(rest)?.[0].length ?? Math.min(1, rest.length);
  return new vscode.Range(start, start.translate(0, length));
}
