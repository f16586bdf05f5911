import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runCli } from './runCli.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cellscope-exec-')));
afterAll(() => rmSync(folder, { recursive: true }));
const run = (source: string, ...args: string[]) => runCli(['exec', ...args, '-'], { cwd: folder, input: source });
const jsonLines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
const wall = 'Wall time \\d+\\.\\d seconds\nOutput:\n';

describe('exec prints what the model would see', () => {
  test('a completed cell, exit 0', async () => {
    const { exitCode, stdout, stderr } = await run('text("hello"); text({ a: 1 });');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Script completed\n${wall}hello\n{"a":1}\n$`));
  });
  test('a cell in a file', async () => {
    writeFileSync(join(folder, 'cell.js'), 'text("from a file")');
    const { exitCode, stdout } = await runCli(['exec', 'cell.js'], { cwd: folder });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nfrom a file\n$/);
  });
  test('a failed cell, exit 1', async () => {
    const { exitCode, stdout } = await run('text("before");\nthrow new Error("boom");');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^Script failed\n${wall}before\nScript error:\nError: boom\n {4}at exec_main\\.mjs:2:7\n$`),
    );
  });
  test('a syntax error, exit 1', async () => {
    const { exitCode, stdout } = await run('let = ;');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(`^Script failed\n${wall}Script error:\nSyntaxError: `));
  });
  test('an image is told in a line', async () => {
    const { stdout } = await run('image("data:image/png;base64,AAAA", "low")');
    expect(stdout).toMatch(/\n\[image, image\/png, about 3 bytes, detail low\]\n$/);
  });
  test.each([
    [' \n', 'exec expects raw JavaScript source text (non-empty).'],
    ['// @exec: {"nope": 1}\ntext(1)', 'exec pragma only supports `yield_time_ms` and `max_output_tokens`; got `nope`'],
    ['// @exec: {}', 'exec pragma must be followed by JavaScript source on subsequent lines'],
  ])('refused source %j is one line on standard error, exit 2', async (source, message) => {
    const { exitCode, stdout, stderr } = await run(source);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^Error: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });
});

describe('exec goes on while the cell yields', () => {
  const source = 'text("one"); yield_control(); await new Promise(r => setTimeout(r, 300)); text("two");';
  test('every response is printed as it comes', async () => {
    const { exitCode, stdout } = await run(source);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Script running with cell ID 1\n${wall}one\nScript completed\n${wall}two\n$`));
  });
  test('--once stops at the first response', async () => {
    const { exitCode, stdout } = await run(source, '--once');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Script running with cell ID 1\n${wall}one\n$`));
  });
  test('--yield-time-ms paces the responses', async () => {
    const { stdout } = await run('await new Promise(r => setTimeout(r, 2000)); text("end")', '--yield-time-ms', '100');
    expect(stdout.match(/Script running with cell ID 1/g)?.length).toBeGreaterThanOrEqual(1);
    expect(stdout).toMatch(new RegExp(`Script completed\n${wall}end\n$`));
  });
  test('--max-output-tokens cuts the output', async () => {
    const { stdout } = await run('text("x".repeat(400))', '--max-output-tokens', '10');
    expect(stdout).toContain('Warning: truncated output (original token count: 100)\nTotal output lines: 1\n');
    expect(stdout).toContain('…90 tokens truncated…');
  });
  test('--json prints each response as a line', async () => {
    const { exitCode, stdout } = await run(source, '--json');
    expect(exitCode).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      { status: 'yielded', cellId: '1', items: [{ type: 'text', text: 'one' }], output: expect.any(Array) },
      { status: 'completed', cellId: '1', items: [{ type: 'text', text: 'two' }], output: expect.any(Array) },
    ]);
  });
  test('a notification is printed at once', async () => {
    const { stdout } = await run('notify("soon"); text("later");', '--json');
    expect(jsonLines(stdout)).toEqual([
      { notification: expect.objectContaining({ cellId: '1', text: 'soon' }) },
      expect.objectContaining({ status: 'completed' }),
    ]);
  });
});

describe('the tools of a cell', () => {
  test('are those of the current folder', async () => {
    writeFileSync(join(folder, 'note.txt'), 'a note');
    const { stdout } = await run(`
      text((await tools.read_file({ path: "note.txt" })).text);
      text((await tools.exec_command({ cmd: "pwd -P" })).output);
      try { await tools.read_file({ path: "../x" }) } catch (reason) { text(typeof reason + ": " + reason) }
      try { await tools.read_file({ file: "x" }) } catch (reason) { text(reason) }
    `);
    expect(stdout).toContain(`\na note\n${folder}\n`);
    expect(stdout).toContain('string: The path "../x" leads outside the workspace folder');
    expect(stdout).toContain('The input of read_file needs the field "path" (a string); the input has only "file".');
  });
  test('or those of --tools, and only those', async () => {
    const tools = `export default [
      { name: "add-up", description: "Adds", inputSchema: { type: "object", required: ["n"] }, call: ({ n }) => ({ sum: n + 1 }) },
      { name: "shout", kind: "freeform", call: async text => text.toUpperCase() },
      { name: "fail", call() { throw new Error("no luck") } },
      { name: "odd", call: () => () => {} },
    ];`;
    writeFileSync(join(folder, 'tools.mjs'), tools);
    const source = `
      text(ALL_TOOLS.map(tool => tool.name).join());
      text(await tools.add_up({ n: 1 }));
      text(await tools.shout("hey"));
      for (const name of ["fail", "odd", "add_up"]) await tools[name]().catch(text);
    `;
    const { exitCode, stdout } = await run(source, '--tools', 'tools.mjs');
    expect(stdout).toMatch(/\nOutput:\nadd_up,shout,fail,odd\n{"sum":2}\nHEY\nno luck\n/);
    expect(stdout).toContain('The tool "odd" answered a function, which is no JSON.');
    expect(stdout).toContain('add-up needs the field "n"');
    expect(exitCode).toBe(0);
  });
});

describe('what a tool throws outside of its calls', () => {
  test.each([
    ['a callback', 'setTimeout(() => { throw new Error("too late") }, 10)'],
    ['a promise', 'void Promise.reject(new Error("too late"))'],
  ])('(%s) ends the cell, and its bundle is closed', async (_where, stray) => {
    writeFileSync(join(folder, 'stray.mjs'), `export default [{ name: "go", call() { ${stray}; return 1 } }]`);
    const source = 'text("before"); await tools.go(); await new Promise(() => {});';
    const dir = `stray-${stray.length}`;
    const { exitCode, stdout, stderr } = await run(source, '--tools', 'stray.mjs', '--record', dir);
    expect(stdout).toMatch(new RegExp(`^Script terminated\n${wall}before\n$`));
    expect(stderr).toMatch(/^Error: tools file "stray.mjs", outside of a call: too late\nRecorded in .+\n$/);
    expect(exitCode).toBe(1);
    const bundle = join(folder, dir, String(readdirSync(join(folder, dir))[0]));
    expect(await runCli(['reduce', '--strict', bundle])).toMatchObject({ exitCode: 0, stderr: '' });
    expect(JSON.parse(readFileSync(join(bundle, 'state.json'), 'utf8'))).toMatchObject({ recording_complete: true });
  });
});

describe('--record', () => {
  test('writes a bundle that reduces strictly and says where', async () => {
    const { exitCode, stderr } = await run(
      'text((await tools.exec_command({ cmd: "echo hi" })).output)',
      '--record',
      'rec',
    );
    expect(exitCode).toBe(0);
    const [name] = readdirSync(join(folder, 'rec'));
    const bundle = join(folder, 'rec', String(name));
    expect(stderr).toMatch(/^Recorded in .+\n$/);
    expect(realpathSync(join(folder, stderr.trim().replace('Recorded in ', '').replace(`${folder}/`, '')))).toBe(
      bundle,
    );
    expect(await runCli(['reduce', '--strict', bundle])).toMatchObject({ exitCode: 0, stderr: '' });
    const state = JSON.parse(readFileSync(join(bundle, 'state.json'), 'utf8'));
    expect(state).toMatchObject({ status: 'completed', recording_complete: true });
    expect(Object.values(state.terminal_operations)).toEqual([
      expect.objectContaining({
        kind: 'exec_command',
        result: expect.objectContaining({ exit_code: 0, stdout: 'hi\n' }),
      }),
    ]);
  });
  test('where no bundle can be made is one warning, and the cell runs', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { exitCode, stdout, stderr } = await run('text("ran")', '--record', 'file/below');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/\nran\n$/);
    expect(stderr).toMatch(/^Warning: Nothing is recorded, because no bundle can be made in file\/below: [^\n]+\n$/);
  });
});
