import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const rooms = ['extension', 'webview', 'runtime', 'test'];
const cruiser = join(process.cwd(), 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** Builds a house of these files under our rules and returns each broken rule with where it is broken. */
function check(files: Readonly<Record<string, string>>): { ok: boolean; broken: string[] } {
  const house = mkdtempSync(join(tmpdir(), 'cellscope-layers-'));
  try {
    for (const file of ['.dependency-cruiser.mjs', 'package.json']) cpSync(file, join(house, file));
    symlinkSync(join(process.cwd(), 'node_modules'), join(house, 'node_modules'), 'junction');
    for (const room of rooms) mkdirSync(join(house, room));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(house, dirname(path)), { recursive: true });
      writeFileSync(join(house, path), text);
    }
    const { status, stdout } = spawnSync(process.execPath, [cruiser, ...rooms], { cwd: house, encoding: 'utf8' });
    return { ok: status === 0, broken: [...stdout.matchAll(/error ([\w-]+: \S+)/g)].map(match => match[1] ?? '') };
  } finally {
    rmSync(house, { recursive: true, force: true });
  }
}

describe('the layer check', () => {
  test('lets arrows pass that point down', () => {
    const files = {
      'extension/a.ts': "import * as vscode from 'vscode';\nimport { b } from '../runtime/cells/b.ts';\nvscode.env; b;",
      'runtime/cells/b.ts': "import type { C } from '../base/c.ts';\nimport 'node:fs';\nexport const b: C = '';",
      'runtime/base/c.ts': 'export type C = string;',
      'webview/a.test.tsx': "import 'node:path';\nimport '../test/helper.ts';",
      'test/helper.ts': 'export {};',
    };
    expect(check(files)).toEqual({ ok: true, broken: [] });
  });

  const wrong = {
    'vscode below the extension': ['vscode-only-in-extension', 'runtime/cells/editor.ts', "import 'vscode';"],
    'a page that reaches for a session': ['webview-draws-only', 'webview/run.tsx', "import '../runtime/cells/x.ts';"],
    'a page that uses Node': ['webview-without-node', 'webview/files.tsx', "import { join } from 'node:path'; join;"],
    'an arrow that carries only a type': [
      'webview-draws-only',
      'webview/type.tsx',
      "import type { X } from '../runtime/cells/x.ts';\nexport const a = (x: X) => <i>{x}</i>;",
    ],
    'a trace that needs cells': ['trace-needs-no-runtime', 'runtime/trace/a.ts', "import '../cells/x.ts';"],
    'cells that know the trace': ['cells-know-no-trace', 'runtime/cells/a.ts', "import '../trace/x.ts';"],
    'an isolate that reaches for tools': [
      'isolate-knows-protocol-only',
      'runtime/isolate/a.ts',
      "import '../tools/x.ts';",
    ],
    'hints that run a cell': ['authoring-reads-text-only', 'runtime/authoring/a.ts', "import '../cells/x.ts';"],
    'a runtime that knows a face': ['runtime-knows-no-face', 'runtime/tools/a.ts', "import '../../extension/x.ts';"],
    'a timeline that reads files': ['timeline-is-pure', 'runtime/trace/timeline/a.ts', "import 'node:fs';"],
    'an extension that imports the page': ['extension-knows-no-page', 'extension/a.ts', "import '../webview/x.ts';"],
    'a product that leans on tests': ['product-imports-no-test', 'runtime/base/a.ts', "import '../../test/x.ts';"],
    'two files that need each other': ['no-circle', 'runtime/base/one.ts', "import './two.ts';"],
  } as const;
  const targets = ['runtime/cells', 'runtime/trace', 'runtime/tools', 'extension', 'webview', 'test'];
  const { ok, broken } = check({
    ...Object.fromEntries(targets.map(room => [`${room}/x.ts`, 'export type X = string;'])),
    ...Object.fromEntries(Object.values(wrong).map(([, path, text]) => [path, text])),
    'runtime/base/two.ts': "import './one.ts';",
  });

  test.each(Object.entries(wrong))('refuses %s', (_what, [rule, path]) => {
    expect(broken).toContain(`${rule}: ${path}`);
  });

  test('fails when an arrow is refused', () => {
    expect(ok).toBe(false);
  });
});
