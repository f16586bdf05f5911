/**
 * `exec_command` and `write_stdin`: run a command, answer when it ends or when its time is up, go on with it later.
 *
 * Invariants: cancelling a call that waits for its own command ends the command's whole group before the call settles;
 * a command that outlived its call ends with its cell's termination (`endCell`) or with the toolset (`dispose`).
 */

import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { deferred } from '../../base/deferred.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { HostTool, ToolCallContext } from '../hostTool.ts';
import { execCommandDefinition, writeStdinDefinition } from './commandDefinitions.ts';
import { withPath } from './fileError.ts';
import { flagField, numberField, requiredText, textField } from './inputs.ts';
import { startGroup } from './processGroup.ts';
import type { WorkspaceRoot } from './root.ts';
import { type CommandEnd, type RunningCommand, watchCommand } from './runningCommand.ts';
import { shellCommand } from './shell.ts';
import { cutMiddle, tokensIn } from './textCut.ts';

const execYieldMs = 10_000;
const stdinYieldMs = 250;
const defaultTokens = 10_000;
const mostCommands = 64;
const interrupt = '\u0003';

export function commandTools(root: WorkspaceRoot): HostTool[] {
  /** Running, or ended with output that nobody has collected. */
  const commands = new Map<number, RunningCommand>();
  /** Collected, but their shell left something in the background. */
  const leftovers = new Set<RunningCommand>();
  let lastId = 0;

  return [
    {
      risk: 'runs',
      definition: execCommandDefinition,
      call: (input, context) => execCommand(input, context),
      endCell: (sessionId, cellId) => stopAll(each => each.sessionId === sessionId && each.cellId === cellId),
      dispose: () => stopAll(() => true),
    },
    { risk: 'runs', definition: writeStdinDefinition, call: (input, context) => writeStdin(input, context) },
  ];

  async function execCommand(input: JsonValue | undefined, context: ToolCallContext): Promise<JsonObject> {
    const { call, signal, report } = context;
    makeRoom();
    const startedAt = performance.now();
    const cwd = await workFolder(textField(input, 'workdir') ?? '.');
    const argv = shellCommand(requiredText(input, 'cmd'), textField(input, 'shell'), flagField(input, 'login'));
    const keepStdinOpen = flagField(input, 'keep_stdin_open');
    signal.throwIfAborted();
    const group = await startGroup({ argv, cwd, keepStdinOpen }).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`The command could not be started with "${argv[0]}": ${reason}.`);
    });
    lastId += 1;
    const id = lastId;
    report({ type: 'process_started', processId: String(id), pid: group.pid, command: argv, cwd });
    const command = watchCommand({ id, sessionId: call.sessionId, cellId: call.cellId }, group, report);
    commands.set(id, command);
    await settled(command, numberField(input, 'yield_time_ms') ?? execYieldMs, signal);
    if (signal.aborted) {
      await command.stop();
      commands.delete(id);
      signal.throwIfAborted();
    }
    return collect(command, input, startedAt);
  }

  async function writeStdin(input: JsonValue | undefined, { signal, report }: ToolCallContext): Promise<JsonObject> {
    const startedAt = performance.now();
    const id = numberField(input, 'session_id') ?? 0;
    const command = commands.get(id);
    if (command === undefined) {
      throw new Error(
        `There is no command with session_id ${id}; it has ended and its output was collected, or never was.`,
      );
    }
    const chars = textField(input, 'chars') ?? '';
    if (chars !== '' && command.end() === undefined) {
      await send(command, chars);
      report({ type: 'stdin_written', processId: String(id), text: chars });
    }
    await settled(command, numberField(input, 'yield_time_ms') ?? stdinYieldMs, signal);
    signal.throwIfAborted();
    return collect(command, input, startedAt);
  }

  async function collect(
    command: RunningCommand,
    input: JsonValue | undefined,
    startedAt: number,
  ): Promise<JsonObject> {
    const result = answer(command, input, startedAt);
    if (command.end() !== undefined) {
      commands.delete(command.id);
      if (await command.group.lives()) leftovers.add(command);
    }
    return result;
  }

  /** Throws when too many commands run; forgets the oldest uncollected results. */
  function makeRoom(): void {
    const ended = [...commands.values()].filter(each => each.end() !== undefined);
    if (commands.size - ended.length >= mostCommands) {
      throw new Error(`${mostCommands} commands are running already; end some of them first.`);
    }
    for (const each of ended.slice(0, Math.max(0, commands.size - mostCommands))) commands.delete(each.id);
  }

  async function workFolder(path: string): Promise<string> {
    return withPath(path, async () => {
      const folder = await root.locate(path);
      if ((await stat(folder)).isDirectory()) return folder;
      throw new Error(`"${path}" is not a folder.`);
    });
  }

  async function stopAll(which: (command: RunningCommand) => boolean): Promise<void> {
    const chosen = [...commands.values(), ...leftovers].filter(which);
    await Promise.all(chosen.map(each => each.stop()));
    for (const each of chosen) {
      commands.delete(each.id);
      leftovers.delete(each);
    }
  }
}

/** Resolves when the command has ended, its time is up, or the call is cancelled. */
async function settled(command: RunningCommand, yieldMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const enough = deferred<void>();
  const stopWaiting = () => enough.resolve();
  const timer = setTimeout(stopWaiting, yieldMs);
  signal.addEventListener('abort', stopWaiting);
  await Promise.race([command.ended, enough.promise]);
  clearTimeout(timer);
  signal.removeEventListener('abort', stopWaiting);
}

async function send(command: RunningCommand, chars: string): Promise<void> {
  const { stdin } = command.group.child;
  if (chars === interrupt) {
    command.group.signal('SIGINT');
    return;
  }
  if (stdin === null || !stdin.writable) {
    throw new Error(
      `Standard input of session ${command.id} is closed; start the command with keep_stdin_open: true to write to it.`,
    );
  }
  const endAt = chars.indexOf('\u0004');
  await new Promise<void>((resolve, reject) => {
    const done = (error?: Error | null) =>
      error ? reject(new Error(`Session ${command.id} does not read its input: ${error.message}.`)) : resolve();
    // Ctrl-D ends the input, as it would in a terminal.
    if (endAt >= 0) stdin.end(chars.slice(0, endAt), done);
    else stdin.write(chars, done);
  });
}

function answer(command: RunningCommand, input: JsonValue | undefined, startedAt: number): JsonObject {
  const end = command.end();
  const output = command.takeOutput();
  const maxTokens = numberField(input, 'max_output_tokens') ?? defaultTokens;
  return {
    chunk_id: randomBytes(3).toString('hex'),
    wall_time_seconds: (performance.now() - startedAt) / 1_000,
    ...(end === undefined ? { session_id: command.id } : { exit_code: exitCode(end) }),
    original_token_count: tokensIn(output),
    output: cutMiddle(output, maxTokens),
  };
}

/** As a shell has it: 128 and the signal's number for a process that a signal ended. */
function exitCode({ exitCode: code, signal }: CommandEnd): number {
  if (code !== null) return code;
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  return number === undefined ? -1 : 128 + number;
}
