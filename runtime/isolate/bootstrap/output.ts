/**
 * The helpers that put something out: `text`, `image`, `audio`, `generatedImage`, `content`, `notify`, `yield_control`
 * (code-mode §5, with its exact texts). Evaluated in the isolate as text.
 *
 * Invariant: messages of argument checks are thrown as strings. MCP blocks are read from their JSON, as the reference
 * reads them: what cannot be written as JSON is no block.
 */

import type { Kit } from './kit.ts';

export function installOutput(kit: Kit): void {
  const { send, say, textOf, toJson, parse, isObject, isArray, slice, charCodeAt, toLowerCase, trim } = kit;
  const { expose, native, limits, iteratorSymbol } = kit;
  const { isInteger } = Number;
  const octets = 'application/octet-stream';
  const largest = 2 ** 63;
  const details = kit.table<true>();
  details.auto = details.low = details.high = details.original = true;
  const noImage =
    'image expects a non-empty image URL string, an object with image_url and optional detail, or a raw MCP image block';
  const noAudio = 'audio expects a non-empty audio URL string, an object with audio_url, or a raw MCP audio block';
  const noBlock = 'content expects one MCP ContentBlock';

  type Fields = Readonly<Record<string, unknown>>;

  function hasFields(value: unknown): value is Fields {
    return isObject(value) || typeof value === 'function';
  }
  function isAbsent(value: unknown): value is undefined | null {
    return value === undefined || value === null;
  }
  function isText(value: unknown): value is string {
    return typeof value === 'string' && value !== '';
  }
  function isOptionalText(value: unknown): value is string | undefined | null {
    return isAbsent(value) || typeof value === 'string';
  }
  function isDataUrl(url: string): boolean {
    return toLowerCase(slice(url, 0, 5)) === 'data:';
  }
  function dataUrl(data: string, mimeType: string): string {
    return isDataUrl(data) ? data : `data:${mimeType};base64,${data}`;
  }
  /** White space is what Unicode calls so: the next line, but not the byte order mark. */
  function isBlank(text: string): boolean {
    for (let i = 0; i < text.length; i++) {
      const code = charCodeAt(text, i);
      if (code === 0xfeff || (code !== 0x85 && trim(slice(text, i, i + 1)) !== '')) return false;
    }
    return true;
  }

  function asDetail(value: unknown): string | undefined {
    if (isAbsent(value)) return undefined;
    if (typeof value !== 'string') throw 'image detail must be a string when provided';
    return value;
  }
  function metaDetail(meta: unknown): string | undefined {
    const detail: unknown = isObject(meta) ? meta['codex/imageDetail'] : undefined;
    return typeof detail === 'string' && details[detail] === true ? detail : undefined;
  }
  function putImage(url: string, anyDetail = 'high'): void {
    if (!isDataUrl(url)) {
      const start = toLowerCase(slice(url, 0, 6));
      const remote = start === 'https:' || slice(start, 0, 5) === 'http:';
      if (!remote) throw 'Tool call failed: invalid image output. Pass a base64 data URI instead';
      if (!limits.remoteImages)
        throw 'Tool call failed: remote image URLs are not supported in tool outputs. Pass a base64 data URI instead';
    }
    const detail = toLowerCase(anyDetail);
    if (details[detail] !== true) throw 'image detail must be one of: auto, low, high, original';
    send('image', url, detail);
  }
  function putAudio(url: string): void {
    if (!isDataUrl(url)) throw 'Tool call failed: invalid audio output. Pass a base64 data URI instead';
    send('audio', url);
  }

  /** The fields of a value's JSON; `undefined` for one that has none. */
  function fieldsOf(value: unknown): Fields | undefined {
    const plain: unknown = parse(toJson(value));
    return isObject(plain) ? plain : undefined;
  }
  function mimeTypeOf(block: Fields): string {
    const mimeType = block.mimeType ?? block.mime_type;
    return isText(mimeType) ? mimeType : octets;
  }
  function image(value: unknown, explicit: unknown): void {
    if (isText(value)) {
      putImage(value, asDetail(explicit));
      return;
    }
    if (!hasFields(value)) throw noImage;
    const url = value.image_url;
    if (isArray(value)) throw noImage;
    if (url !== undefined) {
      if (!isText(url)) throw noImage;
      const embedded = asDetail(value.detail);
      putImage(url, asDetail(explicit) ?? embedded);
      return;
    }
    const block = fieldsOf(value);
    const type = block?.type;
    if (block === undefined || typeof type !== 'string') throw noImage;
    if (type !== 'image') throw `image only accepts MCP image blocks, got "${type}"`;
    if (!isText(block.data)) throw 'image expected MCP image data';
    putImage(dataUrl(block.data, mimeTypeOf(block)), asDetail(explicit) ?? metaDetail(block._meta));
  }
  function audio(value: unknown): void {
    if (isText(value)) {
      putAudio(value);
      return;
    }
    if (!hasFields(value)) throw noAudio;
    const url = value.audio_url;
    if (isArray(value)) throw noAudio;
    if (url !== undefined) {
      if (!isText(url)) throw noAudio;
      putAudio(url);
      return;
    }
    const block = fieldsOf(value);
    const type = block?.type;
    if (block === undefined || typeof type !== 'string') throw noAudio;
    if (type !== 'audio') throw `audio only accepts MCP audio blocks, got "${type}"`;
    if (!isText(block.data)) throw 'audio expected MCP audio data';
    putAudio(dataUrl(block.data, mimeTypeOf(block)));
  }
  function generatedImage(value: unknown): void {
    if (!hasFields(value)) throw 'generatedImage expects an image generation result object';
    const hint = value.output_hint;
    if (hint !== undefined && typeof hint !== 'string')
      throw 'generatedImage output_hint must be a string when provided';
    image(value, undefined);
    if (hint !== undefined) say(hint);
  }

  function mediaUrl({ data, mimeType, mime_type }: Fields): string {
    const twice = mimeType !== undefined && mime_type !== undefined;
    const type = mimeType ?? mime_type;
    if (typeof data !== 'string' || twice || !isOptionalText(type)) throw noBlock;
    return dataUrl(data, type ?? octets);
  }
  function isResource(value: unknown): boolean {
    if (!isObject(value) || typeof value.uri !== 'string' || !isOptionalText(value.mimeType)) return false;
    return typeof value.text === 'string' || typeof value.blob === 'string';
  }
  function isLink({ uri, name, title, description, mimeType, size, icons }: Fields): boolean {
    if (typeof uri !== 'string' || typeof name !== 'string') return false;
    if (!isOptionalText(title) || !isOptionalText(description) || !isOptionalText(mimeType)) return false;
    if (!isAbsent(size) && !(isInteger(size) && (size as number) >= -largest && (size as number) < 2 * largest))
      return false;
    return isAbsent(icons) || isArray(icons);
  }
  function putBlock(value: unknown): void {
    if (value === undefined) throw noBlock;
    const json = toJson(value);
    const block: unknown = parse(json);
    if (!isObject(block)) throw noBlock;
    const { type } = block;
    if (type === 'text' && typeof block.text === 'string') say(block.text);
    else if (type === 'image') putImage(mediaUrl(block), metaDetail(block._meta));
    else if (type === 'audio') putAudio(mediaUrl(block));
    else if ((type === 'resource' && isResource(block.resource)) || (type === 'resource_link' && isLink(block)))
      say(json);
    else throw noBlock;
  }
  function content(value: unknown): void {
    const iterable = typeof value !== 'string' && !isAbsent(value);
    if (iterable && typeof (value as Record<symbol, unknown>)[iteratorSymbol] === 'function') {
      for (const block of value as unknown as Iterable<unknown>) putBlock(block);
    } else putBlock(value);
  }

  function text(value: unknown): void {
    say(textOf(value));
  }
  function notify(value: unknown): void {
    const message = textOf(value);
    if (isBlank(message)) throw 'notify expects non-empty text';
    send('notify', message);
  }
  function yieldControl(): void {
    send('yield');
  }
  expose('text', native(text));
  expose('image', native(image));
  expose('audio', native(audio));
  expose('generatedImage', native(generatedImage));
  expose('content', content);
  expose('notify', native(notify));
  expose('yield_control', native(yieldControl));
}
