import { describe, expect, test } from 'vitest';
import { asId, type CallId, type CellId, type SessionId } from '../../runtime/base/ids.ts';
import type { SessionObserver } from '../../runtime/base/observer.ts';
import type { CellRuntime, LiveCellSnapshot, OpenSessionOptions } from '../../runtime/library.ts';
import type { Settings } from '../base/settings.ts';
import { type CellPlace, Sessions } from './sessions.ts';

const place: CellPlace = { key: 'file:///a', name: 'a', root: '/a' };
const settings: Settings = {
  yieldTimeMs: 1234,
  maxOutputTokens: 55,
  limits: { memoryMb: 64 },
  remoteImages: true,
  record: true,
  nodePath: '',
  showOutput: 'always',
  hints: true,
};

/** Sessions over a runtime that only remembers what it was asked. */
function make(change: Partial<Settings> = {}, failures: Error[] = []) {
  const opened: OpenSessionOptions[] = [];
  const closed: string[] = [];
  /** Cells whose background commands were ended. */
  const ended: string[] = [];
  const requests: object[] = [];
  const live: LiveCellSnapshot[] = [];
  const now = { ...settings, ...change };
  const started: (string | undefined)[] = [];
  const runtime: CellRuntime = {
    pids: () => [],
    close: async () => void closed.push('runtime'),
    openSession: async options => {
      opened.push(options);
      return {
        id: options.sessionId ?? asId<SessionId>('?'),
        exec: async request => {
          requests.push(request);
          throw new Error('nothing runs here');
        },
        wait: async request => {
          requests.push(request);
          throw new Error('nothing runs here');
        },
        step: async () => expect.unreachable(),
        close: async () => void closed.push('session'),
        storedValues: () => new Map([['kept', '1']]),
        liveCells: () => live,
      };
    },
  };
  let ids = 0;
  const sessions = new Sessions({
    createRuntime: async options => {
      started.push(options.nodePath);
      const failure = failures.shift();
      if (failure) throw failure;
      return runtime;
    },
    createToolset: () => ({
      definitions: [{ name: 'read_file' }],
      handle: async () => 'handled',
      endCell: async (_session, cellId) => void ended.push(cellId),
      dispose: async () => void closed.push('tools'),
    }),
    settings: () => ({ ...now }),
    record: async (_place, _id, _book, kept) => ({
      bundle: '/bundle',
      kept,
      observer: { observe: () => {} },
      close: async () => void closed.push('recording'),
    }),
    onLog: () => {},
    newId: () => `s${++ids}`,
    askEveryMs: 1,
  });
  return { sessions, opened, closed, ended, started, live, now, requests };
}

/** A cell from its beginning to its end, as a session tells it. */
function wholeCell(options: OpenSessionOptions | undefined, id: string, status: 'completed' | 'terminated'): void {
  const [callId, cellId] = [asId<CallId>(`c${id}`), asId<CellId>(id)];
  const sessionId = options?.sessionId ?? asId<SessionId>('?');
  const response = { status, cellId, items: [], output: '' };
  options?.observer?.observe({ type: 'cell_started', atMs: 1, callId, cellId, source: 'x' });
  options?.observer?.observe({ type: 'exec_answered', atMs: 2, callId, cellId, response });
  options?.observer?.observe({ type: 'cell_closed', atMs: 3, cellId });
  options?.onCellClosed?.({ sessionId, cellId });
}

/** Tells a session's observer that a cell began and yielded. */
function yieldedCell(observer: SessionObserver | undefined): void {
  const callId = asId<CallId>('c');
  const cellId = asId<CellId>('1');
  const response = { status: 'yielded' as const, cellId, items: [], output: '' };
  observer?.observe({ type: 'cell_started', atMs: 1, callId, cellId, source: 'x' });
  observer?.observe({ type: 'exec_answered', atMs: 2, callId, cellId, response });
}

describe('the sessions of a window', () => {
  test('go by the yield time and the budget as they are set now', async () => {
    const { sessions, requests, now } = make();
    const session = await sessions.sessionFor(place);
    const ask = async () => {
      await session.run({ text: 'x' }, () => {}).catch(() => {});
      await session.wait(asId<CellId>('1'), 7).catch(() => {});
    };
    await ask();
    Object.assign(now, { yieldTimeMs: 9, maxOutputTokens: 8 });
    await ask();
    const callId = expect.any(String);
    expect(requests).toEqual([
      { source: 'x', callId },
      { cellId: '1', callId, yieldTimeMs: 7 },
      { source: 'x', callId, yieldTimeMs: 9, maxOutputTokens: 8 },
      { cellId: '1', callId, yieldTimeMs: 7, maxTokens: 8 },
    ]);
  });

  test('tell what the cells of a place have stored, without opening one', async () => {
    const { sessions, opened } = make();
    expect(await sessions.storedIn(place)).toEqual(new Map());
    expect(opened).toEqual([]);
    await sessions.sessionFor(place);
    expect(await sessions.storedIn(place)).toEqual(new Map([['kept', '1']]));
  });

  test('are one per folder, however many cells ask at once', async () => {
    const { sessions, opened, started } = make();
    const [one, two] = await Promise.all([sessions.sessionFor(place), sessions.sessionFor(place)]);
    const other = await sessions.sessionFor({ ...place, key: 'file:///b' });
    expect(one).toBe(two);
    expect(other).not.toBe(one);
    expect(opened).toHaveLength(2);
    expect(started).toEqual([undefined]);
  });

  test('take defaults and limits from the settings, and tools from the folder', async () => {
    const { sessions, opened } = make();
    const session = await sessions.sessionFor(place);
    expect(opened[0]).toMatchObject({
      defaults: { yieldTimeMs: 1234, maxOutputTokens: 55 },
      limits: { memoryMb: 64 },
      remoteImages: true,
      tools: [{ name: 'read_file' }],
    });
    expect(session).toMatchObject({ bundle: '/bundle', recorded: true });
  });

  test('have no tools without a folder, and are not recorded when recording is off', async () => {
    const { sessions, opened } = make({ record: false });
    const session = await sessions.sessionFor({ key: '', name: 'nowhere' });
    expect(opened[0]?.tools).toEqual([]);
    expect(session.recorded).toBe(false);
    expect(session.root).toBeUndefined();
  });

  test('are tried again after a start that failed', async () => {
    const { sessions, started } = make({}, [new Error('no Node')]);
    await expect(sessions.sessionFor(place)).rejects.toThrow('no Node');
    await sessions.sessionFor(place);
    expect(started).toHaveLength(2);
  });

  test('use another Node from the next session on', async () => {
    const { sessions, started, now } = make();
    const session = await sessions.sessionFor(place);
    now.nodePath = '/other/node';
    await sessions.sessionFor(place);
    await sessions.close(session);
    await sessions.sessionFor(place);
    expect(started).toEqual([undefined, '/other/node']);
  });

  test('end with their tools and their recording, stay readable, and the next cell begins a new one', async () => {
    const { sessions, closed, opened } = make();
    const session = await sessions.sessionFor(place);
    yieldedCell(opened[0]?.observer);
    await sessions.close(session);
    expect(closed).toEqual(['session', 'tools', 'recording']);
    expect(sessions.open).toEqual([]);
    expect(sessions.allCells.map(({ owner }) => owner)).toEqual([session]);
    expect(await sessions.sessionFor(place)).not.toBe(session);
  });

  test('all end with the window, the processes last', async () => {
    const { sessions, closed } = make();
    await sessions.sessionFor(place);
    await sessions.sessionFor({ ...place, key: 'file:///b' });
    await sessions.closeAll();
    expect(closed.filter(each => each === 'recording')).toHaveLength(2);
    expect(closed.at(-1)).toBe('runtime');
  });

  test('end what a terminated cell left running, and keep it for later cells when the cell ended by itself', async () => {
    const { sessions, opened, ended } = make();
    await sessions.sessionFor(place);
    wholeCell(opened[0], '1', 'completed');
    wholeCell(opened[0], '2', 'terminated');
    expect(ended).toEqual(['2']);
  });

  test('notice that a cell which nobody observes has ended', async () => {
    const { sessions, opened, live } = make();
    const session = await sessions.sessionFor(place);
    yieldedCell(opened[0]?.observer);
    expect(sessions.liveCells.map(({ cell }) => cell.phase)).toEqual(['yielded']);
    live.push({
      id: asId<CellId>('1'),
      callId: asId<CallId>('c'),
      status: 'finished',
      startedAtMs: 1,
      observed: false,
      pendingToolCallIds: [],
    });
    await expect.poll(() => session.book.cell(asId<CellId>('1'))?.phase).toBe('finished');
    await sessions.closeAll();
  });
});
