import { deepEqual, equal, ok } from 'node:assert/strict';
import { commands, type DocumentLink, window, workspace } from 'vscode';
import { eventually, freshSession, run } from '../support/cells.ts';

describe('a picture that a cell put out', () => {
  before(freshSession);
  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('is a link in the output, to a file that holds it', async () => {
    const bytes = Buffer.from([137, 80, 78, 71]);
    const response = await run(`text('a\\nb'); image('data:image/png;base64,${bytes.toString('base64')}'); text('c')`);
    await commands.executeCommand('cellscope.showCellOutput', { cellId: response?.cellId });
    const output = await eventually('the output', () => {
      const shown = window.activeTextEditor?.document;
      return shown?.uri.scheme === 'cellscope-output' && shown.getText().includes('[image: image/png, 4 B]') && shown;
    });
    const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', output.uri);
    equal(links.length, 1);
    const [link] = links;
    ok(link?.target);
    equal(output.getText(link.range), '[image: image/png, 4 B]');
    equal(link.target.path.split('/').at(-1), 'image 1.png');
    deepEqual(Buffer.from(await workspace.fs.readFile(link.target)), bytes);
    equal(workspace.fs.isWritableFileSystem('cellscope-media'), false);
  });
});
