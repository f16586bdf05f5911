import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asId } from '../../base/ids.ts';
import type { PayloadRef } from '../events.ts';
import { filePayloads } from './filePayloads.ts';
import { limits } from './limits.ts';
import { PayloadFault } from './payloadSource.ts';

let folder: string;
let bundle: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'payloads-'));
  bundle = join(folder, 'bundle');
  mkdirSync(join(bundle, 'payloads'), { recursive: true });
  writeFileSync(join(bundle, 'payloads', '1.json'), '{"inside":1}');
  mkdirSync(join(folder, 'outside'));
  writeFileSync(join(folder, 'outside', 'secret.json'), '{"secret":1}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function ref(path: string): PayloadRef {
  return { raw_payload_id: asId('raw_payload:1'), kind: { type: 'tool_result' }, path };
}

function read(path: string): string {
  return filePayloads(bundle).read(ref(path)).toString();
}

function reason(path: string): string {
  try {
    read(path);
  } catch (error) {
    if (error instanceof PayloadFault) return error.reason;
    throw error;
  }
  return 'none';
}

describe('the path of a payload', () => {
  it('is followed inside the bundle, however it is written', () => {
    expect(read('payloads/1.json')).toBe('{"inside":1}');
    expect(read('payloads/../payloads/./1.json')).toBe('{"inside":1}');
    expect(read(join(bundle, 'payloads/1.json'))).toBe('{"inside":1}');
  });

  it.each(['../outside/secret.json', 'payloads/../../outside/secret.json', 'payloads\0/1.json', '/etc/hostname', '..'])(
    'is not followed out of it: %j',
    path => {
      expect(reason(path)).toBe('outside');
    },
  );

  it('is not followed out through a link to a file', () => {
    symlinkSync(join(folder, 'outside', 'secret.json'), join(bundle, 'payloads', '2.json'));
    expect(reason('payloads/2.json')).toBe('outside');
  });

  it('is not followed out through a link to a folder', () => {
    symlinkSync(join(folder, 'outside'), join(bundle, 'payloads', 'linked'));
    expect(reason('payloads/linked/secret.json')).toBe('outside');
  });

  it('is not followed out when the payload folder itself is a link', () => {
    rmSync(join(bundle, 'payloads'), { recursive: true });
    symlinkSync(join(folder, 'outside'), join(bundle, 'payloads'));
    expect(reason('payloads/secret.json')).toBe('outside');
  });

  it('may be a link that stays inside', () => {
    symlinkSync('1.json', join(bundle, 'payloads', '3.json'));
    expect(read('payloads/3.json')).toBe('{"inside":1}');
  });
});

describe('a payload that cannot be read', () => {
  it('is missing, or its folder is', () => {
    expect(reason('payloads/9.json')).toBe('missing');
    expect(reason('nowhere/9.json')).toBe('missing');
    expect(reason('payloads/1.json/x')).toBe('missing');
    expect(reason('payloads/1.json/')).toBe('missing');
  });

  it('is a folder', () => {
    mkdirSync(join(bundle, 'payloads', 'd.json'));
    expect(reason('payloads/d.json')).toBe('unreadable');
  });

  it('is too large to be believed', () => {
    writeFileSync(join(bundle, 'payloads', 'big.json'), '');
    truncateSync(join(bundle, 'payloads', 'big.json'), limits.payloadBytes + 1);
    expect(reason('payloads/big.json')).toBe('too_large');
  });
});

it('grows its buffer for a payload of any size and gives all of its bytes', () => {
  const source = filePayloads(bundle);
  for (const size of [0, 1, 65_535, 65_536, 65_537, 400_000]) {
    writeFileSync(join(bundle, 'payloads', '1.json'), 'x'.repeat(size));
    expect(source.read(ref('payloads/1.json'))).toHaveLength(size);
    expect(source.read(ref('payloads/1.json'), Buffer.alloc(1000))).toHaveLength(size);
  }
});
