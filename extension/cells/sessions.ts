/**
 * The sessions of this window: one per folder, made when the first cell needs it.
 *
 * Invariants: at most one open session per folder; the process that holds cells is started once and shared; when it
 * cannot start, the next attempt starts over (a person may have chosen another Node meanwhile).
 * Leaves out `vscode`: folders are paths, settings and consent come as functions.
 */

import { asId, type SessionId } from '../../runtime/base/ids.ts';
import { fanOut, type SessionObserver } from '../../runtime/base/observer.ts';
import type { CellRuntime, OpenSessionOptions, RuntimeOptions } from '../../runtime/library.ts';
import type { Toolset } from '../../runtime/tools/toolset.ts';
import { Emitter } from '../base/emitter.ts';
import type { Settings } from '../base/settings.ts';
import { CellBook } from './cellBook.ts';
import { type CellHandle, CellSession } from './cellSession.ts';
import type { Moved } from './movedBy.ts';

/** Where cells run: a folder of the workspace, or none. */
export interface CellPlace {
  /** Stable key: the folder's URI, or an empty string. */
  readonly key: string;
  readonly name: string;
  /** Path on disk that the tools work in. */
  readonly root?: string;
}

/** A recording that a session feeds. */
export interface SessionRecording {
  readonly bundle: string;
  /** False: `bundle` is only a name, nothing is written. */
  readonly kept: boolean;
  readonly observer: SessionObserver;
  /** Resolves when everything is on disk. */
  close(): Promise<void>;
}

export interface SessionsOptions {
  readonly createRuntime: (options: RuntimeOptions) => Promise<CellRuntime>;
  readonly createToolset: (root: string) => Toolset;
  readonly settings: (place: CellPlace) => Settings;
  /** `keep` false: for the live view only. Never rejects: a recording that cannot be had is a warning. */
  readonly record: (place: CellPlace, sessionId: SessionId, book: CellBook, keep: boolean) => Promise<SessionRecording>;
  readonly onLog: (line: string) => void;
  readonly newId: () => string;
  /** How often cells that nobody observes are asked whether they have ended, ms. */
  readonly askEveryMs?: number;
}

/** Ended sessions whose output stays readable. */
const keptPast = 5;

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Promise<CellSession>>();
  readonly #open: CellSession[] = [];
  /** Ended ones, whose output can still be read; the latest last. */
  readonly #past: CellSession[] = [];
  readonly #cells = new Emitter<CellHandle>();
  readonly #changes = new Emitter<void>();
  #watch: NodeJS.Timeout | undefined;
  /** By the Node they run under; an empty string stands for the one that is found. */
  readonly #runtimes = new Map<string, Promise<CellRuntime>>();

  /** Fires for every change of any cell. */
  readonly onDidChangeCell = this.#cells.event;
  /** Fires when a session was opened or closed. */
  readonly onDidChangeSessions = this.#changes.event;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  get open(): readonly CellSession[] {
    return this.#open;
  }

  /** Cells that can be waited on or terminated, newest last. */
  get liveCells(): readonly CellHandle[] {
    return this.#open.flatMap(owner => owner.book.live.map(cell => ({ owner, cell })));
  }

  /** Those of ended sessions too, oldest session first. */
  get allCells(): readonly CellHandle[] {
    return [...this.#past, ...this.#open].flatMap(owner => owner.book.cells.map(cell => ({ owner, cell })));
  }

  /** The session of a place. Rejects with `StartError` when no process can hold cells. */
  sessionFor(place: CellPlace): Promise<CellSession> {
    const known = this.#sessions.get(place.key);
    if (known) return known;
    const made = this.#make(place);
    this.#sessions.set(place.key, made);
    made.catch(() => this.#sessions.delete(place.key));
    return made;
  }

  /** Documents that cells came from have other addresses now. */
  moveSources(moved: Moved): void {
    for (const session of [...this.#past, ...this.#open]) session.moveSources(moved);
  }

  /** What the cells of a place have stored so far, JSON by key; nothing where no session is open. */
  async storedIn(place: CellPlace): Promise<ReadonlyMap<string, string>> {
    const known = await this.#sessions.get(place.key)?.catch(() => undefined);
    return known?.session.storedValues() ?? new Map();
  }

  /** Ends the session of a place, its cells too. The next cell there starts a new one. */
  async close(session: CellSession): Promise<void> {
    for (const [key, promise] of this.#sessions) {
      if ((await promise.catch(() => undefined)) === session) this.#sessions.delete(key);
    }
    await session.close();
    const index = this.#open.indexOf(session);
    if (index >= 0) this.#past.push(...this.#open.splice(index, 1));
    this.#past.splice(0, this.#past.length - keptPast);
    this.#changes.fire();
  }

  /** Ends everything: cells, what they started, recordings, processes. */
  async closeAll(): Promise<void> {
    clearInterval(this.#watch);
    this.#sessions.clear();
    await Promise.allSettled(this.#open.splice(0).map(session => session.close()));
    const runtimes = [...this.#runtimes.values()];
    this.#runtimes.clear();
    await Promise.allSettled(runtimes.map(runtime => runtime.then(started => started.close())));
  }

  async #make(place: CellPlace): Promise<CellSession> {
    const settings = this.#options.settings(place);
    const runtime = await this.#start(settings);
    const sessionId = asId<SessionId>(this.#options.newId());
    const toolset = place.root === undefined ? undefined : this.#options.createToolset(place.root);
    const book = new CellBook();
    const recording = await this.#options.record(place, sessionId, book, settings.record);
    const options: OpenSessionOptions = {
      sessionId,
      onToolCall: async (call, signal, report) => {
        if (!toolset) throw new Error(`There is no tool "${call.name}": no folder is open, so cells have no tools.`);
        return toolset.handle(call, signal, report);
      },
      // What a cell that ended by itself left running is for later cells to go on with; it ends with the session.
      onCellClosed: ({ cellId }) => {
        if (book.cell(cellId)?.phase === 'terminated') void toolset?.endCell(sessionId, cellId);
      },
      observer: fanOut([book, recording.observer], error =>
        this.#options.onLog(`an observer failed: ${String(error)}`),
      ),
      tools: toolset?.definitions ?? [],
      defaults: { yieldTimeMs: settings.yieldTimeMs, maxOutputTokens: settings.maxOutputTokens },
      limits: settings.limits,
      remoteImages: settings.remoteImages,
    };
    const end = async () => {
      await toolset?.dispose();
      await recording.close();
    };
    const session = await runtime.openSession(options).catch(async error => {
      await end();
      throw error;
    });
    const made = new CellSession({
      session,
      book,
      ...(place.root === undefined ? {} : { root: place.root }),
      recording,
      name: place.name,
      pace: () => changedPace(settings, this.#options.settings(place)),
      end,
    });
    book.onDidChange(cell => {
      this.#cells.fire({ owner: made, cell });
      if (cell.phase === 'yielded' && cell.live) this.#watchUnobserved();
    });
    this.#open.push(made);
    this.#changes.fire();
    return made;
  }

  /** Cells that nobody observes end silently; as long as there are any, their sessions are asked now and then. */
  #watchUnobserved(): void {
    this.#watch ??= setInterval(() => {
      for (const { session, book } of this.#open) {
        for (const { id, status } of session.liveCells()) {
          if (status === 'finished' && book.cell(id)?.phase === 'yielded') book.hasFinished(id);
        }
      }
      if (this.liveCells.some(({ cell }) => cell.phase === 'yielded')) return;
      clearInterval(this.#watch);
      this.#watch = undefined;
    }, this.#options.askEveryMs ?? 500);
  }

  /** When another Node was chosen, new sessions use it; the cells of older ones run on where they are. */
  #start({ nodePath }: Settings): Promise<CellRuntime> {
    const known = this.#runtimes.get(nodePath);
    if (known) return known;
    const named = nodePath === '' ? {} : { nodePath };
    const started = this.#options.createRuntime({ ...named, onLog: this.#options.onLog });
    this.#runtimes.set(nodePath, started);
    started.catch(() => this.#runtimes.delete(nodePath));
    return started;
  }
}

/** What a session was opened with stays its own; what differs by now is said with each request. */
function changedPace(
  then: Settings,
  now: Settings,
): { readonly yieldTimeMs?: number; readonly maxOutputTokens?: number } {
  return {
    ...(now.yieldTimeMs === then.yieldTimeMs ? {} : { yieldTimeMs: now.yieldTimeMs }),
    ...(now.maxOutputTokens === then.maxOutputTokens ? {} : { maxOutputTokens: now.maxOutputTokens }),
  };
}
