/**
 * `search_text`: lines of the workspace's text files that contain a text or match a regular expression.
 *
 * Invariant: bounded in matches, files and time, and cancellable between files and within a pattern. Binary files, large
 * files, links and the folders of `skipped.ts` are passed over; how many files were passed over is told.
 */

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../base/json.ts';
import type { HostTool } from '../hostTool.ts';
import { withPath } from './fileError.ts';
import { flagField, numberField, requiredText, textField } from './inputs.ts';
import { type LineMatcher, literalMatcher, regexpMatcher } from './lineMatcher.ts';
import type { WorkspaceRoot } from './root.ts';
import { skippedFolders } from './skipped.ts';

const defaultMatches = 200;
const mostMatches = 5_000;
const mostFiles = 50_000;
const mostFileBytes = 4 * 1024 * 1024;
const patternTimeMs = 2_000;

export function searchTextTool(root: WorkspaceRoot): HostTool {
  return {
    risk: 'reads',
    definition: {
      name: 'search_text',
      description:
        'Finds lines in the text files of the workspace. The query is literal text unless regexp is true; one match per line. ' +
        `Skips ${[...skippedFolders].join(', ')}, binary files and files over ${mostFileBytes} bytes.`,
      inputSchema: {
        type: 'object',
        properties: {
          query: { type: 'string', minLength: 1, maxLength: 1_000, description: 'What a line must contain.' },
          path: {
            type: 'string',
            description: 'File or folder to search, relative to the workspace folder. Default "."',
          },
          regexp: { type: 'boolean', description: 'Take the query as a JavaScript regular expression. Default false.' },
          ignore_case: { type: 'boolean', description: 'Default false.' },
          extension: { type: 'string', description: 'Search only files whose name ends so, such as ".ts".' },
          max_matches: {
            type: 'integer',
            minimum: 1,
            maximum: mostMatches,
            description: `Most matches to answer. Default ${defaultMatches}.`,
          },
        },
        required: ['query'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          matches: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                path: { type: 'string' },
                line: { type: 'integer', description: 'Counted from 1.' },
                column: { type: 'integer', description: 'Counted from 1.' },
                text: { type: 'string', description: 'The line, cut when very long.' },
              },
              required: ['path', 'line', 'column', 'text'],
            },
          },
          files_searched: { type: 'integer' },
          files_skipped: { type: 'integer', description: 'Binary, too large or unreadable.' },
          truncated: { type: 'boolean', description: 'True when the search stopped at a limit.' },
        },
        required: ['matches', 'files_searched', 'files_skipped', 'truncated'],
      },
    },
    async call(input, { signal }) {
      const path = textField(input, 'path') ?? '.';
      return withPath(path, async () => {
        const start = await root.locate(path);
        const query = requiredText(input, 'query');
        const ignoreCase = flagField(input, 'ignore_case');
        const matcher = flagField(input, 'regexp')
          ? regexpMatcher(query, ignoreCase, patternTimeMs, signal)
          : literalMatcher(query, ignoreCase);
        try {
          const limit = numberField(input, 'max_matches') ?? defaultMatches;
          return await search(start, textField(input, 'extension') ?? '', matcher, limit, signal);
        } finally {
          await matcher.close();
        }
      });
    },
  };

  async function search(
    start: string,
    extension: string,
    matcher: LineMatcher,
    limit: number,
    signal: AbortSignal,
  ): Promise<JsonObject> {
    const matches: JsonObject[] = [];
    let searched = 0;
    let skipped = 0;
    for await (const file of files(start, signal)) {
      if (!file.endsWith(extension)) continue;
      if (matches.length >= limit || searched >= mostFiles) return result(true);
      const text = await textOf(file);
      if (text === undefined) {
        skipped += 1;
        continue;
      }
      searched += 1;
      const path = await root.name(file);
      for (const found of await matcher.match(text, limit - matches.length, path)) matches.push({ path, ...found });
    }
    return result(matches.length >= limit);

    function result(truncated: boolean): JsonObject {
      return { matches, files_searched: searched, files_skipped: skipped, truncated };
    }
  }
}

async function* files(start: string, signal: AbortSignal): AsyncGenerator<string> {
  signal.throwIfAborted();
  if ((await stat(start)).isFile()) {
    yield start;
    return;
  }
  const entries = await readdir(start, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(start, entry.name);
    if (entry.isFile()) {
      signal.throwIfAborted();
      yield path;
    } else if (entry.isDirectory() && !skippedFolders.has(entry.name)) yield* files(path, signal);
  }
}

/** `undefined` for what is no text, too large, or cannot be read: a search goes on without it. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    if ((await stat(file)).size > mostFileBytes) return undefined;
    const bytes = await readFile(file);
    return bytes.subarray(0, 8192).includes(0) ? undefined : bytes.toString('utf8');
  } catch {
    return undefined;
  }
}
