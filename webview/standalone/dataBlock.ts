/**
 * A block of data in the page: an element that no browser executes, whose text is gzip in base64.
 *
 * Leaves out what the data means. Rejects with a sentence when the block is missing or damaged.
 */

const slice = 1 << 16;

/** The lines of a block, unpacked as they are read. */
export async function* blockLines(id: string): AsyncGenerator<string, void, undefined> {
  let rest = '';
  const reader = blockText(id).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

export async function blockJson(id: string): Promise<unknown> {
  let text = '';
  const reader = blockText(id).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return JSON.parse(text);
    text += value;
  }
}

function blockText(id: string): ReadableStream<string> {
  const base64 = document.getElementById(id)?.textContent;
  if (!base64) throw new Error('A part of this file is missing.');
  if (typeof DecompressionStream !== 'function') throw new Error('This browser is too old to unpack this file.');
  return new Blob([decoded(base64)])
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .pipeThrough(new TextDecoderStream());
}

function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((base64.length * 3) / 4));
  let length = 0;
  // Four characters are three bytes, so slices of a multiple of four stand for themselves.
  for (let from = 0; from < base64.length; from += slice) {
    const binary = atob(base64.slice(from, from + slice));
    for (let index = 0; index < binary.length; index++) bytes[length++] = binary.charCodeAt(index);
  }
  return bytes.subarray(0, length);
}
