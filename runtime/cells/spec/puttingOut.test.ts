/** Expected items and texts were checked against the reference's host with the same sources. */
import { describe, expect, test } from 'vitest';
import { textsFrom, textsOf, useRuntime } from './runtimeUnderTest.ts';

const under = useRuntime();
const png = 'data:image/png;base64,AAAA';
const wav = 'data:audio/wav;base64,AAAA';

describe('text', () => {
  test('shows primitives by String and others as JSON', async () => {
    const session = await under.shared();
    const source = `for (const v of ['s', '', 1, -0, NaN, 1n, null, undefined, true, {a: undefined}, [1,,2], new Map, new Error('x')]) text(v); text()`;
    expect(await textsFrom(session, source)).toEqual([
      's',
      '',
      '1',
      '0',
      'NaN',
      '1',
      'null',
      'undefined',
      'true',
      '{}',
      '[1,null,2]',
      '{}',
      '{}',
      'undefined',
    ]);
  });

  test('shows functions and symbols as undefined', async () => {
    const session = await under.shared();
    expect(await textsFrom(session, 'text(() => 1); text(Symbol("x")); text({ toJSON() {} })')).toEqual([
      'undefined',
      'undefined',
      'undefined',
    ]);
  });

  test('throws what cannot be shown as the text of its error', async () => {
    const session = await under.shared();
    const source = 'const a = {}; a.a = a; try { text(a) } catch (e) { text(typeof e + ": " + e) }';
    expect(await textsFrom(session, source)).toEqual([
      "string: TypeError: Converting circular structure to JSON\n    --> starting at object with constructor 'Object'\n    --- property 'a' closes the circle\n    at exec_main.mjs:1:30",
    ]);
  });

  test('keeps every character, short and long', async () => {
    const session = await under.shared();
    const source = 'text("a\\u2028😀\\ud800b"); text("é".repeat(1000)); text("x")';
    expect(await textsFrom(session, source)).toEqual(['a\u2028😀\ufffdb', 'é'.repeat(1000), 'x']);
  });

  test.each([
    ['of one byte', 'x'],
    ['of two bytes', 'é'],
    ['of two halves, cut at every place', '😀'],
    ['of two halves, cut at every other place', 'a😀'],
  ])('keeps a long text of characters %s whole, between short ones', async (_what, part) => {
    const session = await under.shared();
    const long = part.repeat(120_001);
    const texts = await textsFrom(session, `text(1); text(${JSON.stringify(part)}.repeat(120001)); text(2)`);
    // Half of what an observation keeps ends within the longest of them, and with it an item.
    expect(texts.join('') === `1${long}2`).toBe(true);
    expect([texts[0], texts.at(-1)]).toEqual(['1', '2']);
  });

  test('keeps the order of ten thousand, and of long among short', async () => {
    const session = await under.shared();
    const source = 'for (let i = 0; i < 10000; i++) text(i % 100 === 0 ? String(i).padStart(2000, "-") : i)';
    const texts = await textsFrom(session, source);
    expect(texts.map(text => Number(text.replace(/^-+/, '')))).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
  });

  test('helpers return undefined', async () => {
    const session = await under.shared();
    const source = `text([text('a'), image('${png}'), notify('b'), store('k', 1), clearTimeout(), load('q')].every(v => v === undefined))`;
    expect((await textsFrom(session, source)).at(-1)).toBe('true');
  });
});

describe('image', () => {
  const item = (detail: string, imageUrl = png) => ({ type: 'image', imageUrl, detail });

  test.each([
    [`image('${png}')`, item('high')],
    [`image('${png}', 'low')`, item('low')],
    [`image('${png}', 'HIGH')`, item('high')],
    [`image('${png}', null)`, item('high')],
    [`image({ image_url: '${png}', detail: 'auto' })`, item('auto')],
    [`image({ image_url: '${png}', detail: 'auto' }, 'original')`, item('original')],
    [`image({ type: 'image', data: 'AAAA', mimeType: 'image/png' })`, item('high')],
    [`image({ type: 'image', data: 'AAAA' })`, item('high', 'data:application/octet-stream;base64,AAAA')],
    [`image({ type: 'image', data: '${png}' })`, item('high')],
    [`image({ image_url: '${png}', detail: 'no' }, 'low')`, item('low')],
    [`image(Object.assign(() => 1, { image_url: '${png}' }))`, item('high')],
    [`image({ toJSON: () => ({ type: 'image', data: 'AAAA', mimeType: 'image/png' }) })`, item('high')],
    [
      `image({ type: 'image', data: 'AAAA', mimeType: 'image/png', _meta: { 'codex/imageDetail': 'low' } })`,
      item('low'),
    ],
    [
      `image({ type: 'image', data: 'AAAA', mimeType: 'image/png', _meta: { 'codex/imageDetail': 'no' } })`,
      item('high'),
    ],
  ])('%s', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).items).toEqual([expected]);
  });

  const wrong =
    'image expects a non-empty image URL string, an object with image_url and optional detail, or a raw MCP image block';
  test.each([
    ['image()', wrong],
    ['image("")', wrong],
    ['image({})', wrong],
    ['image([])', wrong],
    ['image(null)', wrong],
    ['image({ image_url: 1 })', wrong],
    [`image('${png}', 'zz')`, 'image detail must be one of: auto, low, high, original'],
    [`image('${png}', 1)`, 'image detail must be a string when provided'],
    ['image({ type: "text", text: "x" })', 'image only accepts MCP image blocks, got "text"'],
    ['image({ type: "image" })', 'image expected MCP image data'],
    [
      'image("https://x/y.png")',
      'Tool call failed: remote image URLs are not supported in tool outputs. Pass a base64 data URI instead',
    ],
    [
      'image("HTTP:x", "zz")',
      'Tool call failed: remote image URLs are not supported in tool outputs. Pass a base64 data URI instead',
    ],
    ['image("foo")', 'Tool call failed: invalid image output. Pass a base64 data URI instead'],
    ['image("foo", "zz")', 'Tool call failed: invalid image output. Pass a base64 data URI instead'],
    ['image("foo", 1)', 'image detail must be a string when provided'],
    ['image(() => 1)', 'failed to serialize JavaScript value: expected value at line 1 column 1'],
  ])('%s throws a string', async (source, expected) => {
    const session = await under.shared();
    expect(await textsFrom(session, `try { ${source} } catch (e) { text(typeof e + ": " + e) }`)).toEqual([
      `string: ${expected}`,
    ]);
  });
});

describe('remote images', () => {
  test('are passed on as they are where the session takes them', async () => {
    const session = await under.open({ remoteImages: true });
    const source = `image('https://x/y.png', 'low'); image({ image_url: 'HTTP://x' }); image('ftp://x')`;
    const { items, errorText } = await session.exec({ source });
    expect(items).toEqual([
      { type: 'image', imageUrl: 'https://x/y.png', detail: 'low' },
      { type: 'image', imageUrl: 'HTTP://x', detail: 'high' },
    ]);
    expect(errorText).toBe('Tool call failed: invalid image output. Pass a base64 data URI instead');
  });

  test('of one session are no business of another', async () => {
    const taking = await under.open({ remoteImages: true });
    const refusing = await under.open();
    await taking.exec({ source: 'image("https://x")' });
    expect((await refusing.exec({ source: 'image("https://x")' })).status).toBe('failed');
    expect((await taking.exec({ source: 'image("https://x")' })).status).toBe('completed');
  });
});

describe('audio, generatedImage and content', () => {
  test.each([
    [`audio('${wav}')`, [{ type: 'audio', audioUrl: wav }]],
    [`audio({ audio_url: '${wav}' })`, [{ type: 'audio', audioUrl: wav }]],
    [`audio({ type: 'audio', data: 'AAAA', mimeType: 'audio/wav' })`, [{ type: 'audio', audioUrl: wav }]],
    [
      `generatedImage({ image_url: '${png}', output_hint: 'hint' })`,
      [
        { type: 'image', imageUrl: png, detail: 'high' },
        { type: 'text', text: 'hint' },
      ],
    ],
    [
      `content([{ type: 'text', text: 'x' }, { type: 'image', data: 'AAAA', mimeType: 'image/png' }, { type: 'audio', data: 'AAAA', mimeType: 'audio/wav' }])`,
      [
        { type: 'text', text: 'x' },
        { type: 'image', imageUrl: png, detail: 'high' },
        { type: 'audio', audioUrl: wav },
      ],
    ],
    [
      `content({ type: 'resource_link', uri: 'x', name: 'n' })`,
      [{ type: 'text', text: '{"type":"resource_link","uri":"x","name":"n"}' }],
    ],
    ['content(new Set([{ type: "text", text: "x" }]))', [{ type: 'text', text: 'x' }]],
    ['content({ type: new String("text"), text: "x", _meta: 5 })', [{ type: 'text', text: 'x' }]],
    [
      `content({ type: 'image', data: '', mimeType: '' })`,
      [{ type: 'image', imageUrl: 'data:;base64,', detail: 'high' }],
    ],
    [
      `content({ type: 'resource', resource: { uri: 'u', text: 't', more: [1] } })`,
      [{ type: 'text', text: '{"type":"resource","resource":{"uri":"u","text":"t","more":[1]}}' }],
    ],
    ['content([])', []],
    [
      `content({ type: 'image', data: 'AAAA' })`,
      [{ type: 'image', imageUrl: 'data:application/octet-stream;base64,AAAA', detail: 'high' }],
    ],
    [`content({ type: 'audio', data: 'AAAA', mime_type: 'audio/wav' })`, [{ type: 'audio', audioUrl: wav }]],
  ])('%s', async (source, expected) => {
    const session = await under.shared();
    const response = await session.exec({ source });
    expect(response.errorText).toBeUndefined();
    expect(response.items).toEqual(expected);
  });

  const noAudio = 'audio expects a non-empty audio URL string, an object with audio_url, or a raw MCP audio block';
  test.each([
    ['audio()', noAudio],
    ['audio({ audio_url: 1 })', noAudio],
    ['audio({ type: "image", data: "A" })', 'audio only accepts MCP audio blocks, got "image"'],
    ['audio({ type: "audio" })', 'audio expected MCP audio data'],
    ['audio("x")', 'Tool call failed: invalid audio output. Pass a base64 data URI instead'],
    ['generatedImage("x")', 'generatedImage expects an image generation result object'],
    [
      `generatedImage({ image_url: '${png}', output_hint: 1 })`,
      'generatedImage output_hint must be a string when provided',
    ],
    ['content("x")', 'content expects one MCP ContentBlock'],
    ['content({ type: "other" })', 'content expects one MCP ContentBlock'],
    ['content([1])', 'content expects one MCP ContentBlock'],
    ['content({ type: "resource", resource: { uri: "x" } })', 'content expects one MCP ContentBlock'],
    [
      'content({ type: "resource", resource: { uri: "x", text: "t", mimeType: 5 } })',
      'content expects one MCP ContentBlock',
    ],
    ['content({ type: "resource_link", uri: "x", name: "n", size: 1.5 })', 'content expects one MCP ContentBlock'],
    ['content({ type: "resource_link", uri: "x", name: "n", title: 5 })', 'content expects one MCP ContentBlock'],
    ['content({ type: "audio", data: "A", mimeType: "a", mime_type: "b" })', 'content expects one MCP ContentBlock'],
    ['content(() => 1)', 'failed to serialize JavaScript value: expected value at line 1 column 1'],
    [
      'content({ type: "text", text: "\\ud800" })',
      'failed to serialize JavaScript value: unexpected end of hex escape at line 1 column 30',
    ],
  ])('%s fails the cell', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(expected);
  });
});

describe('notify', () => {
  test('sends text at once, for the exec call, and completion waits for the acknowledgement', async () => {
    const order: string[] = [];
    const session = await under.open({
      onNotify: async ({ callId, text }) => {
        await new Promise(resolve => setTimeout(resolve, 30));
        order.push(`${callId}: ${text}`);
      },
    });
    const response = await session.exec({ source: 'notify({ a: 1 }); text("x")', callId: 'call_9' as never });
    order.push(response.status);
    expect(order).toEqual(['call_9: {"a":1}', 'completed']);
  });

  test('a failing handler harms nobody', async () => {
    const session = await under.open({ onNotify: () => Promise.reject(new Error('no')) });
    expect((await session.exec({ source: 'notify("x")' })).status).toBe('completed');
  });

  test.each([
    ['notify("")', 'notify expects non-empty text'],
    ['notify("  ")', 'notify expects non-empty text'],
    ['notify("\\u0085\\u3000")', 'notify expects non-empty text'],
  ])('%s fails the cell', async (source, expected) => {
    const session = await under.shared();
    expect((await session.exec({ source })).errorText).toBe(expected);
  });

  test('a byte order mark is text', async () => {
    const session = await under.shared();
    expect((await session.exec({ source: 'notify("\\ufeff")' })).status).toBe('completed');
  });

  test('without an argument it says undefined', async () => {
    const notes: string[] = [];
    const session = await under.open({ onNotify: ({ text }) => void notes.push(text) });
    await session.exec({ source: 'notify()' });
    expect(notes).toEqual(['undefined']);
  });

  test('a cell waiting for an acknowledgement can be terminated and gives its result', async () => {
    const session = await under.open({ onNotify: () => new Promise<void>(() => {}) });
    const response = await session.exec({ source: 'notify("x"); text("done")', yieldTimeMs: 100 });
    expect(response.status).toBe('yielded');
    // Its code has ended; what is left is to wait.
    await expect.poll(() => session.liveCells().map(cell => cell.status)).toEqual(['finished']);
    const { response: last } = await session.wait({ cellId: response.cellId, terminate: true });
    expect(last.status).toBe('completed');
    expect(textsOf([...response.items, ...last.items])).toEqual(['done']);
  });
});
