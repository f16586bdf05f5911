/**
 * `cellscope exec`: one cell from a file or standard input, printed as the model would see it (programs, Command line).
 *
 * Invariants: standard output holds responses only; a signal to stop (Ctrl-C, Ctrl-\) terminates the cell and everything
 * its tools started before the bundle is closed; exit 0 completed (or yielded, with --once), 1 failed or terminated,
 * 2 usage and refused source.
 */

import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import { type CellResponse, isFinal } from '../base/content.ts';
import type { Notification } from '../base/handler.ts';
import { createRuntime, RequestError, type Session } from '../library.ts';
import { createToolset, type Toolset } from '../tools/toolset.ts';
import { workspaceTools } from '../tools/workspaceTools.ts';
import { exitCodes, fileFailure, oneLine, stopSignals, usageFailure, warn } from './failure.ts';
import { folderPath, wholeNumber } from './options.ts';
import { responseText } from './responseText.ts';
import { loadTools } from './toolsFile.ts';

interface ExecOptions {
  readonly record?: string;
  readonly tools?: string;
  readonly yieldTimeMs?: number;
  readonly maxOutputTokens?: number;
  readonly once?: boolean;
  readonly json?: boolean;
}

export function registerExec(program: Command): void {
  program
    .command('exec')
    .description('Run one cell and print what the model would see; waits on while it yields.')
    .argument('<file>', 'the cell, JavaScript; - reads standard input')
    .option('--record <dir>', 'record a bundle in a new folder below DIR', folderPath)
    .option(
      '--tools <file>',
      'ES module whose default export is an array of tools; without it, the workspace tools of the current folder',
    )
    .option('--yield-time-ms <n>', 'how long to wait for each response, ms', wholeNumber)
    .option('--max-output-tokens <n>', 'budget of each response, tokens of 4 bytes', wholeNumber)
    .option('--once', 'stop at the first response')
    .option('--json', 'print each response as a line of JSON')
    .addHelpText('after', '\nExit code: 0 completed, 1 failed or terminated, 2 usage.')
    .action(async (file: string, options: ExecOptions) => {
      process.exitCode = await runCell(file, options);
    });
}

async function runCell(file: string, options: ExecOptions): Promise<number> {
  const source = await readSource(file);
  const tools = options.tools === undefined ? workspaceTools(process.cwd()) : await loadTools(options.tools);
  const toolset = makeToolset(tools, options);
  const print = (value: unknown, text: string) =>
    process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : text);
  const runtime = await createRuntime();
  try {
    const session = await runtime.openSession({
      onToolCall: (call, signal, report) =>
        toolset.handle(call, signal, fact => {
          if (fact.type === 'process_survived') warn(`processes still live: ${fact.pids.join(', ')}`);
          report(fact);
        }),
      onNotify: (notification: Notification) => {
        print({ notification }, `${notification.text}\n`);
      },
      tools: toolset.definitions,
      ...(options.record === undefined ? {} : { record: { dir: options.record }, onWarning: warn }),
    });
    const stop = terminateOnStop(session);
    const stray = catchStray(options, stop.terminate);
    try {
      const exitCode = await follow(session, source, options, response => print(response, responseText(response)));
      return stray.caught ? exitCodes.failed : exitCode;
    } finally {
      // Whatever tools left running ends while its end can still be recorded.
      await toolset.dispose();
      await session.close();
      stop.release();
      stray.release();
      if (session.bundle !== undefined) process.stderr.write(`Recorded in ${session.bundle}\n`);
    }
  } finally {
    await runtime.close();
  }
}

function makeToolset(tools: Parameters<typeof createToolset>[0], { tools: file }: ExecOptions): Toolset {
  try {
    return createToolset(tools);
  } catch (error) {
    throw usageFailure(`tools file "${file}": ${oneLine(error)}`);
  }
}

/** Prints every response until the last; answers the exit code. */
async function follow(
  session: Session,
  source: string,
  { yieldTimeMs, maxOutputTokens, once }: ExecOptions,
  print: (response: CellResponse) => void,
): Promise<number> {
  const pace = yieldTimeMs === undefined ? {} : { yieldTimeMs };
  let response: CellResponse;
  try {
    response = await session.exec({ source, ...pace, ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }) });
  } catch (error) {
    // The source was refused: nothing ran.
    throw error instanceof RequestError ? usageFailure(error.message) : error;
  }
  print(response);
  const { cellId } = response;
  while (!isFinal(response.status) && !once) {
    const budget = maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens };
    response = (await session.wait({ cellId, ...pace, ...budget })).response;
    print(response);
  }
  return response.status === 'failed' || response.status === 'terminated' ? exitCodes.failed : exitCodes.done;
}

/** Whoever waits for the cell gets its termination as the next response. */
function terminateOnStop(session: Session): { readonly terminate: () => void; readonly release: () => void } {
  let asked = false;
  const terminate = () => {
    if (asked) return;
    for (const { id } of session.liveCells()) {
      asked = true;
      session.wait({ cellId: id, terminate: true }).catch(error => warn(oneLine(error)));
    }
  };
  for (const signal of stopSignals) process.on(signal, terminate);
  // Nobody reads any more: what runs for them stops as well.
  process.stdout.on('error', terminate);
  return {
    terminate,
    release() {
      for (const signal of stopSignals) process.off(signal, terminate);
      process.stdout.off('error', terminate);
    },
  };
}

/** What tools throw outside of their calls ends the run as a failure, with its bundle closed. */
function catchStray({ tools }: ExecOptions, terminate: () => void): { readonly caught: boolean; release(): void } {
  const whose = tools === undefined ? '' : `tools file "${tools}", outside of a call: `;
  const stray = {
    caught: false,
    release: () => process.off('uncaughtException', take),
  };
  const take = (error: unknown) => {
    if (!stray.caught) process.stderr.write(`Error: ${whose}${oneLine(error)}\n`);
    stray.caught = true;
    terminate();
  };
  process.on('uncaughtException', take);
  return stray;
}

async function readSource(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usageFailure(fileFailure('cell', file, error));
  }
}
