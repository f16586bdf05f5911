/**
 * Which terminal session an operation belongs to. Every outcome was read off the reference's own state of the same bundle.
 */

import { describe, expect, it } from 'vitest';
import { reduceInMemory } from '../../../test/support/golden/memory.ts';
import { Sketch } from '../../../test/support/golden/sketch.ts';

const here = { thread: 'main', turn: 'turn' };
const there = { thread: 'other', turn: 'other-turn' };
const silent = { command: ['cat'], cwd: '/' };
const known = { ...silent, process_id: '7' };

/** A rollout with two threads, and what may happen to processes in it. */
class Terminal extends Sketch {
  run(id: string, told: object): this {
    const kind = { type: 'exec_command' };
    const runtime_payload = this.call(id, id, kind).payload(told);
    return this.event('tool_call_runtime_started', { tool_call_id: id, kind, runtime_payload });
  }

  exit(id: string, told: object): this {
    const runtime_payload = this.payload({ ...told, exit_code: 0 });
    return this.event('tool_call_runtime_ended', { tool_call_id: id, status: 'completed', runtime_payload });
  }

  write(id: string, process: number, at = here): this {
    const told = { type: 'function', arguments: JSON.stringify({ session_id: process, chars: 'x' }) };
    const invocation_payload = this.payload({ tool_name: 'write_stdin', payload: told });
    return this.call(id, id, { type: 'write_stdin' }, { invocation_payload }, at);
  }

  answer(id: string, told: object): this {
    return this.event('tool_call_ended', { tool_call_id: id, status: 'completed', result_payload: this.payload(told) });
  }

  aim(id: string, target: string): this {
    return this.event('stdin_target_resolved', { tool_call_id: id, exec_tool_call_id: target });
  }
}
const begin = () => new Terminal().begin(there);

/** The number of the operation each operation's session is named after. */
function sessions(sketch: Sketch): (number | null)[] {
  const { state } = reduceInMemory(sketch.bundle(), true);
  const ids = Object.values(state.terminal_operations).map(operation => operation.terminal_id);
  expect(Object.keys(state.terminal_sessions)).toEqual([...new Set(ids.filter(id => id !== null))].sort());
  return ids.map(id => (id === null ? null : Number(id.split(':').at(-1))));
}

describe('a process whose id nobody tells', () => {
  it('has no session', () => {
    expect(sessions(begin().run('a', silent).exit('a', silent))).toEqual([null]);
  });

  it('has one from its start on when its end tells the id', () => {
    const sketch = begin().run('a', silent).exit('a', known);
    const { terminal_sessions } = reduceInMemory(sketch.bundle(), true).state;
    const session = terminal_sessions['terminal_session:terminal_operation:1'];
    expect(session?.execution).toMatchObject({ started_seq: 7, status: 'running', ended_seq: null });
    expect(sessions(sketch.write('b', 7))).toEqual([1, 1]);
  });

  it('is not joined by what is written before', () => {
    expect(sessions(begin().run('a', silent).write('b', 7).exit('a', known))).toEqual([1, 2]);
    expect(sessions(begin().run('a', silent).write('b', 7).aim('b', 'a').exit('a', known))).toEqual([1, 2]);
  });

  it('may not get another id later', () => {
    const changed = 'terminal operation terminal_operation:1 changed process id from 7 to 8';
    const other = { ...silent, process_id: '8' };
    expect(() => sessions(begin().run('a', known).exit('a', other))).toThrow(changed);
    expect(() => sessions(begin().run('a', silent).exit('a', known).exit('a', other))).toThrow(changed);
  });
});

describe('input for a process', () => {
  it('joins the last process of that id', () => {
    expect(sessions(begin().run('a', known).run('b', known).write('c', 7))).toEqual([1, 2, 2]);
  });

  it('has a session of its own in another thread, until it is aimed', () => {
    const sketch = begin().run('a', known).write('b', 7, there);
    expect(sessions(sketch)).toEqual([1, 2]);
    expect(sessions(sketch.aim('b', 'a'))).toEqual([1, 1]);
  });

  it('finds the name of a session again that all have left', () => {
    expect(sessions(begin().run('a', known).write('b', 8).aim('b', 'a').write('c', 8))).toEqual([1, 1, 2]);
  });

  it('is for one process to the end, whoever tells of it', () => {
    const changed = 'terminal operation terminal_operation:1 changed process id from 7 to 8';
    const other = { ...silent, process_id: '8', exit_code: 0 };
    expect(() => sessions(begin().write('a', 7).exit('a', other))).toThrow(changed);
    expect(() => sessions(begin().write('a', 7).answer('a', other))).toThrow(changed);
    expect(() =>
      sessions(
        begin()
          .write('a', 7)
          .answer('a', { ...other, type: 'error', error: 'no' }),
      ),
    ).toThrow(changed);
    expect(sessions(begin().write('a', 7).exit('a', known))).toEqual([1]);
    expect(
      sessions(
        begin()
          .write('a', 7)
          .exit('a', { ...silent, process_id: null }),
      ),
    ).toEqual([1]);
  });

  it('is refused with an end whose process id is no text', () => {
    const message = 'parse write_stdin terminal response raw_payload:';
    expect(() =>
      sessions(
        begin()
          .write('a', 7)
          .exit('a', { ...silent, process_id: 7 }),
      ),
    ).toThrow(message);
  });
});
