/**
 * What a cell is told about `exec_command` and `write_stdin`. Field names are those of the field (trace-format §4).
 */

import type { JsonObject } from '../../base/json.ts';
import type { ToolDefinition } from '../../base/tool.ts';

const bounds = {
  yield_time_ms: (byDefault: number): JsonObject => ({
    type: 'integer',
    minimum: 0,
    maximum: 600_000,
    description: `How long to wait for the end of the command before answering, ms. Default ${byDefault}.`,
  }),
  max_output_tokens: {
    type: 'integer',
    minimum: 0,
    description: 'Output above this many tokens (4 bytes each) is cut in the middle. Default 10000.',
  } satisfies JsonObject,
};

const outputSchema: JsonObject = {
  type: 'object',
  properties: {
    chunk_id: { type: 'string' },
    wall_time_seconds: { type: 'number' },
    exit_code: { type: 'integer', description: 'Only when the command has ended.' },
    session_id: { type: 'integer', description: 'Only while the command runs: for write_stdin.' },
    original_token_count: { type: 'integer', description: 'Tokens of the output before it was cut.' },
    output: { type: 'string', description: 'What it wrote to standard output and error since the last answer.' },
  },
  required: ['chunk_id', 'wall_time_seconds', 'original_token_count', 'output'],
};

export const execCommandDefinition: ToolDefinition = {
  name: 'exec_command',
  description:
    'Runs a shell command in the workspace folder. Answers when it ends, or with a session_id when it still runs after yield_time_ms.',
  inputSchema: {
    type: 'object',
    properties: {
      cmd: { type: 'string', minLength: 1, description: 'The command, as typed into a shell.' },
      workdir: { type: 'string', description: 'Folder to run in, inside the workspace folder. Default "."' },
      shell: { type: 'string', minLength: 1, description: 'Shell to use instead of the default one.' },
      login: { type: 'boolean', description: 'Run a login shell. Default false.' },
      keep_stdin_open: {
        type: 'boolean',
        description: 'Let write_stdin write to the command. Default false: no input.',
      },
      yield_time_ms: bounds.yield_time_ms(10_000),
      max_output_tokens: bounds.max_output_tokens,
    },
    required: ['cmd'],
    additionalProperties: false,
  },
  outputSchema,
};

export const writeStdinDefinition: ToolDefinition = {
  name: 'write_stdin',
  description:
    'Writes to a running command, or only looks at it when chars is empty, and answers with its new output. ' +
    '"\\u0003" interrupts the command, "\\u0004" ends its input.',
  inputSchema: {
    type: 'object',
    properties: {
      session_id: { type: 'integer', description: 'As exec_command answered it.' },
      chars: { type: 'string', description: 'What to write. Default: nothing.' },
      yield_time_ms: bounds.yield_time_ms(250),
      max_output_tokens: bounds.max_output_tokens,
    },
    required: ['session_id'],
    additionalProperties: false,
  },
  outputSchema,
};
