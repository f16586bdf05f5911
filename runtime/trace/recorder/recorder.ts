/**
 * The recorder: a session's observer that leaves a bundle behind and feeds a live view on the way.
 *
 * Invariants: `observe` only notes the fact down and returns; nothing a recording meets (a full disk, a removed folder,
 * a fault of its own) throws, blocks or changes the run; each recorder warns about its disk once. The live feed goes on
 * when the disk does not. Facts are worked off `NOTE_DELAY_MS` later at most, many at a time, so that a nested call
 * pays next to nothing for being recorded; at once when somebody gets an answer.
 *
 * A host that is killed loses those milliseconds and what the disk was behind; what is there is a whole beginning of
 * the recording.
 */

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SessionId } from '../../base/ids.ts';
import type { SessionFact, SessionObserver } from '../../base/observer.ts';
import { bundleName, createBundleFolder, newManifest } from '../writer/bundleFolder.ts';
import { BundleWriter } from '../writer/bundleWriter.ts';
import type { EventListener } from './eventLog.ts';
import { newId } from './items.ts';
import type { Beginning } from './notes.ts';
import { LocalRecording, type Recording, ThreadRecording } from './recording.ts';
import { PROVIDER } from './turns.ts';

export interface RecorderOptions {
  /** The folder that holds the bundles; made when missing. Null: nothing is written, only the live feed works. */
  readonly root: string | null;
  readonly sessionId: SessionId;
  /** Told to a person, at most once for the disk and once for a fault of the recorder itself. */
  onWarning?(message: string): void;
  /** The live feed: every event with its payloads, before the disk has them. */
  onEvent?: EventListener;
  /** The program of the thread that makes events of facts when nobody listens. Default the one that was built. */
  readonly threadProgram?: string | undefined;
  /** Who makes the calls. Default `person`. */
  readonly model?: string;
  /** Where the session's tools work; written into the bundle as it is. */
  readonly cwd?: string;
}

export interface Recorder extends SessionObserver {
  /** The folder of the bundle, absolute if `root` is; the name it would have had when there is none. */
  readonly bundle: string;
  /** Ends the rollout and resolves when it is on disk, or given up. Never rejects; facts that come later are ignored. */
  close(): Promise<void>;
}

/** Never rejects: where no bundle can be made there is a warning, and the live feed works all the same. */
export async function openRecorder(options: RecorderOptions): Promise<Recorder> {
  const threadId = newId();
  const atMs = Date.now();
  const manifest = newManifest(newId(), threadId, atMs);
  const name = bundleName(manifest);
  const metadata = {
    thread_id: threadId,
    agent_path: '/root',
    task_name: null,
    nickname: null,
    agent_role: null,
    session_source: PROVIDER,
    session_id: options.sessionId,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    model: options.model ?? 'person',
    provider_name: PROVIDER,
  };
  const beginning = { atMs, traceId: manifest.trace_id, threadId, metadata };
  const warn = options.onWarning ?? (() => {});
  const { root } = options;
  let folder: string | null = null;
  try {
    if (root !== null) folder = await createBundleFolder(root, manifest);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn(`Nothing is recorded, because no bundle can be made in ${root}: ${reason}. The run goes on.`);
  }
  const bundle = join(root ?? '', name);
  return new SessionRecorder(bundle, openRecording(beginning, folder, bundle, options));
}

function openRecording(beginning: Beginning, folder: string | null, bundle: string, options: RecorderOptions): Opened {
  const warn = options.onWarning ?? (() => {});
  const onMissed = once((reason: string) =>
    warn(`The recording in ${bundle} misses something, because a fact could not be written: ${reason}`),
  );
  if (folder !== null && options.onEvent === undefined) {
    const program = options.threadProgram ?? builtThreadProgram();
    try {
      if (program !== undefined) {
        const writer = new BundleWriter(folder, { onFault: warn, onMissed, program });
        return { writer, recording: new ThreadRecording(beginning, writer, onMissed) };
      }
    } catch {
      // No threads here: the work is done where the run is.
    }
  }
  const writer = folder === null ? undefined : new BundleWriter(folder, { onFault: warn });
  const listener = options.onEvent && harmless(options.onEvent, warn);
  const recording = new LocalRecording(beginning, { append: entry => writer?.append(entry), listener }, onMissed);
  return { writer, recording };
}

/** Beside a bundled program; running from sources there is none. */
function builtThreadProgram(): string | undefined {
  // An ES module has a URL, a bundled script only a folder; `node -e` has one for everybody, which is not ours.
  const folder = import.meta.url === undefined ? __dirname : dirname(fileURLToPath(import.meta.url));
  const program = join(folder, 'recorder.mjs');
  return existsSync(program) ? program : undefined;
}

function once(tell: (reason: string) => void): (reason: string) => void {
  let told = false;
  return reason => {
    if (!told) tell(reason);
    told = true;
  };
}

/** A view that throws must not keep an event from the disk. */
function harmless(listener: EventListener, warn: (message: string) => void): EventListener {
  let warned = false;
  return (event, payloads) => {
    try {
      listener(event, payloads);
    } catch (error) {
      if (!warned)
        warn(
          `The live view of a run failed: ${error instanceof Error ? error.message : String(error)}. It is recorded all the same.`,
        );
      warned = true;
    }
  };
}

/**
 * How long facts may wait to be worked off, ms. Many at a time cost a run much less than one by one, and a cell that is
 * done sooner does not share the processor with its recording.
 */
const NOTE_DELAY_MS = 20;
/** So many facts, or so many UTF-16 code units of what calls took and gave, do not wait. */
const MOST_NOTES = 4096;
const LARGEST_NOTES = 4 * 1024 * 1024;

/** Somebody has an answer: nothing of the run waits for this process now, and they may look at the bundle. */
function isPause({ type }: SessionFact): boolean {
  return type === 'exec_answered' || type === 'wait_answered' || type === 'cell_closed';
}

/** What a fact holds in memory, as far as it is worth counting, in UTF-16 code units. */
function sizeOf(fact: SessionFact): number {
  if (fact.type === 'nested_call_started') return fact.inputJson?.length ?? 0;
  return fact.type === 'nested_call_ended' ? (fact.valueJson?.length ?? 0) : 0;
}

interface Opened {
  readonly recording: Recording;
  readonly writer: BundleWriter | undefined;
}

class SessionRecorder implements Recorder {
  readonly bundle: string;
  readonly #recording: Recording;
  readonly #writer: BundleWriter | undefined;
  #notes: SessionFact[] = [];
  #size = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #closed: Promise<void> | undefined;

  constructor(bundle: string, { recording, writer }: Opened) {
    this.bundle = bundle;
    this.#recording = recording;
    this.#writer = writer;
  }

  observe(fact: SessionFact): void {
    if (this.#closed) return;
    this.#notes.push(fact);
    this.#size += sizeOf(fact);
    if (this.#notes.length >= MOST_NOTES || this.#size >= LARGEST_NOTES) this.#workOff();
    else if (isPause(fact)) this.#soon ??= setImmediate(() => this.#workOff());
    else this.#timer ??= setTimeout(() => this.#workOff(), NOTE_DELAY_MS);
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    this.#workOff();
    this.#recording.finish(Date.now());
    await this.#writer?.close();
  }

  #workOff(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    this.#timer = undefined;
    this.#soon = undefined;
    const notes = this.#notes;
    this.#notes = [];
    this.#size = 0;
    this.#recording.record(notes);
    this.#writer?.flush();
  }
}
