import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands, type Diagnostic, DiagnosticSeverity, languages, Uri, workspace } from 'vscode';
import { eventually } from '../support/cells.ts';

const codeOf = ({ code }: Diagnostic) => (typeof code === 'object' ? code.value : code);

describe('what is noteworthy about a rollout', () => {
  let log: string;
  let bundle: string;
  const problems = () => languages.getDiagnostics(Uri.file(log));

  before(() => {
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const [name] = readdirSync(join(folder, 'rollouts'));
    bundle = join(folder, 'damaged', name ?? '');
    cpSync(join(folder, 'rollouts', name ?? ''), bundle, { recursive: true });
    log = join(bundle, 'trace.jsonl');
    writeFileSync(log, readFileSync(log, 'utf8').trimEnd().slice(0, -20));
  });
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('stands on the lines of its log while it is open', async () => {
    equal(problems().length, 0);
    await commands.executeCommand('cellscope.openRolloutHere', Uri.file(bundle));
    const found = await eventually(
      'problems',
      () => problems().length > 2 && problems().some(each => /^call_10 waits/.test(each.message)) && problems(),
    );
    const lines = readFileSync(log, 'utf8').split('\n');
    const cut = found.find(each => codeOf(each) === 'log-truncated');
    equal(cut?.range.start.line, lines.length - 1);
    equal(cut?.severity, DiagnosticSeverity.Error);
    const wait = found.find(each => /^call_10 waits for cell 5/.test(each.message));
    equal(codeOf(wait as Diagnostic), 'wait-on-dead-cell');
    const line = lines[wait?.range.start.line ?? -1] ?? '';
    match(line, /"tool_call_started"/);
    match(line, /"call_10"/);
  });

  it('links to the timeline', () => {
    const wait = problems().find(each => /^call_10 waits/.test(each.message));
    const target = typeof wait?.code === 'object' ? wait.code.target : undefined;
    match(String(target), /cellscope\.cellscope\/rollout\?bundle.*call_10$/);
    ok(target?.query.includes(bundle));
  });

  it('goes when the rollout is closed', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    await eventually('no problems', () => problems().length === 0);
    deepEqual(problems(), []);
  });
});
