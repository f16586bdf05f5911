/**
 * Cells made by chance, of everything in the language that waits, repeats, fails or ends; for tests that step through
 * them however they like and compare with a plain run.
 *
 * Invariant: what a cell puts out does not depend on how long anything takes. Only tests import it.
 */

import fc from 'fast-check';

type Lines = readonly string[];

/** How a cell may end. */
const endings: readonly Lines[] = [
  [],
  [],
  [],
  ["throw new Error('the end');"],
  ["await tools.fail('bye');"],
  ['exit();', "text('never');"],
  ["setTimeout(() => { throw new Error('late'); }, 1);", 'await new Promise(() => {});'],
  ["setTimeout(() => text('too late'), 600000);"],
  ["tools.echo('nobody waits');"],
  ['await (async () => { await null; null.nothing; })();'],
];

const head: Lines = [
  'async function twice(x) {',
  '  const y = await tools.echo(x);',
  '  return y * 2;',
  '}',
  'async function deep(n) {',
  '  if (n > 0) return deep(n - 1);',
  "  await tools.echo('deep');",
  "  throw new Error('from below');",
  '}',
  'const sleep = ms => new Promise(done => setTimeout(done, ms));',
];

const number = fc.nat(9);

const plain: fc.Arbitrary<Lines> = fc.oneof(
  number.map(n => [`text(${n});`]),
  number.map(n => [`text(await tools.echo(${n}));`]),
  number.map(n => [`text(await Promise.race([tools.echo(${n}), new Promise(() => {})]));`]),
  number.map(n => [`text(await Promise.any([tools.fail(1), twice(${n})]));`]),
  number.map(n => [
    `for (const r of await Promise.allSettled([tools.fail(${n}), twice(2), tools.echo(3)])) {`,
    '  text(r.status + (r.value ?? r.reason));',
    '}',
  ]),
  number.map(n => [
    `text((await Promise.all([1, 2, ${n}].map(async i => {`,
    '  const v = await twice(i);',
    '  return v + 1;',
    '}))).join());',
  ]),
  number.map(n => [
    'await new Promise(done => {',
    `  let left = ${n % 3};`,
    '  const tick = () => {',
    "    text('tick' + left);",
    '    if (left-- <= 0) done();',
    '    else setTimeout(tick, left);',
    '  };',
    '  setTimeout(tick, 1);',
    '});',
  ]),
  number.map(n => [
    'await Promise.resolve()',
    `  .then(() => { throw new Error('m${n}'); })`,
    '  .catch(error => text(error.message));',
  ]),
  number.map(n => ["Promise.resolve().then(() => { throw new Error('stray'); });", `text(await tools.echo(${n}));`]),
  number.map(n => [`store('k${n % 2}', { n: ${n} });`, `text(load('k${n % 2}'));`, "text(String(load('missing')));"]),
  number.map(n => ['yield_control();', `text(${n});`]),
  number.map(n => [`notify('n${n}');`]),
  number.map(n => [
    `const { a = await tools.echo(${n}), ...rest } = await tools.echo({ b: 1 });`,
    'text(a + JSON.stringify(rest));',
  ]),
  number.map(n => [`text(eval('1 + ${n}'));`]),
  number.map(n => [`text(await { then(give) { give(${n}); } });`]),
  number.map(n => [
    'try {',
    `  await deep(${n % 4});`,
    '} catch (error) {',
    '  text(error.message);',
    "} finally { text('done'); }",
  ]),
  number.map(n => [`for await (const { value } of as_settled([tools.echo(${n}), tools.echo(${n})])) text(value);`]),
  number.map(n => [
    `const all = [tools.echo(${n}), tools.echo(${n})];`,
    'await stream_settled(all, async ({ value }) => text(await twice(value)));',
  ]),
  number.map(n => [
    'function* numbers(k) {',
    '  for (let i = 0; i < k; i++) yield i;',
    '}',
    `text([...numbers(${n % 4})].join());`,
  ]),
  number.map(n => ['let sum = 0;', `for (let i = 0; i < ${n}000; i++) sum += i;`, 'text(sum);']),
  number.map(n => ['await null;', 'await undefined; await 0;', `text(${n});`]),
  number.map(n => [`await sleep(${n % 4});`]),
  number.map(n => [`try { JSON.parse('{${n}'); } catch { text('no JSON'); }`]),
  number.map(n => [`text(await tools.echo(${n}).then(v => v + 1).then(twice).finally(() => text('finally')));`]),
  fc.constant(['text(ALL_TOOLS.length);', 'text(typeof setTimeout);']),
);

/** A piece around others. */
type Wrap = (inner: Lines, n: number) => Lines;
const indented = (lines: Lines) => lines.map(line => `  ${line}`);
const wraps: readonly Wrap[] = [
  (inner, n) => [
    'async function* count(k) {',
    '  for (let i = 0; i < k; i++) {',
    '    const v = await tools.echo(i);',
    "    try { yield v; } finally { text('left' + v); }",
    '  }',
    '}',
    'for await (const v of count(3)) {',
    `  if (v === ${n % 4}) break;`,
    ...indented(inner),
    '}',
  ],
  (inner, n) => [
    'const guarded = async () => {',
    '  try {',
    ...indented(indented(inner)),
    `    return await tools.echo(${n});`,
    '  } finally {',
    "    text(await tools.echo('fin'));",
    '  }',
    '};',
    'text(await guarded());',
  ],
  (inner, n) => [
    'class Counter {',
    `  #n = ${n};`,
    '  static made = 0;',
    '  async #next() {',
    '    const x = await tools.echo(this.#n);',
    '    return x + 1;',
    '  }',
    '  get n() { return this.#n; }',
    '  async run() {',
    ...indented(indented(inner)),
    '    text(await this.#next());',
    '  }',
    '}',
    'await new Counter().run();',
  ],
  (inner, n) => [
    'const outer = x => async y => {',
    '  const z = await tools.echo(x + y);',
    '  return async () => {',
    ...indented(indented(inner)),
    '    return z + x;',
    '  };',
    '};',
    `text(await (await outer(1)(${n}))());`,
  ],
  (inner, n) => [
    'await (async () => {',
    'rows: for (let i = 0; i < 3; i++) {',
    '  for (let j = 0; j < 3; j++) {',
    `    if (j === ${n % 3}) continue rows;`,
    '    if (i === 2) break rows;',
    ...indented(indented(inner)),
    "    text(i + ',' + j);",
    '  }',
    '}',
    '})();',
  ],
  inner => [
    'let i = 0;',
    'do {',
    '  i++;',
    '  if (i === 2) continue;',
    ...indented(inner),
    '  text(i);',
    '} while (i < 3);',
  ],
  (inner, n) => [
    `switch (await tools.echo(${n % 3})) {`,
    '  case 0:',
    "    text('zero');",
    '  case 1: {',
    ...indented(indented(inner)),
    '    break;',
    '  }',
    '  default:',
    "    text('other');",
    '}',
  ],
  inner => ['await (async () => {', '  await null;', ...indented(inner), '})().catch(error => text(String(error)));'],
  (inner, n) => [`const late = setTimeout(() => text('no'), 50000);`, ...inner, 'clearTimeout(late);', `text(${n});`],
  inner => ['await sleep(1).then(async () => {', ...indented(inner), '});'],
  inner => [
    'try {',
    ...indented(inner),
    "  throw new Error('on purpose');",
    '} catch ({ message }) {',
    '  text(await tools.echo(message));',
    '}',
  ],
];

function inBlock(lines: Lines): Lines {
  return ['{', ...indented(lines), '}'];
}

const pieceAt = fc.memo(
  (depth: number): fc.Arbitrary<Lines> =>
    depth <= 1
      ? plain.map(inBlock)
      : fc.oneof(
          { weight: 2, arbitrary: plain.map(inBlock) },
          {
            weight: 1,
            arbitrary: fc
              .tuple(fc.constantFrom(...wraps), fc.array(pieceAt(depth - 1), { maxLength: 2 }), number)
              .map(([wrap, inner, n]) => inBlock(wrap(inner.flat(), n))),
          },
        ),
);

/** The text of a cell that calls `echo` and `fail`. */
export const cellText: fc.Arbitrary<string> = fc
  .tuple(fc.array(pieceAt(3), { minLength: 1, maxLength: 4 }), fc.constantFrom(...endings))
  .map(([pieces, ending]) => [...head, ...pieces.flat(), ...ending].join('\n'));
