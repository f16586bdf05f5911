/**
 * Where a reducer gets the bytes of a payload from: a bundle's folder, or the memory of whoever is recording.
 *
 * Invariant: `read` is synchronous, returns the whole file or throws a `PayloadFault`, and never reaches outside the bundle.
 * Leaves out parsing: bytes are bytes.
 */

import type { PayloadRef } from '../events.ts';

export type PayloadFaultReason = 'missing' | 'outside' | 'too_large' | 'unreadable';

export class PayloadFault extends Error {
  override readonly name = 'PayloadFault';
  readonly reason: PayloadFaultReason;

  constructor(reason: PayloadFaultReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface PayloadSource {
  /** True: bytes that were read into a buffer of the caller's, or into a larger one in its place, are the caller's. */
  readonly givesAway: boolean;
  /**
   * The bytes of a payload. They stay valid until the next `read` unless the caller hands in a buffer they may be put
   * into (`into`). The result may be a view of it or of another buffer.
   */
  read(ref: PayloadRef, into?: Buffer): Buffer;
}

/** Payloads that are in memory only, by `raw_payload_id`. */
export function memoryPayloads(payloads: ReadonlyMap<string, Buffer>): PayloadSource {
  return {
    givesAway: false,
    read(ref) {
      const bytes = payloads.get(ref.raw_payload_id);
      if (!bytes) throw new PayloadFault('missing', `${ref.raw_payload_id} was never recorded`);
      return bytes;
    },
  };
}
