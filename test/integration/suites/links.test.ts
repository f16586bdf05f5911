import { equal, match, ok } from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commands, env, TabInputWebview, Uri, window, workspace } from 'vscode';
import { eventually } from '../support/cells.ts';

const folder = () => join(workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'rollouts');
const sample = () => join(folder(), readdirSync(folder())[0] ?? '');
const panels = () =>
  window.tabGroups.all.flatMap(group => group.tabs).filter(tab => tab.input instanceof TabInputWebview);

/** As if somebody had clicked the link. */
const follow = (link: string) => commands.executeCommand('vscode.open', Uri.parse(link));

describe('a link to a rollout', () => {
  beforeEach(() => commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('goes to the clipboard, with the object it is about', async () => {
    await commands.executeCommand('cellscope.copyLink', {
      bundle: sample(),
      ref: { kind: 'code_cell', id: 'code_cell:call_5' },
    });
    const link = await env.clipboard.readText();
    match(link, /^[\w-]+:\/\/cellscope\.cellscope\/rollout\?bundle=\/.*&ref=code_cell:code_cell:call_5$/);
  });

  it('opens the rollout it names', async () => {
    await commands.executeCommand('cellscope.copyLink', { bundle: sample() });
    await follow(await env.clipboard.readText());
    await eventually('a panel', () => panels().length === 1);
    const title = await eventually('its title', () => {
      const label = panels()[0]?.label;
      return label !== 'Rollout' && label;
    });
    ok(title);
  });

  it('opens nothing where no rollout is', async () => {
    const scheme = env.uriScheme;
    const home = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    await follow(`${scheme}://cellscope.cellscope/rollout?bundle=${home}`);
    await follow(`${scheme}://cellscope.cellscope/rollout?bundle=${sample()}&ref=command:run`);
    await follow(`${scheme}://cellscope.cellscope/run?bundle=${sample()}`);
    // The last one is good, and comes after those that must not open anything.
    await follow(`${scheme}://cellscope.cellscope/rollout?bundle=${sample()}`);
    await eventually('a panel', () => panels().length > 0);
    equal(panels().length, 1);
  });
});
