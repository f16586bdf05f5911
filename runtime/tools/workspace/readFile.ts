/**
 * `read_file`: text of a file, all of it or some lines, never more than a bounded number of bytes; or its bytes as base64.
 *
 * Invariant: `text` holds whole lines, except where one line alone is larger than the limit; `truncated` says that
 * lines that were asked for are missing.
 */

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { JsonObject, JsonValue } from '../../base/json.ts';
import type { HostTool } from '../hostTool.ts';
import { withPath } from './fileError.ts';
import { numberField, requiredText, textField } from './inputs.ts';
import type { WorkspaceRoot } from './root.ts';
import { firstBytes } from './textCut.ts';

const defaultBytes = 256 * 1024;
const mostBytes = 4 * 1024 * 1024;
/** A file larger than this is not read for its lines; bytes beyond it are not even looked at. */
const mostFileBytes = 64 * 1024 * 1024;

export function readFileTool(root: WorkspaceRoot): HostTool {
  return {
    risk: 'reads',
    definition: {
      name: 'read_file',
      description:
        'Reads a file of the workspace. Answers its text, or some of its lines; with encoding "base64" its bytes, which suits images.',
      inputSchema: {
        type: 'object',
        properties: {
          path: { type: 'string', minLength: 1, description: 'Path relative to the workspace folder.' },
          start_line: { type: 'integer', minimum: 1, description: 'First line to read, counted from 1.' },
          end_line: { type: 'integer', minimum: 1, description: 'Last line to read, inclusive.' },
          max_bytes: {
            type: 'integer',
            minimum: 1,
            maximum: mostBytes,
            description: `Most bytes to answer. Default ${defaultBytes}.`,
          },
          encoding: { enum: ['utf8', 'base64'], description: 'Default "utf8".' },
        },
        required: ['path'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          text: { type: 'string', description: 'The text, or the bytes in base64.' },
          start_line: { type: 'integer' },
          end_line: {
            type: 'integer',
            description: 'The last line in text; one less than start_line if there is none.',
          },
          total_lines: { type: 'integer' },
          truncated: { type: 'boolean', description: 'True when max_bytes left something out.' },
        },
        required: ['path', 'text', 'truncated'],
      },
    },
    async call(input) {
      const path = requiredText(input, 'path');
      return withPath(path, async () => {
        const file = await root.locate(path);
        const limit = numberField(input, 'max_bytes') ?? defaultBytes;
        if (textField(input, 'encoding') === 'base64') return readBytes(path, file, limit);
        return readLines(path, file, limit, input);
      });
    },
  };
}

async function readBytes(path: string, file: string, limit: number): Promise<JsonObject> {
  const bytes = await contents(path, file, mostBytes);
  if (bytes.length > limit) {
    throw new Error(`"${path}" has ${bytes.length} bytes, more than max_bytes (${limit}); base64 is not cut.`);
  }
  return { path, text: bytes.toString('base64'), truncated: false };
}

async function readLines(path: string, file: string, limit: number, input: JsonValue | undefined): Promise<JsonObject> {
  const bytes = await contents(path, file, mostFileBytes);
  if (bytes.subarray(0, 8192).includes(0)) {
    throw new Error(`"${path}" is not a text file; read it with encoding "base64".`);
  }
  const lines = splitLines(bytes.toString('utf8'));
  const start = numberField(input, 'start_line') ?? 1;
  const end = Math.min(numberField(input, 'end_line') ?? lines.length, lines.length);
  if (start > Math.max(lines.length, 1)) {
    throw new Error(`"${path}" has ${lines.length} lines; start_line ${start} is behind its end.`);
  }
  if (end < start && lines.length > 0) throw new Error(`end_line ${end} is before start_line ${start}.`);
  const { text, count, truncated } = take(lines.slice(start - 1, end), limit);
  return { path, text, start_line: start, end_line: start - 1 + count, total_lines: lines.length, truncated };
}

/** Lines with their line ends, so that joining them gives the file back. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function take(lines: readonly string[], limit: number): { text: string; count: number; truncated: boolean } {
  let bytes = 0;
  let count = 0;
  for (const line of lines) {
    bytes += Buffer.byteLength(line);
    if (bytes > limit) break;
    count += 1;
  }
  const [first] = lines;
  if (count === 0 && first !== undefined) return { text: firstBytes(first, limit), count: 1, truncated: true };
  return { text: lines.slice(0, count).join(''), count, truncated: count < lines.length };
}

async function contents(path: string, file: string, limit: number): Promise<Buffer> {
  // Not blocking: opening a named pipe would wait for its writer for ever.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = await handle.stat();
    if (stat.isDirectory()) throw new Error(`"${path}" is a folder; use list_directory.`);
    if (!stat.isFile()) throw new Error(`"${path}" is not a regular file.`);
    if (stat.size > limit) {
      throw new Error(`"${path}" has ${stat.size} bytes, more than the ${limit} that read_file can take.`);
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
