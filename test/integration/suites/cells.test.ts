import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, languages, type TextDocument, Uri, WorkspaceEdit, workspace } from 'vscode';
import type { CellResponse } from '../../../runtime/base/content.ts';
import { eventually, freshSession, run, textOf } from '../support/cells.ts';
import { show } from '../support/editors.ts';
import { answered } from '../support/picks.ts';

const problemsOf = (uri: Uri) => languages.getDiagnostics(uri).filter(each => each.source === 'cellscope');
const yielding = '// @exec: {"yield_time_ms": 100}\n';

describe('cells run by commands', () => {
  let root: string;

  before(async () => {
    root = await freshSession();
  });
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('put out what they compute', async () => {
    const response = await run('text(6 * 7)');
    equal(response?.status, 'completed');
    equal(textOf(response), '42');
  });

  it('call the tools of the open folder', async () => {
    const response = await run("text((await tools.list_directory({ path: '.' })))");
    equal(response?.status, 'completed');
    for (const name of readdirSync(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '')) {
      ok(textOf(response).includes(name), `${name} is missing`);
    }
  });

  it('say what is wrong with them', async () => {
    const response = await run('text(1);\nthrow new Error("broken on purpose")');
    equal(response?.status, 'failed');
    match(response?.errorText ?? '', /broken on purpose/);
  });

  it('yield, are waited on and collected once', async () => {
    const first = await run(
      "text('begun');\nyield_control();\nawait new Promise(r => setTimeout(r, 1500));\ntext('done')",
    );
    equal(first?.status, 'yielded');
    equal(textOf(first), 'begun');
    const waiting = commands.executeCommand<CellResponse>('cellscope.waitOnCell', { cellId: first?.cellId });
    // The first choice, the usual time, is long enough.
    const second = await answered(waiting, 'workbench.action.acceptSelectedQuickOpenItem');
    equal(second.status, 'completed');
    equal(textOf(second), 'done');
  });

  it('end when they are terminated', async () => {
    const first = await run(`${yielding}await new Promise(r => setTimeout(r, 600_000))`);
    equal(first?.status, 'yielded');
    const end = await commands.executeCommand<CellResponse>('cellscope.terminateCell', { cellId: first?.cellId });
    equal(end.status, 'terminated');
  });

  it('have their problems shown where their source stands', async () => {
    const document = await unsaved('const = 1;');
    await commands.executeCommand('cellscope.runCell');
    const problems = languages.getDiagnostics(document.uri).filter(each => /cellscope/i.test(each.source ?? ''));
    equal(problems.length, 1);
  });

  it('have their problems follow a file that is renamed', async () => {
    const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/');
    const [before, after] = [Uri.joinPath(folder, 'before.cell.js'), Uri.joinPath(folder, 'after.cell.js')];
    const source = 'function fail() {\n  throw new Error("no");\n}\nyield_control();\nawait 0;\nfail();';
    writeFileSync(before.fsPath, source);
    const first = await commands.executeCommand<CellResponse>('cellscope.runCell', before);
    equal(first.status, 'yielded');
    const rename = new WorkspaceEdit();
    rename.renameFile(before, after);
    await workspace.applyEdit(rename);
    // What has ended is collected: the cell failed while its file got another name.
    await commands.executeCommand('cellscope.terminateCell', { cellId: first.cellId });
    const [problem] = await eventually('a problem', () => problemsOf(after).length > 0 && problemsOf(after));
    equal(problem?.range.start.line, 1);

    const back = new WorkspaceEdit();
    back.renameFile(after, before);
    await workspace.applyEdit(back);
    const [moved] = await eventually('the problem again', () => problemsOf(before).length > 0 && problemsOf(before));
    equal(problemsOf(after).length, 0);
    equal(moved?.relatedInformation?.[0]?.location.uri.toString(), before.toString());

    const end = new WorkspaceEdit();
    end.deleteFile(before);
    await workspace.applyEdit(end);
    await eventually('no problem', () => problemsOf(before).length === 0);
  });

  it('have no problems in a file that another program has deleted', async () => {
    const uri = Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/'), '08-oops.cell.js');
    const source = readFileSync(uri.fsPath);
    await commands.executeCommand('cellscope.runCell', uri);
    await eventually('a problem', () => problemsOf(uri).length === 1);
    rmSync(uri.fsPath);
    await eventually('no problem', () => problemsOf(uri).length === 0);
    writeFileSync(uri.fsPath, source);
  });

  it('are recorded as a bundle, one cell after the other', async () => {
    const bundles = readdirSync(root).filter(name => existsSync(join(root, name, 'manifest.json')));
    equal(bundles.length, 1);
    const written = () => readFileSync(join(root, bundles[0] ?? '', 'trace.jsonl'), 'utf8');
    const log = await eventually('a cell in the log', () => /"code_cell_started".*\n/.test(written()) && written());
    // It is still being written; the part of a line would be no JSON.
    const lines = log.slice(0, log.lastIndexOf('\n')).split('\n');
    const seqs = lines.map(line => (JSON.parse(line) as { seq: number }).seq);
    deepEqual(
      seqs,
      seqs.map((_, at) => at + 1),
    );
  });
});

async function unsaved(content: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument({ language: 'javascript', content });
  await show(document);
  return document;
}
