/** Cells of a recording whose folder has lost something. */

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { filePayloads } from '../trace/bundle/filePayloads.ts';
import type { Graph } from '../trace/model.ts';
import { reduceBundle } from '../trace/reduceBundle.ts';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';
import { recordedCell } from './recordedCell.ts';
import { RolloutWalk } from './rolloutWalk.ts';

useDebugger();

const samples = join(import.meta.dirname, '../../samples/rollouts');
const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

function copy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cellscope-damaged-'));
  made.push(folder);
  cpSync(join(samples, readdirSync(samples)[0] ?? ''), folder, { recursive: true });
  return folder;
}

async function run(bundle: string, graph: Graph, id: string): Promise<Driven> {
  const recorded = recordedCell(graph, filePayloads(bundle), id);
  const driven = await debugCell(recorded.source, {
    tools: recorded.tools,
    clockedTools: recorded.handler,
    hurried: true,
  });
  await driven.cell.run();
  return driven;
}

/** The file with what the first call of cell 4 was given. */
function firstResult(graph: Graph): string {
  const cell = [...graph.code_cells.values()].find(each => each.runtime_cell_id === '4');
  const call = graph.tool_calls.get(cell?.nested_tool_call_ids[0] ?? '');
  return graph.raw_payloads.get(call?.raw_result_payload_id ?? '')?.path ?? '';
}

describe('a recording', () => {
  test.each([
    ['is gone', (file: string) => rmSync(file), /No such file or directory: payloads\/\d+\.json/],
    ['is cut off', (file: string) => writeFileSync(file, '{"type":"code_mo'), /payloads\/\d+\.json is no JSON/],
  ])('of which a result %s gives its call an error that names the file', async (_what, damage, why) => {
    const bundle = copy();
    damage(join(bundle, firstResult(reduceBundle(bundle).graph)));
    const driven = await run(bundle, reduceBundle(bundle).graph, '4');
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('failed');
    expect(driven.cell.response?.errorText).toContain('What this call was given is lost in the recording: ');
    expect(driven.cell.response?.errorText).toMatch(why);
  });

  test('whose log is cut off anywhere can be walked, and its cells begin as far as it goes', async () => {
    const bundle = copy();
    const log = join(bundle, 'trace.jsonl');
    const whole = readFileSync(log);
    for (const part of [0.3, 0.5, 0.77]) {
      writeFileSync(log, whole.subarray(0, Math.floor(whole.length * part)));
      const { graph } = reduceBundle(bundle);
      const walk = await RolloutWalk.open(graph);
      while (walk.step('forward'));
      while (walk.step('back'));
      expect(walk.isFirst).toBe(true);
      const last = [...graph.code_cells.values()].at(-1);
      const recorded = recordedCell(graph, filePayloads(bundle), last?.code_cell_id);
      expect(recorded.source).toBe(last?.source_js);
    }
  });

  test('that ends before a result leaves its call open', async () => {
    const bundle = copy();
    const { graph } = reduceBundle(bundle);
    const cell = [...graph.code_cells.values()].find(each => each.runtime_cell_id === '4');
    const seq = graph.tool_calls.get(cell?.nested_tool_call_ids[0] ?? '')?.execution.ended_seq ?? 0;
    const log = join(bundle, 'trace.jsonl');
    const lines = readFileSync(log, 'utf8').split('\n');
    writeFileSync(log, lines.slice(0, seq - 1).join('\n'));
    const driven = await run(bundle, reduceBundle(bundle).graph, '4');
    while (driven.cell.frontier.calls.size === 0) await new Promise(resolve => setTimeout(resolve, 20));
    driven.cell.pause();
    expect((await driven.stop()).reason).toBe('pause');
    expect([...driven.cell.frontier.calls.values()].map(call => call.call.toolCallId)).toContain('tool-1');
    await driven.cell.close();
  });
});
