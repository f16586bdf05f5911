import { describe, expect, test } from 'vitest';
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

function desk(answers: (ApprovalAnswer | undefined)[], stored = new Map<string, unknown>()) {
  const asked: ApprovalQuestion[] = [];
  const state = { trusted: true };
  const approvals = new Approvals({
    ask: async question => {
      asked.push(question);
      return answers.shift();
    },
    memory: {
      get: key => stored.get(key),
      update: async (key, value) => void stored.set(key, value),
    },
    trusted: () => state.trusted,
  });
  const approve = (name: string, cell?: string, session?: string) =>
    approvals.approve(tool(name), call(name, cell, session), new AbortController().signal);
  return { asked, approve, approvals, state, stored };
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

  test('turned away from is a refusal', async () => {
    await expect(desk([undefined]).approve('exec_command')).rejects.toThrow('did not allow');
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
      ask: async () => {
        ended.abort(new Error('the cell has ended'));
        return 'always';
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
