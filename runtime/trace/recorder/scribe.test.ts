import { describe, expect, test } from 'vitest';
import { asId, type EntityId } from '../../base/ids.ts';
import type { EventType, Payload, RawEvent } from '../events.ts';
import { EventLog } from './eventLog.ts';
import { Scribe } from './scribe.ts';
import { type SessionScript, script, textItem } from './sessionScript.ts';

interface Recording {
  readonly events: readonly RawEvent[];
  readonly payloads: ReadonlyMap<string, unknown>;
}

function record(facts: SessionScript): Recording {
  const events: RawEvent[] = [];
  const payloads = new Map<string, unknown>();
  const log = new EventLog({
    rolloutId: asId<EntityId>('root'),
    append: entry => {
      for (const [path, text] of entry.files) payloads.set(path, JSON.parse(text));
      events.push(JSON.parse(entry.line));
    },
  });
  const scribe = new Scribe(log, 1, 'trace', {
    thread_id: 'root',
    agent_path: '/root',
    task_name: null,
    nickname: null,
    agent_role: null,
    session_source: 'cellscope',
    session_id: 's',
    model: 'person',
    provider_name: 'cellscope',
  });
  for (const fact of facts.facts) scribe.record(fact);
  scribe.finish(2_000_000_000_000);
  return { events, payloads };
}

function all<T extends EventType>(recording: Recording, type: T): Payload<T>[] {
  return recording.events.map(event => event.payload).filter((payload): payload is Payload<T> => payload.type === type);
}
/** What happened, one word per event, without the bookkeeping of turns and items. */
function story(recording: Recording): string[] {
  return recording.events.flatMap(({ payload }) => {
    switch (payload.type) {
      case 'tool_call_started':
        return [`${payload.summary.type === 'generic' ? payload.summary.label : '?'} starts`];
      case 'tool_call_ended':
        return [`call ${payload.status}`];
      case 'code_cell_started':
        return [`cell ${payload.runtime_cell_id} starts`];
      case 'code_cell_initial_response':
        return [`cell ${payload.runtime_cell_id} answers ${payload.status}`];
      case 'code_cell_ended':
        return [`cell ${payload.runtime_cell_id} ends ${payload.status}`];
      case 'tool_call_runtime_started':
        return [`process starts`];
      case 'tool_call_runtime_ended':
        return [`process ${payload.status}`];
      case 'stdin_target_resolved':
        return ['stdin resolved'];
      case 'codex_turn_started':
        return ['turn starts'];
      case 'codex_turn_ended':
        return [`turn ${payload.status}`];
      case 'protocol_event_observed':
        return [payload.event_type];
      default:
        return [];
    }
  });
}

describe('a cell', () => {
  test('that finishes at once is a call, a cell and both of its ends within one turn', () => {
    expect(story(record(script().exec('1', 'x').answered('1', 'completed').cellClosed('1')))).toEqual([
      'turn starts',
      'exec starts',
      'cell 1 starts',
      'cell 1 answers completed',
      'cell 1 ends completed',
      'call completed',
      'turn completed',
    ]);
  });

  test('that yields keeps its turn until a wait has collected its end', () => {
    const facts = script().exec('1', 'x').answered('1', 'yielded').wait('w1', '1').collected('w1', '1', 'yielded');
    expect(story(record(facts.wait('w2', '1').collected('w2', '1', 'failed').cellClosed('1')))).toEqual([
      'turn starts',
      'exec starts',
      'cell 1 starts',
      'cell 1 answers yielded',
      'call completed',
      'wait starts',
      'call completed',
      'wait starts',
      'cell 1 ends failed',
      'call failed',
      'turn completed',
    ]);
  });

  test('terminated while its exec call still observes it has one end, after its first response', () => {
    const facts = script().exec('1', 'x').wait('w', '1', true).terminationAsked('1').collected('w', '1', 'terminated');
    expect(story(record(facts.answered('1', 'terminated').cellClosed('1')))).toEqual([
      'turn starts',
      'exec starts',
      'cell 1 starts',
      'wait starts',
      'cellscope_termination_asked',
      'cell 1 answers terminated',
      'cell 1 ends terminated',
      'call completed',
      'call completed',
      'turn completed',
    ]);
  });

  test('that is alive when the session ends is cancelled with its turn', () => {
    expect(story(record(script().exec('1', 'x').answered('1', 'yielded').sessionClosed()))).toEqual([
      'turn starts',
      'exec starts',
      'cell 1 starts',
      'cell 1 answers yielded',
      'call completed',
      'turn cancelled',
    ]);
  });

  test('that was closed without anybody collecting it is terminated', () => {
    const told = story(record(script().exec('1', 'x').answered('1', 'yielded').cellClosed('1').sessionClosed()));
    expect(told.slice(-2)).toEqual(['cell 1 ends terminated', 'turn completed']);
  });

  test('that ended by itself and was never collected has its own end, not a termination', () => {
    const facts = script().exec('1', 'x').answered('1', 'yielded').cellClosed('1', 'completed').sessionClosed();
    expect(story(record(facts)).slice(-2)).toEqual(['cell 1 ends completed', 'turn completed']);
  });

  test('paused at its pending frontier has yielded, as far as the format knows', () => {
    const recording = record(script().exec('1', 'x').answered('1', 'pending'));
    expect(all(recording, 'code_cell_initial_response')[0]?.status).toBe('yielded');
  });
});

describe('a call', () => {
  test('refused for its source has failed and left no cell', () => {
    const recording = record(script().requested('1', '').refused('1', 'no source'));
    expect(story(recording)).toEqual(['turn starts', 'exec starts', 'call failed', 'turn completed']);
    const path = all(recording, 'tool_call_ended')[0]?.result_payload?.path ?? '';
    expect(recording.payloads.get(path)).toEqual({ type: 'error', error: 'no source' });
  });

  test('that waits for a missing cell has failed and says nothing about a cell', () => {
    expect(story(record(script().wait('w', '9').missing('w', '9')))).toEqual([
      'turn starts',
      'wait starts',
      'call failed',
      'turn completed',
    ]);
  });

  test('that is the second observer fails and disturbs nobody', () => {
    const facts = script().exec('1', 'x').wait('w', '1').waitRefused('w', '1', 'has an observer');
    expect(story(record(facts.answered('1', 'completed')))).toEqual([
      'turn starts',
      'exec starts',
      'cell 1 starts',
      'wait starts',
      'call failed',
      'cell 1 answers completed',
      'cell 1 ends completed',
      'call completed',
      'turn completed',
    ]);
  });

  test('that overlaps with another shares its turn', () => {
    const facts = script().exec('1', 'x').exec('2', 'y').answered('1', 'completed').answered('2', 'completed');
    expect(story(record(facts)).filter(each => each.startsWith('turn'))).toEqual(['turn starts', 'turn completed']);
  });

  test('nobody asked for is not written, nor is a nested call of an unknown cell', () => {
    const facts = script().answered('1', 'completed').collected('w', '1', 'completed').call('1', 'tool-1', 'read_file');
    expect(story(record(facts.returned('1', 'tool-1', { status: 'completed' })))).toEqual([]);
  });
});

describe('what came out of a call', () => {
  const facts = script()
    .exec('1', 'x')
    .notify('1', 'half way')
    .answered('1', 'completed', [textItem('done')]);

  test('is in the next request, notifications before the output', () => {
    const recording = record(facts);
    const last = all(recording, 'inference_started').at(-1)?.request_payload.path ?? '';
    expect(recording.payloads.get(last)).toMatchObject({
      model: 'person',
      input: [
        { type: 'custom_tool_call', call_id: 'exec-1', name: 'exec', input: 'x' },
        { type: 'custom_tool_call_output', call_id: 'exec-1', output: 'half way' },
        { type: 'custom_tool_call_output', call_id: 'exec-1', output: [{ type: 'input_text' }, { text: 'done' }] },
      ],
    });
  });

  test('is accepted into the history item by item', () => {
    const recording = record(facts);
    const ids = all(recording, 'history_item_accepted').map(payload => payload.item_id);
    expect(ids.map(id => id.split('_')[0])).toEqual(['ctc', 'ctco', 'ctco']);
    expect(new Set(ids).size).toBe(3);
  });
});

describe('a nested call', () => {
  test('of a command is a process below it, which may outlive it', () => {
    const facts = script()
      .exec('1', 'x')
      .call('1', 'tool-1', 'exec_command', { cmd: 'cat' })
      .report('1', 'tool-1', { type: 'process_started', processId: '7', pid: 1, command: ['cat'], cwd: '/w' })
      .returned('1', 'tool-1', { status: 'completed', value: { session_id: 7 } })
      .call('1', 'tool-2', 'write_stdin', { session_id: 7, chars: 'x' })
      .report('1', 'tool-2', { type: 'stdin_written', processId: '7', text: 'x' })
      .report('1', 'tool-2', {
        type: 'process_ended',
        processId: '7',
        exitCode: null,
        signal: 'SIGKILL',
        output: 'x',
        durationMs: 3,
      })
      .returned('1', 'tool-2', { status: 'completed', value: {} })
      .answered('1', 'completed');
    const recording = record(facts);
    expect(story(recording).slice(3, -4)).toEqual([
      'exec_command starts',
      'process starts',
      'call completed',
      'write_stdin starts',
      'stdin resolved',
      'process failed',
      'call completed',
    ]);
    const [command, stdin] = all(recording, 'tool_call_started').slice(1);
    expect(all(recording, 'stdin_target_resolved')).toMatchObject([
      { tool_call_id: stdin?.tool_call_id, exec_tool_call_id: command?.tool_call_id },
    ]);
    const [end] = all(recording, 'tool_call_runtime_ended');
    expect(end?.tool_call_id).toBe(command?.tool_call_id);
    expect(recording.payloads.get(end?.runtime_payload.path ?? '')).toMatchObject({
      exit_code: 137,
      signal: 'SIGKILL',
    });
  });

  test('with a second process has one terminal operation, and an event of ours for the other', () => {
    const started = (processId: string) =>
      ({ type: 'process_started', processId, pid: 1, command: ['a'], cwd: '/w' }) as const;
    const facts = script().exec('1', 'x').call('1', 'tool-1', 'both');
    const told = story(record(facts.report('1', 'tool-1', started('7')).report('1', 'tool-1', started('8'))));
    expect(told.filter(each => each.includes('process'))).toEqual(['process starts', 'cellscope_process_started']);
  });

  test('whose process survived says which', () => {
    const facts = script().exec('1', 'x').call('1', 'tool-1', 'exec_command', { cmd: 'x' });
    const recording = record(facts.report('1', 'tool-1', { type: 'process_survived', processId: '7', pids: [4, 5] }));
    const [event] = all(recording, 'protocol_event_observed');
    expect(recording.payloads.get(event?.event_payload.path ?? '')).toEqual({
      type: 'cellscope_process_survived',
      runtime_cell_id: '1',
      tool_call_id: all(recording, 'tool_call_started')[1]?.tool_call_id,
      process_id: '7',
      pids: [4, 5],
      thread_id: 'root',
    });
  });

  test('that is called wait is not taken for a wait on a cell', () => {
    const recording = record(script().exec('1', 'x').call('1', 'tool-1', 'wait', {}));
    const path = all(recording, 'tool_call_started')[1]?.invocation_payload?.path ?? '';
    expect(recording.payloads.get(path)).toMatchObject({ tool_name: 'tools.wait' });
  });

  test('that was cancelled has an end of its own', () => {
    const facts = script().exec('1', 'x').call('1', 'tool-1', 'slow').returned('1', 'tool-1', { status: 'cancelled' });
    expect(story(record(facts))).toContain('call cancelled');
  });
});

describe('the log', () => {
  const recording = record(
    script()
      .exec('1', 'a\ud800b \\ud800')
      .answered('1', 'completed', [textItem('\udfff')]),
  );

  test('counts events and payloads from 1 without a gap', () => {
    expect(recording.events.map(event => event.seq)).toEqual(recording.events.map((_, index) => index + 1));
    expect([...recording.payloads.keys()]).toEqual(
      Array.from(recording.payloads, (_, index) => `payloads/${index + 1}.json`),
    );
  });

  test('ends with the thread, the rollout and the recording', () => {
    expect(recording.events.slice(-3).map(event => event.payload.type)).toEqual([
      'thread_ended',
      'rollout_ended',
      'recording_completed',
    ]);
  });

  test('has a thread and a turn on every event that belongs to one', () => {
    const without = recording.events.filter(event => event.codex_turn_id === null).map(event => event.payload.type);
    expect(without).toEqual([
      'rollout_started',
      'thread_started',
      'thread_ended',
      'rollout_ended',
      'recording_completed',
    ]);
    expect(recording.events.every(event => (event.thread_id === null) === (event.codex_turn_id === null))).toBe(true);
  });

  test('has no half of a surrogate pair, and leaves the text that looks like one alone', () => {
    expect(all(recording, 'code_cell_started')[0]?.source_js).toBe('a\ufffdb \\ud800');
  });
});
