/**
 * The helpers that put something out: `text`, `image`, `audio`, `generatedImage`, `content`, `notify`, `yield_control`
 * (code-mode §5, with its exact texts). Evaluated in the isolate as text.
 *
 * Invariant: messages of argument checks are thrown as strings.
 */

import type { Kit } from './kit.ts';

export function installOutput(kit: Kit): void {
  const { send, say, textOf, isObject, isArray, slice, toLowerCase, trim, expose, iteratorSymbol } = kit;
  const octets = 'application/octet-stream';
  const details = kit.table<true>();
  details.auto = details.low = details.high = details.original = true;
  const noImage =
    'image expects a non-empty image URL string, an object with image_url and optional detail, or a raw MCP image block';
  const noAudio = 'audio expects a non-empty audio URL string, an object with audio_url, or a raw MCP audio block';
  const noBlock = 'content expects one MCP ContentBlock';

  function isDataUrl(url: string): boolean {
    return toLowerCase(slice(url, 0, 5)) === 'data:';
  }
  function isText(value: unknown): value is string {
    return typeof value === 'string' && value !== '';
  }
  function dataUrl(data: string, mimeType: unknown): string {
    return isDataUrl(data) ? data : `data:${isText(mimeType) ? mimeType : octets};base64,${data}`;
  }
  function detailOf(value: unknown): string | undefined {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw 'image detail must be a string when provided';
    const detail = toLowerCase(value);
    if (details[detail] !== true) throw 'image detail must be one of: auto, low, high, original';
    return detail;
  }
  function metaDetail(meta: unknown): string | undefined {
    const detail: unknown = isObject(meta) ? meta['codex/imageDetail'] : undefined;
    return typeof detail === 'string' && details[detail] === true ? detail : undefined;
  }
  function putImage(url: string, detail: string): void {
    if (!isDataUrl(url)) {
      const start = toLowerCase(slice(url, 0, 8));
      const remote = slice(start, 0, 7) === 'http://' || start === 'https://';
      throw remote
        ? 'Tool call failed: remote image URLs are not supported in tool outputs. Pass a base64 data URI instead'
        : 'Tool call failed: invalid image output. Pass a base64 data URI instead';
    }
    send('image', url, detail);
  }
  function putAudio(url: string): void {
    if (!isDataUrl(url)) throw 'Tool call failed: invalid audio output. Pass a base64 data URI instead';
    send('audio', url);
  }
  function image(value: unknown, explicit: unknown): void {
    if (isText(value)) {
      putImage(value, detailOf(explicit) ?? 'high');
      return;
    }
    if (!isObject(value) || isArray(value)) throw noImage;
    const url = value.image_url;
    if (url !== undefined) {
      if (!isText(url)) throw noImage;
      const embedded = detailOf(value.detail);
      putImage(url, detailOf(explicit) ?? embedded ?? 'high');
      return;
    }
    const type = value.type;
    if (typeof type !== 'string') throw noImage;
    if (type !== 'image') throw `image only accepts MCP image blocks, got "${type}"`;
    const data = value.data;
    if (!isText(data)) throw 'image expected MCP image data';
    const whole = dataUrl(data, value.mimeType ?? value.mime_type);
    putImage(whole, detailOf(explicit) ?? metaDetail(value._meta) ?? 'high');
  }
  function audio(value: unknown): void {
    if (isText(value)) {
      putAudio(value);
      return;
    }
    if (!isObject(value) || isArray(value)) throw noAudio;
    const url = value.audio_url;
    if (url !== undefined) {
      if (!isText(url)) throw noAudio;
      putAudio(url);
      return;
    }
    const type = value.type;
    if (typeof type !== 'string') throw noAudio;
    if (type !== 'audio') throw `audio only accepts MCP audio blocks, got "${type}"`;
    const data = value.data;
    if (!isText(data)) throw 'audio expected MCP audio data';
    putAudio(dataUrl(data, value.mimeType ?? value.mime_type));
  }
  function generatedImage(value: unknown): void {
    if (!isObject(value)) throw 'generatedImage expects an image generation result object';
    const hint = value.output_hint;
    if (hint !== undefined && typeof hint !== 'string')
      throw 'generatedImage output_hint must be a string when provided';
    image(value, undefined);
    if (hint !== undefined) say(hint);
  }

  function isMedia({ data, mimeType }: Readonly<Record<string, unknown>>): boolean {
    return typeof data === 'string' && (mimeType === undefined || mimeType === null || typeof mimeType === 'string');
  }
  function isResource(value: unknown): boolean {
    return (
      isObject(value) &&
      typeof value.uri === 'string' &&
      (typeof value.text === 'string' || typeof value.blob === 'string')
    );
  }
  function putBlock(block: unknown): void {
    if (!isObject(block)) throw noBlock;
    const type = block.type;
    if (type === 'text' && typeof block.text === 'string') say(block.text);
    else if (type === 'image' && isMedia(block)) image(block, undefined);
    else if (type === 'audio' && isMedia(block)) audio(block);
    else if (type === 'resource' && isResource(block.resource)) say(textOf(block));
    else if (type === 'resource_link' && typeof block.uri === 'string' && typeof block.name === 'string')
      say(textOf(block));
    else throw noBlock;
  }
  function content(value: unknown): void {
    if (!isObject(value)) throw noBlock;
    if (typeof (value as Record<symbol, unknown>)[iteratorSymbol] === 'function') {
      for (const block of value as unknown as Iterable<unknown>) putBlock(block);
    } else putBlock(value);
  }

  expose('text', (value: unknown) => {
    say(textOf(value));
  });
  expose('image', (value: unknown, detail: unknown) => {
    image(value, detail);
  });
  expose('audio', (value: unknown) => {
    audio(value);
  });
  expose('generatedImage', (value: unknown) => {
    generatedImage(value);
  });
  expose('content', (value: unknown) => {
    content(value);
  });
  expose('notify', (value: unknown) => {
    const text = textOf(value);
    if (trim(text) === '') throw 'notify expects non-empty text';
    send('notify', text);
  });
  expose('yield_control', () => {
    send('yield');
  });
}
