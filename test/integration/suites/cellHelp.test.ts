import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import {
  type CodeAction,
  CompletionItemKind,
  type CompletionList,
  commands,
  extensions,
  type Hover,
  languages,
  MarkdownString,
  Position,
  SnippetString,
  type TextDocument,
  Uri,
  WorkspaceEdit,
  workspace,
} from 'vscode';
import { eventually, set } from '../support/cells.ts';

const nameOf = (label: string | { label: string }) => (typeof label === 'string' ? label : label.label);

describe('a cell file', () => {
  let cell: TextDocument;
  before(async () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const uri = Uri.file(join(folder, 'help.cell.js'));
    await workspace.fs.writeFile(uri, Buffer.from('const hits = await tools.search_text({});\nyield_control();\n'));
    cell = await workspace.openTextDocument(uri);
    // Opening it has the extension activated, but does not wait for it.
    await extensions.getExtension('cellscope.cellscope')?.activate();
  });

  it('completes tools after tools and a dot', async () => {
    const at = new Position(0, 'const hits = await tools.'.length);
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      cell.uri,
      at,
      '.',
    );
    const names = list.items.map(item => nameOf(item.label));
    for (const name of ['search_text', 'read_file', 'exec_command']) ok(names.includes(name), name);
  });

  it('completes the fields of an input, the needed ones first, with a place for the value', async () => {
    const at = new Position(0, 'const hits = await tools.search_text({'.length);
    const list = await commands.executeCommand<CompletionList>(
      'vscode.executeCompletionItemProvider',
      cell.uri,
      at,
      '{',
    );
    const [first] = list.items.filter(item => item.kind === CompletionItemKind.Field);
    equal(nameOf(first?.label ?? ''), 'query');
    ok(first?.insertText instanceof SnippetString);
    equal(first.insertText.value, "query: '$1'");
  });

  it('explains a tool with its types, and a function of every cell', async () => {
    const said = async (line: number, column: number) => {
      const at = new Position(line, column);
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', cell.uri, at);
      return hovers.flatMap(hover => hover.contents.map(each => (each instanceof MarkdownString ? each.value : '')));
    };
    match((await said(0, 30)).join('\n'), /search_text\(args: \{[\s\S]*query: string/);
    match((await said(1, 3)).join('\n'), /yield_control\(\): void/);
  });

  it('stays JavaScript', () => {
    equal(cell.languageId, 'javascript');
  });

  it('says while it is written what would fail, and what would put it right', async () => {
    const problems = (document: TextDocument) =>
      languages.getDiagnostics(document.uri).filter(({ source }) => source === 'cellscope');
    deepEqual(
      (await eventually('a hint', () => problems(cell).length > 0 && problems(cell))).map(({ code }) => code),
      ['missingField'],
    );
    const change = new WorkspaceEdit();
    change.insert(cell.uri, new Position(0, 0), 'console.log(1);\n');
    await workspace.applyEdit(change);
    const [hint] = await eventually('a second hint', () => problems(cell).length === 2 && problems(cell));
    ok(hint);
    const [fix] = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', cell.uri, hint.range);
    ok(fix?.edit);
    await workspace.applyEdit(fix.edit);
    equal(cell.lineAt(0).text, 'text(1);');
    await eventually('the first hint alone', () => problems(cell).length === 1);
    await set('hints', false);
    try {
      await eventually('no hint', () => problems(cell).length === 0);
    } finally {
      await set('hints', undefined);
    }
    // Closing an unsaved document asks a question that nobody here answers.
    await cell.save();
  });
});
