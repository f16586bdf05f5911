import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entityKinds } from '../../runtime/trace/timeline/columns.ts';
import { linkProblem, linkTo, readLink } from './rolloutLink.ts';

function read(link: string) {
  const { pathname, search } = new URL(link);
  return readLink(pathname, decodeURIComponent(search.slice(1)));
}

describe('a link to a rollout', () => {
  test('says application, extension, bundle and object', () => {
    const ref = { kind: 'code_cell', id: 'code_cell:call-1' } as const;
    expect(linkTo('vscode', { bundle: '/traces/trace-1', ref })).toBe(
      'vscode://cellscope.cellscope/rollout?bundle=/traces/trace-1&ref=code_cell:code_cell:call-1',
    );
  });

  test('is read back as it was written, whatever the folder and the id are called', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter(each => !/[\0/]|^\.+$/.test(each));
    const target = fc.record({
      bundle: name.map(each => `/traces/${each}`),
      ref: fc.record({ kind: fc.constantFrom(...entityKinds), id: fc.string({ minLength: 1 }) }),
    });
    const same = fc.property(target, each => {
      expect(read(linkTo('vscode', each))).toEqual(each);
    });
    fc.assert(same);
  });

  test('may name a rollout alone', () => {
    expect(read(linkTo('vscode', { bundle: '/traces/trace-1' }))).toEqual({ bundle: '/traces/trace-1' });
  });

  test('may be written by hand, encoded once', () => {
    expect(read('vscode://cellscope.cellscope/rollout?bundle=%2Ftraces%2Fa+b&ref=tool_call%3Ac-1')).toEqual({
      bundle: '/traces/a+b',
      ref: { kind: 'tool_call', id: 'c-1' },
    });
  });
});

describe('a link is refused', () => {
  const problem = (path: string, query: string) => {
    const answer = readLink(path, query);
    return 'problem' in answer ? answer.problem : undefined;
  };

  test('when it is for something else', () => {
    expect(problem('/run', 'bundle=/traces/a')).toMatch(/has the path \/rollout; this one has "\/run"/);
  });

  test('when its folder is missing, relative, or on the network', () => {
    expect(problem('/rollout', '')).toMatch(/whole path of its folder/);
    expect(problem('/rollout', 'bundle=traces/a')).toMatch(/whole path of its folder/);
    expect(problem('/rollout', 'bundle=//server/share')).toMatch(/may not lead onto the network/);
  });

  test('when what it names is no kind of object', () => {
    expect(problem('/rollout', 'bundle=/a&ref=command:rm')).toMatch(/nothing in a rollout called "command:rm"/);
    expect(problem('/rollout', 'bundle=/a&ref=code_cell:')).toMatch(/nothing in a rollout/);
    expect(problem('/rollout', 'bundle=/a&ref=constructor')).toMatch(/nothing in a rollout/);
  });

  test('when it is absurdly long', () => {
    expect(problem('/rollout', `bundle=/${'a'.repeat(9000)}`)).toMatch(/too long/);
  });

  test('when its folder has neither a manifest nor a log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cellscope-link-'));
    expect(await linkProblem({ bundle: join(folder, 'gone') })).toMatch(/is not a rollout on this machine/);
    expect(await linkProblem({ bundle: folder })).toMatch(/neither a manifest\.json nor a trace\.jsonl/);
    mkdirSync(join(folder, 'manifest.json'));
    expect(await linkProblem({ bundle: folder })).toMatch(/neither a manifest\.json nor a trace\.jsonl/);
  });
});

test.each(['manifest.json', 'trace.jsonl'])('a link to a folder with a %s may be followed', async name => {
  const bundle = mkdtempSync(join(tmpdir(), 'cellscope-link-'));
  writeFileSync(join(bundle, name), '{}');
  expect(await linkProblem({ bundle })).toBeUndefined();
});
