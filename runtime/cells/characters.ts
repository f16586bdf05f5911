/** Where characters begin in UTF-8. */

/** The last offset not after `at` where a character starts. */
export function characterStart(bytes: Uint8Array, at: number): number {
  let offset = Math.min(at, bytes.length);
  while (offset > 0 && offset < bytes.length && ((bytes[offset] ?? 0) & 0xc0) === 0x80) offset--;
  return offset;
}

/** The first offset not before `at` where a character starts. */
export function characterEnd(bytes: Uint8Array, at: number): number {
  let offset = Math.min(at, bytes.length);
  while (offset < bytes.length && ((bytes[offset] ?? 0) & 0xc0) === 0x80) offset++;
  return offset;
}
