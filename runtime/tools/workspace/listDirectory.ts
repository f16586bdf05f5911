/**
 * `list_directory`: what is in a folder, sorted by name, optionally with its subfolders down to a depth.
 *
 * Invariant: bounded; `truncated` says so. Links are named as links and not followed.
 */

import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '../../base/json.ts';
import type { HostTool } from '../hostTool.ts';
import { withPath } from './fileError.ts';
import { numberField, textField } from './inputs.ts';
import type { WorkspaceRoot } from './root.ts';
import { skippedFolders } from './skipped.ts';

const defaultEntries = 1_000;
const mostEntries = 10_000;

export function listDirectoryTool(root: WorkspaceRoot): HostTool {
  return {
    risk: 'reads',
    definition: {
      name: 'list_directory',
      description: `Lists a folder of the workspace, sorted by name. Does not go down into ${[...skippedFolders].join(' or ')}.`,
      inputSchema: {
        type: 'object',
        properties: {
          path: { type: 'string', description: 'Folder relative to the workspace folder. Default "."' },
          depth: {
            type: 'integer',
            minimum: 1,
            maximum: 50,
            description: 'Levels to go down. Default 1: only the folder.',
          },
          max_entries: {
            type: 'integer',
            minimum: 1,
            maximum: mostEntries,
            description: `Most entries to answer. Default ${defaultEntries}.`,
          },
        },
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: {
          path: { type: 'string' },
          entries: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                path: { type: 'string', description: 'Relative to the workspace folder.' },
                type: { enum: ['file', 'directory', 'link', 'other'] },
                bytes: { type: 'integer', description: 'Size; only for files.' },
              },
              required: ['path', 'type'],
            },
          },
          truncated: { type: 'boolean', description: 'True when there was more than max_entries.' },
        },
        required: ['path', 'entries', 'truncated'],
      },
    },
    async call(input, { signal }) {
      const path = textField(input, 'path') ?? '.';
      return withPath(path, async () => {
        const folder = await root.locate(path);
        const limit = numberField(input, 'max_entries') ?? defaultEntries;
        const entries: JsonObject[] = [];
        const complete = await list(folder, numberField(input, 'depth') ?? 1);
        return { path: await root.name(folder), entries, truncated: !complete };

        async function list(at: string, levels: number): Promise<boolean> {
          signal.throwIfAborted();
          const found = await readdir(at, { withFileTypes: true });
          found.sort((a, b) => (a.name < b.name ? -1 : 1));
          for (const each of found) {
            if (entries.length >= limit) return false;
            entries.push(await describe(at, each));
            const goDown = each.isDirectory() && levels > 1 && !skippedFolders.has(each.name);
            if (goDown && !(await list(join(at, each.name), levels - 1))) return false;
          }
          return true;
        }
      });
    },
  };

  async function describe(at: string, entry: Dirent): Promise<JsonObject> {
    const absolute = join(at, entry.name);
    const path = await root.name(absolute);
    if (entry.isDirectory()) return { path, type: 'directory' };
    if (entry.isSymbolicLink()) return { path, type: 'link' };
    if (!entry.isFile()) return { path, type: 'other' };
    // A file may vanish between the listing and the look at it.
    const stat = await lstat(absolute).catch(() => undefined);
    return stat === undefined ? { path, type: 'file' } : { path, type: 'file', bytes: stat.size };
  }
}
