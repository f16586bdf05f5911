/**
 * What our recorder writes, from facts told to it: the reference accepts it, and both reduce it alike.
 *
 * The random part tells facts in orders that no session would: a recorder must leave a readable bundle all the same.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asId, type SessionId } from '../../runtime/base/ids.ts';
import { openRecorder } from '../../runtime/trace/recorder/recorder.ts';
import { type SessionScript, script, textItem } from '../../runtime/trace/recorder/sessionScript.ts';
import { bothReduceAlike } from './compare.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'scripted-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function reduced(facts: SessionScript) {
  const recorder = await openRecorder({
    root,
    sessionId: asId<SessionId>('session'),
    onWarning: message => expect.fail(message),
  });
  for (const fact of facts.facts) recorder.observe(fact);
  await recorder.close();
  return bothReduceAlike(recorder.bundle);
}

const opened = (processId: string) =>
  ({ type: 'process_started', processId, pid: 1, command: ['sh', '-c', 'x'], cwd: '/workspace' }) as const;
const gone = (processId: string, exitCode: number | null) =>
  ({
    type: 'process_ended',
    processId,
    exitCode,
    signal: exitCode === null ? 'SIGTERM' : null,
    output: 'out\n',
    durationMs: 12,
  }) as const;

describe('a bundle of our recorder', () => {
  test('of a session in which everything happens at once', async () => {
    const facts = script()
      .exec('1', 'const r = await tools.exec_command({ cmd: "ls" }); text(r);')
      .call('1', 'tool-1', 'exec_command', { cmd: 'ls' })
      .report('1', 'tool-1', opened('7'))
      .notify('1', 'half way')
      .exec('2', 'for (;;);')
      .requested('refused', ' ')
      .refused('refused', 'exec expects raw JavaScript')
      .report('1', 'tool-1', gone('7', 0))
      .returned('1', 'tool-1', { status: 'completed', value: { output: 'out\n', exit_code: 0 } })
      .wait('second', '2')
      .waitRefused('second', '2', 'exec cell 2 already has an active observer')
      .answered('2', 'yielded', [textItem('so far')])
      .call('2', 'tool-1', 'read_file', { path: 'ä'.repeat(100) })
      .answered('1', 'completed', [
        textItem('one'),
        { type: 'image', imageUrl: 'data:image/png;base64,AA==', detail: 'low' },
        { type: 'audio', audioUrl: 'data:audio/wav;base64,AA==' },
      ])
      .cellClosed('1')
      .wait('stop', '2', true)
      .terminationAsked('2')
      .returned('2', 'tool-1', { status: 'cancelled' })
      .collected('stop', '2', 'terminated')
      .cellClosed('2')
      .wait('late', '2')
      .missing('late', '2');
    const state = await reduced(facts);
    expect(state.code_cells).toMatchObject({
      'code_cell:exec-1': { runtime_status: 'completed', execution: { status: 'completed' } },
      'code_cell:exec-2': { runtime_status: 'terminated', wait_tool_call_ids: ['second', 'stop', 'late'] },
    });
    expect(state.status).toBe('completed');
    expect(state.recording_complete).toBe(true);
  });

  test('of terminals that are written to, shared and left behind', async () => {
    const facts = script()
      .exec('1', 'x')
      .call('1', 'tool-1', 'exec_command', { cmd: 'cat' })
      .report('1', 'tool-1', opened('7'))
      .report('1', 'tool-1', opened('8'))
      .returned('1', 'tool-1', { status: 'completed', value: { session_id: 7 } })
      .call('1', 'tool-2', 'write_stdin', { session_id: 7, chars: 'a', yield_time_ms: 5 })
      .report('1', 'tool-2', { type: 'stdin_written', processId: '7', text: 'a' })
      .report('1', 'tool-2', opened('9'))
      .returned('1', 'tool-2', { status: 'completed', value: 'just text' })
      .call('1', 'tool-3', 'write_stdin', { chars: 'no session' })
      .returned('1', 'tool-3', { status: 'failed', error: 'which session?' })
      .call('1', 'tool-4', 'write_stdin', { session_id: 99, chars: 'x' })
      .returned('1', 'tool-4', { status: 'cancelled' })
      .answered('1', 'completed')
      .report('1', 'tool-1', { type: 'process_survived', processId: '7', pids: [4, 5] })
      .report('1', 'tool-1', gone('7', null))
      .report('1', 'tool-1', gone('8', 1));
    expect(Object.keys((await reduced(facts)).terminal_operations ?? {})).toHaveLength(3);
  });

  test('of a session that ends under its cells', async () => {
    const facts = script()
      .exec('1', 'a')
      .answered('1', 'yielded')
      .exec('2', 'b')
      .call('2', 'tool-1', 'x')
      .sessionClosed();
    expect((await reduced(facts)).code_cells).toMatchObject({
      'code_cell:exec-1': { runtime_status: 'terminated', execution: { status: 'cancelled' } },
      'code_cell:exec-2': { runtime_status: 'terminated', initial_response_status: null },
    });
  });

  test('of a session so long that requests drop old items', async () => {
    const facts = script();
    for (let cell = 1; cell <= 60; cell++) {
      facts.exec(`${cell}`, `text(${cell})`).answered(`${cell}`, 'completed', [textItem('y'.repeat(cell * 50))]);
    }
    const state = await reduced(facts);
    // A call and its output for every cell, each seen once though requests overlap.
    expect(Object.keys(state.conversation_items ?? {})).toHaveLength(120);
  });

  test('of texts that are hard to write down', async () => {
    const nasty = 'half \ud800, \\ud800, \u2028, \u0000, "quotes", \r\n, 😀';
    const facts = script()
      .exec('1', nasty)
      .call('1', 'tool-1', 'wait', { text: nasty, deep: [[[nasty]]] });
    facts.returned('1', 'tool-1', { status: 'failed', error: nasty }).notify('1', nasty);
    const state = await reduced(facts.answered('1', 'failed', [textItem(nasty)], nasty));
    expect(state.code_cells).toMatchObject({ 'code_cell:exec-1': { source_js: nasty.replace('\ud800', '\ufffd') } });
  });

  test('of nothing at all', async () => {
    expect((await reduced(script())).codex_turns).toEqual({});
  });
});

describe('a bundle of facts in any order', () => {
  const cell = fc.constantFrom('1', '2', '3');
  const tool = fc.constantFrom('tool-1', 'tool-2');
  const call = fc.constantFrom('w1', 'w2', 'w3', 'w4');
  const process = fc.constantFrom('7', '8');
  const status = fc.constantFrom('yielded', 'completed', 'failed', 'terminated', 'pending');
  const name = fc.constantFrom('exec_command', 'write_stdin', 'apply_patch', 'read_file', 'wait', 'exec');
  const input = fc.constantFrom(undefined, null, {}, 'text', { session_id: 7, chars: 'x' }, { cell_id: '1' });
  const outcome = fc.constantFrom(
    { status: 'completed', value: { output: 'o' } } as const,
    { status: 'failed', error: 'e' } as const,
    { status: 'cancelled' } as const,
  );
  type Step = (facts: SessionScript) => unknown;
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ cell }).map(
      (at): Step =>
        facts =>
          facts.exec(at.cell, 'text(1)'),
    ),
    fc.record({ cell, status }).map(
      (at): Step =>
        facts =>
          facts.answered(at.cell, at.status, [textItem('t')]),
    ),
    fc.record({ cell }).map(
      (at): Step =>
        facts =>
          facts.refused(at.cell, 'no'),
    ),
    fc.record({ cell, call }).map(
      (at): Step =>
        facts =>
          facts.wait(at.call, at.cell),
    ),
    fc.record({ cell, call, status }).map(
      (at): Step =>
        facts =>
          facts.collected(at.call, at.cell, at.status),
    ),
    fc.record({ cell, call }).map(
      (at): Step =>
        facts =>
          facts.missing(at.call, at.cell),
    ),
    fc.record({ cell, tool, name, input }).map(
      (at): Step =>
        facts =>
          facts.call(at.cell, at.tool, at.name, at.input),
    ),
    fc.record({ cell, tool, outcome }).map(
      (at): Step =>
        facts =>
          facts.returned(at.cell, at.tool, at.outcome),
    ),
    fc.record({ cell, tool, process }).map(
      (at): Step =>
        facts =>
          facts.report(at.cell, at.tool, opened(at.process)),
    ),
    fc.record({ cell, tool, process }).map(
      (at): Step =>
        facts =>
          facts.report(at.cell, at.tool, gone(at.process, 0)),
    ),
    fc.record({ cell, tool, process }).map(
      (at): Step =>
        facts =>
          facts.report(at.cell, at.tool, { type: 'stdin_written', processId: at.process, text: 'x' }),
    ),
    fc.record({ cell }).map(
      (at): Step =>
        facts =>
          facts.notify(at.cell, 'n'),
    ),
    fc.record({ cell }).map(
      (at): Step =>
        facts =>
          facts.terminationAsked(at.cell),
    ),
    fc.record({ cell }).map(
      (at): Step =>
        facts =>
          facts.cellClosed(at.cell),
    ),
  );

  test('is accepted and reduced alike', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120 }), async steps => {
        const facts = script();
        for (const each of steps) each(facts);
        await reduced(facts);
      }),
      { numRuns: 30, seed: 20_260, endOnFailure: true },
    );
  });
});
