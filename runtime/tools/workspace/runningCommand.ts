/**
 * A command that was started: its output as it comes, its end, and the reports of both.
 *
 * Invariants: `ended` never rejects; `process_ended` is reported exactly once, before `ended` resolves.
 */

import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReportRuntime } from '../../base/handler.ts';
import type { CellId, SessionId } from '../../base/ids.ts';
import { BoundedText } from './boundedText.ts';
import type { ProcessGroup } from './processGroup.ts';

/** Most characters kept of what a command writes, in all and between two answers. */
const keptCharacters = 1024 * 1024;
/** How long to go on reading after the shell ended: a command it left in the background holds the pipe open. */
const drainMs = 100;
const toldMs = 1_000;

export interface CommandEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export interface RunningCommand {
  /** Unique within the toolset; the cell's `session_id`. */
  readonly id: number;
  readonly sessionId: SessionId;
  readonly cellId: CellId;
  readonly group: ProcessGroup;
  readonly ended: Promise<CommandEnd>;
  /** Undefined while it runs. */
  end(): CommandEnd | undefined;
  /** What it wrote since the last call of this. */
  takeOutput(): string;
  /** Ends the whole group, reports what survived, and resolves when `ended` has. */
  stop(): Promise<void>;
}

export interface CommandIdentity {
  readonly id: number;
  readonly sessionId: SessionId;
  readonly cellId: CellId;
}

export function watchCommand(identity: CommandIdentity, group: ProcessGroup, report: ReportRuntime): RunningCommand {
  const { child } = group;
  const startedAt = performance.now();
  const all = new BoundedText(keptCharacters);
  let fresh = new BoundedText(keptCharacters);
  let end: CommandEnd | undefined;

  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new StringDecoder('utf8');
    stream?.on('data', (bytes: Buffer) => {
      // After the end somebody in the background may still write; it is read, so that nobody blocks, and dropped.
      if (end !== undefined) return;
      const text = decoder.write(bytes);
      all.push(text);
      fresh.push(text);
    });
  }
  // Writing to a command that has gone is answered by the write's own error.
  child.stdin?.on('error', () => {});

  const ended = new Promise<CommandEnd>(resolve => {
    const settle = () => {
      clearTimeout(timer);
      if (end !== undefined) return;
      end = { exitCode: child.exitCode, signal: child.signalCode };
      report({
        type: 'process_ended',
        processId: String(identity.id),
        ...end,
        output: all.read(),
        durationMs: performance.now() - startedAt,
      });
      resolve(end);
    };
    let timer: NodeJS.Timeout | undefined;
    child.once('close', settle);
    child.once('exit', () => {
      timer = setTimeout(settle, drainMs);
    });
  });

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    const survivors = await group.end();
    if (survivors.length > 0) {
      report({ type: 'process_survived', processId: String(identity.id), pids: survivors });
      // A survivor may hold the pipes; without this they would keep the host alive with it.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }
    // The group may be seen to be gone a moment before its end is told; an unkillable shell's end may never come.
    await Promise.race([ended, pause(toldMs, undefined, { ref: false })]);
  };

  return {
    ...identity,
    group,
    ended,
    end: () => end,
    takeOutput() {
      const text = fresh.read();
      fresh = new BoundedText(keptCharacters);
      return text;
    },
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
