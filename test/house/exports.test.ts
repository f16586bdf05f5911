import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tracked } from './tracked.ts';

/** Called by name from outside: by VS Code, by the suites' runner, by mocha's host. */
const calledFromOutside = new Set(['activate', 'deactivate', 'setup', 'teardown', 'run']);
const source = tracked
  .filter(path => /\.(ts|tsx|mjs)$/.test(path) && !path.startsWith('samples/'))
  .map(path => ({ path, text: readFileSync(path, 'utf8') }));

/** For each word, the files it stands in, two at the most. */
const places = new Map<string, Set<string>>();
for (const { path, text } of source) {
  for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
    const known = places.get(word) ?? new Set();
    if (known.size < 2) places.set(word, known.add(path));
  }
}

test('nothing is exported that no other file takes', () => {
  const found = source.flatMap(({ path, text }) =>
    [...text.matchAll(/^export (?:async )?(?:function\*?|const|let|class) ([\w$]+)/gm)]
      .map(match => match[1] ?? '')
      .filter(name => !calledFromOutside.has(name) && (places.get(name)?.size ?? 0) < 2)
      .map(name => `${path}: ${name}`),
  );
  expect(found).toEqual([]);
});
