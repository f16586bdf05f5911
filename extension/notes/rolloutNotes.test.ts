import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { longestNote, readNotes } from '../../runtime/viewer/noteList.ts';
import { RolloutNotes } from './rolloutNotes.ts';

const cell = { kind: 'code_cell', id: 'code_cell:1' } as const;
const call = { kind: 'tool_call', id: 'call-1' } as const;
const folder = () => mkdtempSync(join(tmpdir(), 'cellscope-notes-'));
const text = (bundle: string) => readFileSync(join(bundle, 'notes.json'), 'utf8');

describe('notes on a rollout', () => {
  test('are kept beside its log, and there again for the next reader', async () => {
    const bundle = folder();
    const changed = vi.fn();
    const notes = new RolloutNotes(bundle, changed);
    await notes.set(cell, '  why twice?\n');
    expect(notes.of(cell)).toBe('why twice?');
    expect(changed).toHaveBeenCalledTimes(1);
    expect(readdirSync(bundle)).toEqual(['notes.json']);
    const again = new RolloutNotes(bundle, () => {});
    await expect.poll(() => again.list).toEqual([{ ref: cell, text: 'why twice?' }]);
  });

  test('are changed, and taken away by an empty text, with the file after the last', async () => {
    const bundle = folder();
    const notes = new RolloutNotes(bundle, () => {});
    await notes.set(cell, 'one');
    await notes.set(call, 'two');
    await notes.set(cell, 'three');
    expect(notes.list.map(note => note.text)).toEqual(['two', 'three']);
    await notes.set(call, '');
    await notes.set(cell, ' ');
    expect(notes.list).toEqual([]);
    expect(existsSync(join(bundle, 'notes.json'))).toBe(false);
  });

  test('of two windows are all kept', async () => {
    const bundle = folder();
    const [one, other] = [new RolloutNotes(bundle, () => {}), new RolloutNotes(bundle, () => {})];
    await one.set(cell, 'from one');
    await other.set(call, 'from the other');
    expect(other.list.map(note => note.text)).toEqual(['from one', 'from the other']);
  });

  test('are bounded in length', async () => {
    const notes = new RolloutNotes(folder(), () => {});
    await notes.set(cell, 'x'.repeat(longestNote + 5));
    expect(notes.of(cell)).toHaveLength(longestNote);
  });

  test('are not written over a file that is none of ours', async () => {
    const bundle = folder();
    writeFileSync(join(bundle, 'notes.json'), 'my shopping list');
    const notes = new RolloutNotes(bundle, () => {});
    await expect(notes.set(cell, 'hello')).rejects.toThrow('notes.json holds no notes of Cellscope.');
    expect(text(bundle)).toBe('my shopping list');
  });

  test('say in a sentence when there is no place for them', async () => {
    const notes = new RolloutNotes(join(folder(), 'gone'), () => {});
    await expect(notes.set(cell, 'hello')).rejects.toThrow(/^The note cannot be kept in .*gone: ENOENT/);
    expect(notes.list).toEqual([]);
  });

  test('of a newer version are refused, and those without shape are passed over', () => {
    expect(() => readNotes('{"version":2,"notes":[]}')).toThrow(/newer Cellscope/);
    const notes = [{ ref: { kind: 'command', id: 'x' }, text: 'a' }, { ref: cell, text: 'b' }, null, { text: 'c' }];
    expect(readNotes(JSON.stringify({ version: 1, notes }))).toEqual([{ ref: cell, text: 'b' }]);
  });
});
