/**
 * How much of a bundle is believed. A file beyond a limit is refused with a message of its own, never half read.
 */

const megabyte = 1024 * 1024;

export const limits = {
  /** One line of the log, bytes. */
  lineBytes: 64 * megabyte,
  /** One payload file, bytes. Text of V8 ends at 512 MB. */
  payloadBytes: 256 * megabyte,
  /** Objects and arrays within each other, in one JSON text; the reference's parser has the same limit. */
  nesting: 127,
  /** `manifest.json`, bytes. */
  manifestBytes: megabyte,
} as const;
