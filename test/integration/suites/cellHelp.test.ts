import { equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import {
  type CompletionList,
  commands,
  type Hover,
  MarkdownString,
  Position,
  type TextDocument,
  Uri,
  workspace,
} from 'vscode';

const nameOf = (label: string | { label: string }) => (typeof label === 'string' ? label : label.label);

describe('a cell file', () => {
  let cell: TextDocument;
  before(async () => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const uri = Uri.file(join(folder, 'help.cell.js'));
    await workspace.fs.writeFile(uri, Buffer.from('const hits = await tools.search_text({});\nyield_control();\n'));
    cell = await workspace.openTextDocument(uri);
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
});
