import { equal, match, ok } from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { commands, type Uri, workspace } from 'vscode';
import { eventually } from '../support/cells.ts';
import { answered } from '../support/picks.ts';

const secret = `ghp_${'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(2).slice(0, 36)}`;
const home = () => workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const save = (argument: unknown) => commands.executeCommand<Uri | undefined>('cellscope.saveAsPage', argument);

/** Everything in a saved page, unpacked. */
function contentOf(file: string): string {
  const html = readFileSync(file, 'utf8');
  const blocks = [...html.matchAll(/<script type="application\/octet-stream"[^>]*>([^<]*)</g)];
  ok(blocks.length > 0);
  return html + blocks.map(([, base64]) => gunzipSync(Buffer.from(base64 ?? '', 'base64')).toString()).join('\n');
}

describe('a rollout saved as a page', () => {
  let folder: string;
  let bundle: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'cellscope-sharing-'));
    bundle = join(folder, 'trace-private');
    const [name = ''] = readdirSync(join(home(), 'rollouts'));
    cpSync(join(home(), 'rollouts', name), bundle, { recursive: true });
    for (const path of ['trace.jsonl', ...readdirSync(join(bundle, 'payloads')).map(each => `payloads/${each}`)]) {
      const file = join(bundle, path);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Hello from a cell.', `Hello ${secret}`));
    }
    const ref = { kind: 'code_cell', id: 'code_cell:call_5' };
    writeFileSync(
      join(bundle, 'notes.json'),
      JSON.stringify({ version: 1, notes: [{ ref, text: 'Look at this one.' }] }),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  it('asks what stays out and where it goes, and proposes to take secrets out', async () => {
    const files = () => readdirSync(home()).filter(name => name.endsWith('.html'));
    equal(files().length, 0);
    const saving = save({ bundle });
    // First what stays out, as it was proposed; then the place that was proposed.
    const target = await answered(saving, 'workbench.action.acceptSelectedQuickOpenItem');
    const [name = ''] = await eventually('the file', () => files().length === 1 && files());
    equal(target?.fsPath, join(home(), name));
    const content = contentOf(join(home(), name));
    ok(!content.includes(secret));
    match(content, /Hello <GitHub token>/);
    match(content, /Look at this one\./);
    rmSync(join(home(), name));
  });

  it('is made without a question when the answers are given', async () => {
    const file = join(folder, 'page.html');
    const target = await save({ bundle, redact: ['notes', 'payloads'], file });
    equal(target?.fsPath, file);
    const content = contentOf(file);
    ok(content.includes(secret));
    ok(!content.includes('Look at this one.'));
  });

  it('is not made at all for an answer that is not understood, or for a folder that is no rollout', async () => {
    const file = join(folder, 'never.html');
    equal(await save({ bundle, redact: ['secret'], file }), undefined);
    equal(await save({ bundle: home(), redact: [], file }), undefined);
    equal(existsSync(file), false);
  });

  it('is not made when the question is dismissed', async () => {
    equal(await answered(save({ bundle }), 'workbench.action.closeQuickOpen'), undefined);
    equal(readdirSync(home()).filter(name => name.endsWith('.html')).length, 0);
  });
});
