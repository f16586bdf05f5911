import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPayloadFile } from './payloadFile.ts';

let folder = '';
let bundle = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cellscope-payload-'));
  bundle = join(folder, 'bundle');
  await mkdir(join(bundle, 'payloads'), { recursive: true });
  await writeFile(join(bundle, 'payloads', '1.json'), '{"a":"äöü"}');
  await writeFile(join(folder, 'secret'), 'secret');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a payload is shown whole when it is small', async () => {
  expect(await readPayloadFile(bundle, 'payloads/1.json', 1000)).toEqual({
    ok: true,
    text: '{"a":"äöü"}',
    bytes: 14,
    cut: false,
  });
});

test('a payload is cut between characters when it is large', async () => {
  expect(await readPayloadFile(bundle, 'payloads/1.json', 7)).toEqual({
    ok: true,
    text: '{"a":"',
    bytes: 14,
    cut: true,
  });
});

test('a missing payload says so', async () => {
  expect(await readPayloadFile(bundle, 'payloads/2.json', 10)).toEqual({
    ok: false,
    message: 'The payload payloads/2.json cannot be shown: the file is missing.',
  });
});

test.each(['../secret', 'payloads/../../secret', 'payloads/link', '/etc/hosts'])('%s is not read', async path => {
  await symlink(join(folder, 'secret'), join(bundle, 'payloads', 'link'));
  expect(await readPayloadFile(bundle, path, 10)).toMatchObject({
    ok: false,
    message: expect.stringContaining('leads out of the bundle'),
  });
});
