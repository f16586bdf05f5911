/**
 * The process that holds cells is killed again and again, at any moment; then the host itself is.
 *
 * `CELLSCOPE_KILLS` sets how many cells run meanwhile.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { CellResponse } from '../../runtime/base/content.ts';
import { createRuntime, type Session } from '../../runtime/library.ts';
import { reduceBundle } from '../../runtime/trace/reduceBundle.ts';

const cells = Number(process.env.CELLSCOPE_KILLS ?? 120);
const folder = mkdtempSync(join(tmpdir(), 'kills-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sources = [
  'text("a"); text(await tools.echo(1)); store("k", 1)',
  'yield_control(); await tools.echo(1); text("b")',
  'for (let i = 0; i < 20; i++) await tools.echo(i)',
  'text("x".repeat(300_000)); notify("n")',
  'await new Promise(r => setTimeout(r, 5)); text("t")',
  'for (;;) {}',
];

/** Runs a cell to its end, whatever that is. */
async function runToItsEnd(session: Session, source: string): Promise<CellResponse> {
  let response = await session.exec({ source, yieldTimeMs: 200 });
  for (let waits = 0; response.status === 'yielded'; waits++) {
    response = (await session.wait({ cellId: response.cellId, yieldTimeMs: 200, terminate: waits > 0 })).response;
  }
  return response;
}

function openFiles(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pids: readonly number[], ms: number): Promise<boolean> {
  for (const until = Date.now() + ms; Date.now() < until; ) {
    if (!pids.some(isAlive)) return true;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return false;
}

describe('the process that holds cells is killed at any moment', () => {
  test(
    'every request is answered, the bundle reduces, and nothing is left behind',
    async () => {
      const filesBefore = openFiles();
      const seen = new Set<number>();
      const runtime = await createRuntime();
      const session = await runtime.openSession({
        tools: [{ name: 'echo' }],
        onToolCall: async call => call.input,
        onNotify: () => {},
        record: { dir: folder },
      });
      let running = true;
      const killing = (async () => {
        while (running) {
          await new Promise(resolve => setTimeout(resolve, Math.random() * 150));
          for (const pid of runtime.pids()) {
            seen.add(pid);
            if (Math.random() < 0.5 && isAlive(pid)) process.kill(pid, 'SIGKILL');
          }
        }
      })();
      const statuses = new Map<string, number>();
      for (let i = 0; i < cells; i += 3) {
        const three = [0, 1, 2].map(k => runToItsEnd(session, sources[(i + k) % sources.length] ?? ''));
        for (const response of await Promise.all(three)) {
          const how = (response.errorText ?? response.status).replace(
            /^(The process for cells did not start).*/s,
            '$1',
          );
          statuses.set(how, (statuses.get(how) ?? 0) + 1);
        }
      }
      running = false;
      await killing;
      const allowed = ['completed', 'terminated', 'exec runtime ended unexpectedly'];
      expect([...statuses.keys()].filter(how => !allowed.includes(how))).toEqual([]);
      expect(statuses.get('exec runtime ended unexpectedly') ?? 0).toBeGreaterThan(0);
      expect((await session.exec({ source: 'text("still here")' })).status).toBe('completed');

      for (const pid of runtime.pids()) seen.add(pid);
      await runtime.close();
      expect(await gone([...seen], 30_000)).toBe(true);
      const { graph, findings } = await reduceBundle(session.bundle ?? '');
      expect(findings.filter(finding => finding.severity === 'error')).toEqual([]);
      expect(graph.code_cells.size).toBeGreaterThanOrEqual(cells);
      await expect.poll(openFiles).toBeLessThanOrEqual(filesBefore);
    },
    cells * 2_000 + 60_000,
  );
});

describe('the host is killed', () => {
  test('its processes end by themselves, even with a cell that loops', async () => {
    const script = `
      import { createRuntime } from ${JSON.stringify(fileURLToPath(new URL('../../runtime/library.ts', import.meta.url)))};
      const runtime = await createRuntime();
      const session = await runtime.openSession({ onToolCall: async () => null });
      await session.exec({ source: 'for (;;) {}', yieldTimeMs: 50 });
      await session.exec({ source: 'yield_control(); await new Promise(() => {})' });
      await new Promise(resolve => setTimeout(resolve, 500));
      console.log(JSON.stringify(runtime.pids()));
      setInterval(() => {}, 1000);`;
    const host = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await new Promise<string[]>(resolve => {
      createInterface({ input: host.stdout }).once('line', (...args) => resolve(args as string[]));
    });
    const pids = JSON.parse(line ?? '[]') as number[];
    expect(pids.length).toBeGreaterThan(1);
    host.kill('SIGKILL');
    expect(await gone(pids, 30_000)).toBe(true);
  });
});
