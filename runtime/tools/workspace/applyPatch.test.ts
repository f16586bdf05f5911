import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asId, type NestedCallId } from '../../base/ids.ts';
import { createToolset } from '../toolset.ts';
import { workspaceTools } from '../workspaceTools.ts';
import { cellId, sessionId, type TemporaryWorkspace, temporaryWorkspace } from './temporaryWorkspace.ts';

let workspace: TemporaryWorkspace;
beforeEach(() => {
  workspace = temporaryWorkspace({
    'a.js': 'function one() {\n  return 1;\n}\n\nfunction two() {\n  return 1;\n}\n',
    'windows.txt': 'one\r\ntwo\r\n',
    'open.txt': 'first\nlast',
    'quotes.txt': '“Hello” – said she\n',
  });
});
afterEach(() => workspace.remove());

const patch = (...lines: string[]) =>
  workspace.call('apply_patch', ['*** Begin Patch', ...lines, '*** End Patch'].join('\n'));
const file = (name: string) => readFileSync(join(workspace.path, name), 'utf8');

describe('apply_patch', () => {
  test('adds, updates, moves and deletes in one patch', async () => {
    const answer = await patch(
      '*** Add File: new/notes.txt',
      '+first',
      '+',
      '+third',
      '*** Update File: a.js',
      '*** Move to: lib/a.js',
      '@@',
      '-  return 1;',
      '+  return 0;',
      ' }',
      '*** Delete File: open.txt',
    );
    expect(answer).toEqual({
      changes: [
        { path: 'new/notes.txt', change: 'added' },
        { path: 'lib/a.js', change: 'added' },
        { path: 'a.js', change: 'moved away' },
        { path: 'open.txt', change: 'deleted' },
      ],
    });
    expect(file('new/notes.txt')).toBe('first\n\nthird\n');
    expect(file('lib/a.js')).toBe('function one() {\n  return 0;\n}\n\nfunction two() {\n  return 1;\n}\n');
    expect(existsSync(join(workspace.path, 'a.js'))).toBe(false);
    expect(existsSync(join(workspace.path, 'open.txt'))).toBe(false);
  });
  test('a line after @@ says below what the chunk stands', async () => {
    await patch('*** Update File: a.js', '@@ function two() {', '-  return 1;', '+  return 2;');
    expect(file('a.js')).toBe('function one() {\n  return 1;\n}\n\nfunction two() {\n  return 2;\n}\n');
  });
  test('a chunk that only adds goes below its header, or to the end', async () => {
    await patch('*** Update File: a.js', '@@ function one() {', '+  // here', '@@', '+// the end');
    expect(file('a.js')).toMatch(/^function one\(\) {\n {2}\/\/ here\n {2}return 1;\n[\s\S]*}\n\/\/ the end\n$/);
  });
  test('End of File ties a chunk to the last lines', async () => {
    await patch('*** Update File: a.js', '@@', '-  return 1;', '+  return 9;', ' }', '*** End of File');
    expect(file('a.js')).toBe('function one() {\n  return 1;\n}\n\nfunction two() {\n  return 9;\n}\n');
  });
  test('line ends stay as the file has them', async () => {
    await patch(
      '*** Update File: windows.txt',
      '@@',
      ' one',
      '+and a half',
      '*** Update File: open.txt',
      '@@',
      '-last',
      '+end',
    );
    expect(file('windows.txt')).toBe('one\r\nand a half\r\ntwo\r\n');
    expect(file('open.txt')).toBe('first\nend');
  });
  test('blanks and typographic signs may be spelled plainly; kept lines stay as they were', async () => {
    await patch('*** Update File: quotes.txt', '@@', ' "Hello" - said she', '+Yes');
    expect(file('quotes.txt')).toBe('“Hello” – said she\nYes\n');
  });

  test('a patch that does not fit changes nothing and shows the lines it missed', async () => {
    const before = readdirSync(workspace.path);
    await expect(
      patch('*** Add File: b.txt', '+b', '*** Update File: a.js', '@@', '-  return 7;', '+  return 8;'),
    ).rejects.toThrow('The chunk at line 5 of the patch does not fit "a.js": these lines were not found:\n  return 7;');
    expect(readdirSync(workspace.path)).toEqual(before);
  });
  test.each([
    [['*** Add File: a.js', '+x'], '"a.js" exists already; use "*** Update File: a.js".'],
    [['*** Update File: none.js', '@@', '+x'], '"none.js" does not exist.'],
    [['*** Add File: ../out.txt', '+x'], 'The path "../out.txt" leads outside the workspace folder'],
    [['*** Update File: a.js', '*** Move to: ../b.js'], 'The path "../b.js" leads outside the workspace folder'],
    [['*** Delete File: a.js', '*** Update File: a.js', '@@', '+x'], 'The patch names "a.js" twice'],
    [['*** Add File: b.txt', 'x'], 'Line 3 of the patch: every line of an added file starts with "+", got "x".'],
    [['*** Rename File: b.txt'], 'Line 2 of the patch: expected "*** Add File: PATH"'],
    [['*** Update File: a.js'], 'Line 3 of the patch: the update of "a.js" has no changes.'],
    [['*** Update File: a.js', '@@ function three() {', '+x'], 'no line reads "function three() {"'],
    [[], 'Line 2 of the patch: the patch changes no file.'],
  ])('%j is refused with a sentence', async (lines, message) => {
    await expect(patch(...lines)).rejects.toThrow(message);
  });
  test('text that is no patch is refused', async () => {
    await expect(workspace.call('apply_patch', 'hello')).rejects.toThrow('must start with "*** Begin Patch"');
    await expect(workspace.call('apply_patch', '*** Begin Patch\n*** Delete File: a.js')).rejects.toThrow(
      'Line 3 of the patch: the patch ends without "*** End Patch".',
    );
    await expect(workspace.call('apply_patch', { patch: 'x' })).rejects.toThrow(
      'apply_patch takes one string as its input, not an object.',
    );
  });
  test('a link that leads out is not written through', async () => {
    symlinkSync('/tmp', join(workspace.path, 'out'));
    await expect(patch('*** Add File: out/x.txt', '+x')).rejects.toThrow('leads outside the workspace folder');
  });
});

describe('write_file', () => {
  test('makes folders on the way and replaces what was there', async () => {
    expect(await workspace.call('write_file', { path: 'x/y.txt', content: 'ä' })).toEqual({
      path: 'x/y.txt',
      bytes: 2,
    });
    await workspace.call('write_file', { path: 'x/y.txt', content: 'b' });
    expect(file('x/y.txt')).toBe('b');
  });
  test.runIf(process.platform === 'linux')('says so where no folder can be made', async () => {
    const toolset = createToolset(workspaceTools('/proc/self'));
    const call = { sessionId, cellId, toolCallId: asId<NestedCallId>('tool-1') };
    const { signal } = new AbortController();
    const text = /^The folder "\/proc\/\d+\/new" could not be made: "\/proc\/\d+" takes no new folders\.$/;
    const write = { ...call, name: 'write_file', input: { path: 'new/deep/x.txt', content: '' } };
    await expect(toolset.handle(write, signal, () => {})).rejects.toThrow(text);
    const added = '*** Begin Patch\n*** Add File: new/x.txt\n+x\n*** End Patch';
    const apply = { ...call, name: 'apply_patch', input: added };
    await expect(toolset.handle(apply, signal, () => {})).rejects.toThrow(text);
    await toolset.dispose();
  });
  test('says what is in the way', async () => {
    const input = { path: 'a.js/x/y.txt', content: '' };
    await expect(workspace.call('write_file', input)).rejects.toThrow(
      '"a.js/x/y.txt" goes through something that is not a folder.',
    );
  });
  test('create_only refuses to replace', async () => {
    const input = { path: 'a.js', content: '', create_only: true };
    await expect(workspace.call('write_file', input)).rejects.toThrow('"a.js" exists already.');
  });
});
