/**
 * `apply_patch`: changes several files at once.
 *
 * Invariant: every change is worked out before the first is written, so a patch that does not fit changes nothing.
 * A disk that fails half-way is told with the files already changed.
 */

import { constants } from 'node:fs';
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import type { HostTool } from '../hostTool.ts';
import { withPath } from './fileError.ts';
import { makeFoldersOf } from './foldersOf.ts';
import { type PatchOperation, parsePatch } from './patchFormat.ts';
import { applyChunks } from './patchMatch.ts';
import type { WorkspaceRoot } from './root.ts';

/** One file's new state; `text` undefined means that it goes. */
interface Change {
  readonly path: string;
  readonly file: string;
  readonly text: string | undefined;
  readonly change: 'added' | 'updated' | 'deleted' | 'moved away';
}

export function applyPatchTool(root: WorkspaceRoot): HostTool {
  return {
    risk: 'writes',
    definition: {
      name: 'apply_patch',
      kind: 'freeform',
      description: [
        'Adds, changes, moves and deletes files of the workspace. The input is the text of a patch; either all of it fits or nothing is changed.',
        '*** Begin Patch',
        '*** Add File: notes/new.txt',
        '+each line of the new file',
        '*** Update File: src/old.js',
        '*** Move to: src/new.js',
        '@@ a line above the change, such as a function head (optional)',
        ' a line that stays',
        '-a line that goes',
        '+a line that comes',
        '*** Delete File: src/unused.js',
        '*** End Patch',
      ].join('\n'),
      outputSchema: {
        type: 'object',
        properties: {
          changes: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                path: { type: 'string' },
                change: { enum: ['added', 'updated', 'deleted', 'moved away'] },
              },
              required: ['path', 'change'],
            },
          },
        },
        required: ['changes'],
      },
    },
    async call(input, { signal }) {
      const operations = parsePatch(String(input));
      const planned = new Map<string, Change>();
      for (const operation of operations) {
        signal.throwIfAborted();
        for (const change of await plan(operation)) {
          if (planned.has(change.file)) throw new Error(`The patch names "${change.path}" twice; join its changes.`);
          planned.set(change.file, change);
        }
      }
      const done: Change[] = [];
      for (const change of planned.values()) {
        try {
          await withPath(change.path, () => carryOut(change));
        } catch (error) {
          if (done.length === 0) throw error;
          const names = done.map(each => `"${each.path}"`).join(', ');
          throw new Error(`${error instanceof Error ? error.message : error} Already changed: ${names}.`);
        }
        done.push(change);
      }
      return { changes: done.map(({ path, change }) => ({ path, change })) };
    },
  };

  async function plan(operation: PatchOperation): Promise<Change[]> {
    const { path } = operation;
    return withPath(path, async () => {
      const file = await root.locate(path);
      if (operation.type === 'add') {
        await mustBeFree(path, file);
        return [{ path, file, text: operation.text, change: 'added' }];
      }
      const before = await readFile(file, 'utf8');
      await access(file, constants.W_OK);
      if (operation.type === 'delete') return [{ path, file, text: undefined, change: 'deleted' }];
      const text = applyChunks(before, operation.chunks, path);
      const { moveTo } = operation;
      const target = moveTo === undefined ? file : await root.locate(moveTo);
      if (moveTo === undefined || target === file) return [{ path, file, text, change: 'updated' }];
      await mustBeFree(moveTo, target);
      return [
        { path: moveTo, file: target, text, change: 'added' },
        { path, file, text: undefined, change: 'moved away' },
      ];
    });
  }
}

async function mustBeFree(path: string, file: string): Promise<void> {
  const taken = await access(file).then(
    () => true,
    () => false,
  );
  if (taken) throw new Error(`"${path}" exists already; use "*** Update File: ${path}".`);
}

async function carryOut({ file, text }: Change): Promise<void> {
  if (text === undefined) return rm(file);
  await makeFoldersOf(file);
  await writeFile(file, text);
}
