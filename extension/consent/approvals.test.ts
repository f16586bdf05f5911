import { describe, expect, test, vi } from 'vitest';
import type { NestedCall } from '../../runtime/base/handler.ts';
import { asId, type CellId, type NestedCallId, type SessionId } from '../../runtime/base/ids.ts';
import type { HostTool } from '../../runtime/tools/toolset.ts';
import { type ApprovalAnswer, type ApprovalQuestion, Approvals } from './approvals.ts';

function tool(name: string): HostTool {
  return { definition: { name }, risk: 'runs', call: async () => undefined };
}

function call(name: string, cell = '1', session = 's'): NestedCall {
  return {
    sessionId: asId<SessionId>(session),
    cellId: asId<CellId>(cell),
    toolCallId: asId<NestedCallId>('tool-1'),
    name,
    input: { cmd: 'npm test' },
  };
}

/** `answers` are given in their order; `undefined` puts the question off. One that was put off stays so. */
function desk(answers: (ApprovalAnswer | undefined)[], stored = new Map<string, unknown>()) {
  const asked: ApprovalQuestion[] = [];
  const reminded: { readonly question: ApprovalQuestion; answer(again: boolean): void }[] = [];
  const state = { trusted: true };
  const approvals = new Approvals({
    asking: {
      ask: async question => {
        asked.push(question);
        return answers.shift();
      },
      remind: (question, signal) =>
        new Promise(resolve => {
          reminded.push({ question, answer: resolve });
          signal.addEventListener('abort', () => resolve(false));
        }),
    },
    memory: {
      get: key => stored.get(key),
      update: async (key, value) => void stored.set(key, value),
    },
    trusted: () => state.trusted,
  });
  const approve = (name: string, cell?: string, session?: string, signal = new AbortController().signal) =>
    approvals.approve(tool(name), call(name, cell, session), signal);
  return { asked, reminded, approve, approvals, state, stored };
}

describe('consent', () => {
  test('given once is asked for again', async () => {
    const { asked, approve } = desk(['once', 'once']);
    await approve('exec_command');
    await approve('exec_command');
    expect(asked).toHaveLength(2);
    expect(asked[0]).toEqual({ cellId: '1', tool: 'exec_command', risk: 'runs', text: 'npm test' });
  });

  test('given for the session covers that tool in that session only', async () => {
    const { asked, approve } = desk(['session', 'once', 'once']);
    await approve('exec_command');
    await approve('exec_command', '2');
    await approve('apply_patch');
    await approve('exec_command', '1', 'other');
    expect(asked.map(question => question.tool)).toEqual(['exec_command', 'apply_patch', 'exec_command']);
  });

  test('given for always survives the window and ends with a reset', async () => {
    const first = desk(['always']);
    await first.approve('exec_command');
    const second = desk(['deny'], first.stored);
    await second.approve('exec_command');
    expect(second.asked).toEqual([]);
    await second.approvals.reset();
    await expect(second.approve('exec_command')).rejects.toThrow('did not allow this call of "exec_command"');
  });

  test('that was put off can be given later', async () => {
    const { asked, reminded, approve } = desk([undefined, 'once']);
    const waiting = approve('exec_command');
    await vi.waitFor(() => expect(reminded).toHaveLength(1));
    reminded[0]?.answer(true);
    await waiting;
    expect(asked).toHaveLength(2);
  });

  test('whose reminder is turned away is a refusal', async () => {
    const { reminded, approve } = desk([undefined]);
    const waiting = expect(approve('exec_command')).rejects.toThrow('did not allow');
    await vi.waitFor(() => expect(reminded).toHaveLength(1));
    reminded[0]?.answer(false);
    await waiting;
  });

  test('that was put off keeps back the questions of its own cell only', async () => {
    const { asked, reminded, approve } = desk([undefined, 'once']);
    const waiting = approve('exec_command', '1');
    await vi.waitFor(() => expect(reminded).toHaveLength(1));
    const next = approve('apply_patch', '1');
    await approve('exec_command', '2');
    expect(asked.map(({ cellId, tool: name }) => `${cellId} ${name}`)).toEqual(['1 exec_command', '2 exec_command']);
    reminded[0]?.answer(false);
    await expect(waiting).rejects.toThrow('did not allow');
    await vi.waitFor(() => expect(reminded).toHaveLength(2));
    reminded[1]?.answer(false);
    await expect(next).rejects.toThrow('did not allow');
  });

  test('that was put off is no longer waited for when another answer gives it', async () => {
    const { asked, reminded, approve } = desk([undefined, 'session']);
    const waiting = approve('exec_command', '1');
    await vi.waitFor(() => expect(reminded).toHaveLength(1));
    await approve('exec_command', '2');
    await waiting;
    expect(asked).toHaveLength(2);
  });

  test.each(['1', '2'])('that is still queued is withdrawn with its cell (cell %s)', async cell => {
    const open = Promise.withResolvers<ApprovalAnswer>();
    const approvals = new Approvals({
      asking: { ask: () => open.promise, remind: async () => false },
      memory: { get: () => undefined, update: async () => {} },
      trusted: () => true,
    });
    const first = approvals.approve(tool('x'), call('x', '1'), new AbortController().signal);
    const ended = new AbortController();
    const queued = approvals.approve(tool('x'), call('x', cell), ended.signal);
    ended.abort(new Error('the cell has ended'));
    await expect(queued).rejects.toThrow('the cell has ended');
    open.resolve('once');
    await first;
  });

  test('refused for a whole cell is not asked for again in that cell', async () => {
    const { asked, approve } = desk(['denyAll', 'once']);
    await expect(approve('exec_command')).rejects.toThrow('did not allow');
    await expect(approve('apply_patch')).rejects.toThrow('did not allow');
    await approve('apply_patch', '2');
    expect(asked).toHaveLength(2);
  });

  test('is never given in an untrusted workspace, not even for what was always allowed', async () => {
    const { asked, approve, state } = desk(['always']);
    await approve('exec_command');
    state.trusted = false;
    await expect(approve('exec_command')).rejects.toThrow('not trusted');
    expect(asked).toHaveLength(1);
  });

  test('is asked for one call at a time, and one answer may settle those that queue', async () => {
    const { asked, approve } = desk(['session']);
    await Promise.all([approve('exec_command'), approve('exec_command'), approve('exec_command')]);
    expect(asked).toHaveLength(1);
  });

  test('is not taken from an answer that comes after the cell has ended', async () => {
    const ended = new AbortController();
    const approvals = new Approvals({
      asking: {
        ask: async () => {
          ended.abort(new Error('the cell has ended'));
          return 'always';
        },
        remind: async () => false,
      },
      memory: { get: () => undefined, update: async () => expect.unreachable('nothing may be remembered') },
      trusted: () => true,
    });
    await expect(approvals.approve(tool('x'), call('x'), ended.signal)).rejects.toThrow('the cell has ended');
  });

  test('a refusal does not stop the queue', async () => {
    const { approve } = desk(['deny', 'once']);
    const outcomes = await Promise.allSettled([approve('a'), approve('b')]);
    expect(outcomes.map(outcome => outcome.status)).toEqual(['rejected', 'fulfilled']);
  });
});
