import { describe, expect, test } from 'vitest';
import type { CellResponse, ResponseStatus } from '../../runtime/base/content.ts';
import { asId, type CallId, type CellId, type NestedCallId, type SessionId } from '../../runtime/base/ids.ts';
import { CellBook } from './cellBook.ts';

const cellId = asId<CellId>('1');
const callId = asId<CallId>('call-1');
const waitId = asId<CallId>('call-2');

function response(status: ResponseStatus): CellResponse {
  return { status, cellId, items: [], output: '' };
}

function started(): CellBook {
  const book = new CellBook();
  book.observe({
    type: 'exec_requested',
    atMs: 1000,
    callId,
    input: '// @exec: {}\nawait x()',
    yieldTimeMs: 10,
    maxOutputTokens: 10,
  });
  book.observe({ type: 'cell_started', atMs: 1010, callId, cellId, source: 'await x()' });
  return book;
}

describe('the book of cells', () => {
  test('keeps what was submitted and what runs', () => {
    expect(started().cell(cellId)).toMatchObject({
      submitted: '// @exec: {}\nawait x()',
      source: 'await x()',
      title: 'await x()',
      phase: 'running',
      live: true,
    });
  });

  test('a cell that yielded stays live, and a wait that answers brings more output', () => {
    const book = started();
    book.observe({ type: 'exec_answered', atMs: 1100, callId, cellId, response: response('yielded') });
    expect(book.live.map(cell => cell.phase)).toEqual(['yielded']);
    book.observe({ type: 'wait_requested', atMs: 2000, callId: waitId, cellId, yieldTimeMs: 5, terminate: false });
    expect(book.live.map(cell => cell.phase)).toEqual(['running']);
    book.observe({
      type: 'wait_answered',
      atMs: 2600,
      callId: waitId,
      cellId,
      outcome: 'live',
      response: response('completed'),
    });
    book.observe({ type: 'cell_closed', atMs: 2601, cellId });
    expect(book.live).toEqual([]);
    expect(book.cell(cellId)).toMatchObject({ phase: 'completed', endedAtMs: 2600 });
    expect(book.cell(cellId)?.outputs.map(output => output.type === 'response' && output.tookMs)).toEqual([100, 600]);
  });

  test('a second wait that is refused does not end the first', () => {
    const book = started();
    book.observe({ type: 'exec_answered', atMs: 1100, callId, cellId, response: response('yielded') });
    book.observe({ type: 'wait_requested', atMs: 2000, callId: waitId, cellId, yieldTimeMs: 5, terminate: false });
    const second = asId<CallId>('call-3');
    book.observe({ type: 'wait_requested', atMs: 2100, callId: second, cellId, yieldTimeMs: 5, terminate: false });
    book.observe({ type: 'wait_refused', atMs: 2101, callId: second, cellId, error: 'has an observer' });
    expect(book.cell(cellId)?.phase).toBe('running');
    const yielded = response('yielded');
    book.observe({ type: 'wait_answered', atMs: 2200, callId: waitId, cellId, outcome: 'live', response: yielded });
    expect(book.cell(cellId)?.phase).toBe('yielded');
  });

  test('a wait that missed its cell changes nothing about it', () => {
    const book = started();
    const before = book.cell(cellId);
    book.observe({
      type: 'wait_answered',
      atMs: 3,
      callId: waitId,
      cellId,
      outcome: 'missing',
      response: response('failed'),
    });
    expect(book.cell(cellId)).toEqual(before);
  });

  test('a cell that is being terminated says so until it has ended', () => {
    const book = started();
    book.observe({ type: 'termination_asked', atMs: 1200, cellId });
    book.observe({ type: 'exec_answered', atMs: 1201, callId, cellId, response: response('yielded') });
    expect(book.cell(cellId)?.phase).toBe('terminating');
    book.observe({ type: 'exec_answered', atMs: 1300, callId, cellId, response: response('terminated') });
    expect(book.cell(cellId)?.phase).toBe('terminated');
  });

  test('counts the nested calls that are open', () => {
    const book = started();
    const call = (id: string) => ({ cellId, toolCallId: asId<NestedCallId>(id) });
    book.observe({ type: 'nested_call_started', atMs: 1, ...call('tool-1'), name: 'a', kind: 'function' });
    book.observe({ type: 'nested_call_started', atMs: 1, ...call('tool-2'), name: 'a', kind: 'function' });
    book.observe({ type: 'nested_call_ended', atMs: 2, ...call('tool-1'), outcome: { status: 'completed' } });
    expect(book.cell(cellId)?.openCalls).toBe(1);
  });

  test('the end of a session ends its cells', () => {
    const book = started();
    book.observe({ type: 'session_closed', atMs: 9000, sessionId: asId<SessionId>('s') });
    expect(book.cell(cellId)).toMatchObject({ live: false, endedAtMs: 9000 });
  });

  test('tells each change', () => {
    const book = started();
    const seen: string[] = [];
    book.onDidChange(cell => seen.push(cell.phase));
    book.observe({ type: 'notified', atMs: 5, cellId, callId, text: 'half way' });
    book.observe({ type: 'exec_answered', atMs: 6, callId, cellId, response: response('failed') });
    expect(seen).toEqual(['running', 'failed']);
  });
});
