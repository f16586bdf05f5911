import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, languages, type TextDocument, workspace } from 'vscode';
import type { CellResponse } from '../../../runtime/base/content.ts';
import { eventually, freshSession, run, textOf } from '../support/cells.ts';
import { show } from '../support/editors.ts';
import { answered } from '../support/picks.ts';

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
