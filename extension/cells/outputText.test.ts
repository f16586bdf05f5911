import { describe, expect, test } from 'vitest';
import { asId, type CallId, type CellId } from '../../runtime/base/ids.ts';
import { durationText, itemText, type OutputWords, outputDocument, responseBody } from './outputText.ts';

const cellId = asId<CellId>('1');
const words: OutputWords = {
  status: {
    yielded: 'yielded',
    pending: 'paused',
    completed: 'completed',
    failed: 'failed',
    terminated: 'terminated',
  },
  running: 'running',
  after: (what, time) => `${what} after ${time}`,
};

/** The document of a completed cell with these outputs. */
function shown(outputs: Parameters<typeof outputDocument>[0]['outputs']): ReturnType<typeof outputDocument> {
  const about = { cellId, callId: asId<CallId>('c'), submitted: '', source: '', title: '' };
  return outputDocument({ ...about, startedAtMs: 0, phase: 'completed', live: false, openCalls: 0, outputs }, words);
}

describe('output as text', () => {
  test('joins the items and ends with the error', () => {
    const response = {
      status: 'failed' as const,
      cellId,
      items: [
        { type: 'text' as const, text: 'one' },
        { type: 'text' as const, text: 'two' },
      ],
      errorText: 'Error: boom',
      output: '',
    };
    expect(responseBody(response)).toBe('one\ntwo\nError: boom');
  });

  test('names a picture by kind and size instead of spelling it out', () => {
    const imageUrl = `data:image/png;base64,${'A'.repeat(4096)}`;
    expect(itemText({ type: 'image', imageUrl, detail: 'high' })).toBe('[image: image/png, 3.0 KiB]');
  });

  test('stands above a rule that says how each call ended, and how long it took', () => {
    const item = (text: string) => ({ type: 'text' as const, text });
    const { text } = shown([
      {
        type: 'response',
        atMs: 0,
        tookMs: 1500,
        response: { status: 'yielded', cellId, items: [item('x')], output: '' },
      },
      { type: 'notification', atMs: 1, text: 'half way' },
      { type: 'response', atMs: 2, tookMs: 20, response: { status: 'completed', cellId, items: [], output: '' } },
    ]);
    expect(text.split('\n')).toEqual([
      'x',
      expect.stringMatching(/^── yielded after 1\.5 s ─+$/),
      '',
      'half way',
      expect.stringMatching(/^── completed after 20 ms ─+$/),
      '',
    ]);
  });

  test('says on which line a picture or sound stands, whatever breaks the lines before it', () => {
    const image = { type: 'image' as const, imageUrl: 'data:image/png;base64,AAAA', detail: 'auto' as const };
    const audio = { type: 'audio' as const, audioUrl: 'data:audio/wav;base64,AAAA' };
    const items = [{ type: 'text' as const, text: 'a\nb\r\nc\rd' }, image, { type: 'text' as const, text: '' }, audio];
    const { text, media } = shown([
      { type: 'notification', atMs: 0, text: 'soon' },
      { type: 'response', atMs: 1, tookMs: 1, response: { status: 'completed', cellId, items, output: '' } },
    ]);
    expect(media).toEqual([
      { line: 5, item: image },
      { line: 7, item: audio },
    ]);
    const lines = text.split(/\r\n|[\r\n]/);
    expect([lines[5], lines[7]]).toEqual(['[image: image/png, 3 B]', '[audio: audio/wav, 3 B]']);
  });

  test('durations are milliseconds, seconds or minutes', () => {
    expect([12, 1540, 119_000, 150_000].map(durationText)).toEqual(['12 ms', '1.5 s', '119.0 s', '2 min 30 s']);
  });

  test('a minute has no sixtieth second', () => {
    expect(durationText(599_900)).toBe('10 min 0 s');
  });
});
