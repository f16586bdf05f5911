/**
 * `cellscope serve`: sessions and cells over JSON-RPC on standard input and output (programs, serve).
 */

import type { Command } from 'commander';
import { createRuntime } from '../library.ts';
import { stopSignals, warn } from './failure.ts';
import { serveConnection } from './rpc/server.ts';

export function registerServe(program: Command): void {
  program
    .command('serve')
    .description('Offer sessions and cells as JSON-RPC 2.0 on standard input and output (Content-Length framing).')
    .action(async () => {
      // Being told to stop is like a client that goes: sessions and bundles are closed first.
      const stop = () => process.stdin.destroy();
      for (const signal of stopSignals) process.once(signal, stop);
      await serveConnection(process.stdin, process.stdout, createRuntime(), warn);
    });
}
