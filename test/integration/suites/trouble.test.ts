import { deepEqual, equal, match } from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, languages, Selection, type TextDocument, WorkspaceEdit, window, workspace } from 'vscode';
import type { CellResponse } from '../../../runtime/base/content.ts';
import { eventually, freshSession, run, set, textOf } from '../support/cells.ts';
import { select, show } from '../support/editors.ts';

let files = 0;

/** A file of its own each time: unsaved documents take up the names of earlier ones. */
async function edit(content: string): Promise<TextDocument> {
  const file = join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', `trouble-${++files}.cell.js`);
  writeFileSync(file, content);
  const document = await workspace.openTextDocument(file);
  await show(document);
  return document;
}
const problemsOf = (document: TextDocument) =>
  languages.getDiagnostics(document.uri).filter(each => each.source === 'cellscope');

describe('what goes wrong', () => {
  before(freshSession);
  afterEach(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('in a cell is marked where it happened, below the pragma line', async () => {
    const document = await edit('// @exec: {"yield_time_ms": 120000}\nconst a = 1;\nthrow new Error("boom " + a);\n');
    await commands.executeCommand('cellscope.runCell', document.uri);
    const [problem, ...others] = problemsOf(document);
    equal(problem?.message, 'Error: boom 1');
    equal(problem?.range.start.line, 2);
    equal(problem?.range.start.character, 6);
    deepEqual(others, []);
  });

  it('in a selection is marked within the selection', async () => {
    const document = await edit('const before = 1;\nif (before) { null.x; }\n');
    await select(await show(document), new Selection(1, 14, 1, 21));
    await commands.executeCommand('cellscope.runSelection');
    deepEqual(
      problemsOf(document).map(each => [
        each.range.start.line,
        each.range.start.character,
        document.getText(each.range),
      ]),
      [[1, 19, 'x']],
    );
  });

  it('is forgotten when the next run goes well', async () => {
    const document = await edit('throw 1');
    await commands.executeCommand('cellscope.runCell', document.uri);
    equal(problemsOf(document).length, 1);
    const change = new WorkspaceEdit();
    change.insert(document.uri, document.positionAt(0), 'text(1);//');
    await workspace.applyEdit(change);
    await commands.executeCommand('cellscope.runCell', document.uri);
    equal(problemsOf(document).length, 0);
    // Closing an unsaved document asks a question that nobody here answers.
    await document.save();
  });

  it('with a refused source is marked at its beginning, and takes no cell id', async () => {
    const before = await run('text(1)');
    for (const source of ['   ', '// @exec: {"speed": 9}\ntext(1)']) {
      const document = await edit(source);
      await commands.executeCommand('cellscope.runCell', document.uri);
      // Besides what is said of it while it is written.
      const problem = problemsOf(document).find(({ code }) => code === undefined);
      match(problem?.message ?? '', /^exec (expects|pragma)/);
      equal(problem?.range.start.line, 0);
    }
    const after = await run('text(1)');
    equal(Number(after?.cellId), Number(before?.cellId) + 1);
  });

  it('with an unknown tool or a wrong input is a sentence in the output', async () => {
    match((await run('await tools.no_such_tool({})'))?.errorText ?? '', /tools\.no_such_tool is not a function/);
    const wrong = await run('try { await tools.read_file({ paht: "x" }) } catch (reason) { text(reason) }');
    match(textOf(wrong), /path/);
  });

  it('with the process that holds the cells ends the cell with a clear text, and the next one runs', async () => {
    const lost = await run('"a".repeat(2 ** 28).split("")');
    equal(lost?.status, 'failed');
    match(lost?.errorText ?? '', /exec runtime ended unexpectedly|memory/);
    equal(textOf(await run('text("again")')), 'again');
  });

  it('with the chosen Node keeps cells from running until another one is chosen', async () => {
    await commands.executeCommand('cellscope.newSession');
    await set('nodePath', '/no/such/node');
    try {
      equal(await run('text(1)'), undefined);
    } finally {
      await set('nodePath', undefined);
    }
    equal((await run('text(2)'))?.status, 'completed');
  });

  it('with the recording folder does not touch the run', async () => {
    const root = await freshSession();
    equal((await run('text(1)'))?.status, 'completed');
    // The end of the first cell may still be on its way into it.
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
    equal((await run('text(2)'))?.status, 'completed');
    await freshSession();
  });

  it('with a wait on a cell that is gone leaves other cells alone', async () => {
    const done = await run('text(1)');
    const none = await commands.executeCommand<CellResponse | undefined>('cellscope.terminateCell', {
      cellId: done?.cellId,
    });
    equal(none, undefined);
    equal((await run('text(2)'))?.status, 'completed');
  });
});

describe('the output of a cell', () => {
  before(freshSession);
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('can be read in a document of its own', async () => {
    const response = await run('text("one"); text({ two: 2 });');
    await commands.executeCommand('cellscope.showCellOutput', { cellId: response?.cellId });
    const texts = () => window.visibleTextEditors.map(({ document }) => document.getText());
    const text = await eventually('its text', () => texts().find(each => each.includes('completed after')));
    match(text, /^one\n\{"two":2\}\n── completed after /);
  });
});

describe('a new cell', () => {
  before(freshSession);
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('is an unsaved cell file that runs in the open folder as it is', async () => {
    await commands.executeCommand('cellscope.newCell');
    const inFront = () => window.activeTextEditor?.document;
    const document = await eventually(
      'a cell file in front',
      () => /\/scratch-\d+\.cell\.js$/.test(inFront()?.uri.path ?? '') && inFront(),
    );
    equal(document.languageId, 'javascript');
    const response = await commands.executeCommand<CellResponse>('cellscope.runCell');
    equal(response.status, 'completed');
    match(textOf(response), /README\.md/);
  });
});
