/**
 * Hints in cell files while they are written: as problems of the document, with a quick fix where there is one.
 *
 * Invariant: a document that is no cell, or closed, has none. Nothing runs, so an untrusted workspace has them too.
 */

import * as vscode from 'vscode';
import { cellHints } from '../../runtime/authoring/cellHints.ts';
import type { CellHint } from '../../runtime/authoring/hint.ts';
import { type HintFix, hintFix } from '../../runtime/authoring/hintFix.ts';
import type { ToolDefinition } from '../../runtime/base/tool.ts';
import { affects, readSettings } from '../base/settings.ts';
import { cellFilePattern } from '../ids.ts';
import { hintText } from './cellHintText.ts';

/** So that nobody is told of what they are about to write, ms. */
const patienceMs = 400;
const selector = { pattern: cellFilePattern };

/** `definitions` is asked when the first cell is opened. */
export function registerCellHints(definitions: () => readonly ToolDefinition[]): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('cellscope-hints');
  const waiting = new Map<string, NodeJS.Timeout>();
  let tools: readonly ToolDefinition[] | undefined;

  const hintsOf = (document: vscode.TextDocument): CellHint[] => {
    tools ??= definitions();
    return readSettings(document.uri).hints ? cellHints(document.getText(), tools) : [];
  };
  const look = (document: vscode.TextDocument) => {
    if (document.isClosed || vscode.languages.match(selector, document) === 0) return;
    problems.set(
      document.uri,
      hintsOf(document).map(hint => problemOf(document, hint)),
    );
  };
  const lookSoon = ({ document }: vscode.TextDocumentChangeEvent) => {
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    const timer = setTimeout(() => {
      waiting.delete(key);
      look(document);
    }, patienceMs);
    waiting.set(key, timer);
  };
  const lookAtAll = () => vscode.workspace.textDocuments.forEach(look);
  lookAtAll();
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(lookSoon),
    vscode.workspace.onDidCloseTextDocument(document => problems.delete(document.uri)),
    vscode.workspace.onDidChangeConfiguration(event => affects(event, 'hints') && lookAtAll()),
    vscode.languages.registerCodeActionsProvider(
      selector,
      { provideCodeActions: (document, range) => fixesAt(document, range, hintsOf(document)) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
    new vscode.Disposable(() => waiting.forEach(timer => void clearTimeout(timer))),
  );
}

function problemOf(document: vscode.TextDocument, hint: CellHint): vscode.Diagnostic {
  // Refused whatever the cell does; all else depends on whether it comes there.
  const refused = hint.kind === 'pragma' || hint.kind === 'import';
  const severity = refused ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const problem = new vscode.Diagnostic(rangeOf(document, hint), hintText(hint), severity);
  problem.source = 'cellscope';
  problem.code = hint.kind;
  return problem;
}

function fixesAt(document: vscode.TextDocument, range: vscode.Range, hints: readonly CellHint[]): vscode.CodeAction[] {
  return hints.flatMap(hint => {
    const fix = rangeOf(document, hint).intersection(range) && hintFix(hint, document.getText());
    if (!fix) return [];
    const action = new vscode.CodeAction(fixText(fix), vscode.CodeActionKind.QuickFix);
    action.diagnostics = [problemOf(document, hint)];
    action.isPreferred = true;
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, rangeOf(document, fix), fix.replacement);
    return [action];
  });
}

function fixText({ kind, replacement }: HintFix): string {
  switch (kind) {
    case 'rename':
      return vscode.l10n.t('Change to {0}', replacement);
    case 'await':
      return vscode.l10n.t('Await it');
    case 'text':
      return vscode.l10n.t('Put it out with text()');
  }
}

function rangeOf(document: vscode.TextDocument, { start, end }: { readonly start: number; readonly end: number }) {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
