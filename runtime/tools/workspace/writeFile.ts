/**
 * `write_file`: puts a text into a file, making the folders on the way.
 */

import { writeFile } from 'node:fs/promises';
import type { HostTool } from '../hostTool.ts';
import { withPath } from './fileError.ts';
import { makeFoldersOf } from './foldersOf.ts';
import { flagField, requiredText } from './inputs.ts';
import type { WorkspaceRoot } from './root.ts';

export function writeFileTool(root: WorkspaceRoot): HostTool {
  return {
    risk: 'writes',
    definition: {
      name: 'write_file',
      description:
        'Writes a text file of the workspace, replacing what it held. To change part of a file use apply_patch.',
      inputSchema: {
        type: 'object',
        properties: {
          path: { type: 'string', minLength: 1, description: 'Path relative to the workspace folder.' },
          content: { type: 'string' },
          create_only: { type: 'boolean', description: 'Refuse to replace an existing file. Default false.' },
        },
        required: ['path', 'content'],
        additionalProperties: false,
      },
      outputSchema: {
        type: 'object',
        properties: { path: { type: 'string' }, bytes: { type: 'integer' } },
        required: ['path', 'bytes'],
      },
    },
    async call(input) {
      const path = requiredText(input, 'path');
      const content = requiredText(input, 'content');
      return withPath(path, async () => {
        const file = await root.locate(path);
        await makeFoldersOf(file);
        await writeFile(file, content, { flag: flagField(input, 'create_only') ? 'wx' : 'w' });
        return { path, bytes: Buffer.byteLength(content) };
      });
    },
  };
}
