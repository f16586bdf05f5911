/**
 * The payloads of a rollout by id. A map like any other, but for what it takes to keep one.
 *
 * There are as many payloads as events, and a recorder numbers them: the nth to be entered is `raw_payload:n` in
 * `payloads/n.json`. As long as that holds, only the kinds are kept and the rest is made up when asked for; with the
 * first payload that is otherwise, the table becomes an ordinary map. Invariant: nobody can tell which of the two it is,
 * except that an entry is another object each time.
 */

export type PayloadKind =
  | 'inference_request'
  | 'inference_response'
  | 'compaction_request'
  | 'compaction_checkpoint'
  | 'compaction_response'
  | 'tool_invocation'
  | 'tool_result'
  | 'tool_runtime_event'
  | 'terminal_runtime_event'
  | 'protocol_event'
  | 'session_metadata'
  | 'agent_result';

/** A payload file by reference. `path` is relative to the bundle and is data from outside: resolve it with care. */
export interface RawPayload {
  raw_payload_id: string;
  kind: { type: PayloadKind };
  path: string;
}

const idStart = 'raw_payload:';
const pathStart = 'payloads/';
const pathEnd = '.json';

export class PayloadTable extends Map<string, RawPayload> {
  /** By number, from 1; nothing once it is an ordinary map. */
  #kinds: RawPayload['kind'][] | undefined = [];

  /** How many there are as long as all are numbered. */
  get numbered(): number | undefined {
    return this.#kinds?.length;
  }

  override get size(): number {
    return this.#kinds?.length ?? super.size;
  }

  override get(id: string): RawPayload | undefined {
    if (!this.#kinds) return super.get(id);
    return this.at(numberBetween(id, idStart, ''));
  }

  /** By number. */
  at(number: number): RawPayload | undefined {
    const kind = this.#kinds?.[number - 1];
    return kind && { raw_payload_id: `${idStart}${number}`, kind, path: `${pathStart}${number}${pathEnd}` };
  }

  override has(id: string): boolean {
    return this.#kinds ? this.#kinds[numberBetween(id, idStart, '') - 1] !== undefined : super.has(id);
  }

  /** Enters a payload under its id. The same as `set`, without an object to hand it over in. */
  enter(id: string, kind: RawPayload['kind'], path: string): void {
    const number = this.#kinds ? numberBetween(id, idStart, '') : 0;
    if (this.#kinds && number > 0 && numberBetween(path, pathStart, pathEnd) === number) {
      if (number === this.#kinds.length + 1) {
        this.#kinds.push(kind);
        return;
      }
      if (number <= this.#kinds.length) {
        this.#kinds[number - 1] = kind;
        return;
      }
    }
    this.#toMap();
    super.set(id, { raw_payload_id: id, kind, path });
  }

  override set(id: string, payload: RawPayload): this {
    if (id === payload.raw_payload_id) this.enter(id, payload.kind, payload.path);
    else {
      this.#toMap();
      super.set(id, payload);
    }
    return this;
  }

  override delete(id: string): boolean {
    this.#toMap();
    return super.delete(id);
  }

  override clear(): void {
    super.clear();
    this.#kinds = [];
  }

  #toMap(): void {
    const entries = this.#kinds && [...this.entries()];
    this.#kinds = undefined;
    for (const [id, payload] of entries ?? []) super.set(id, payload);
  }

  override *entries(): MapIterator<[string, RawPayload]> {
    if (this.#kinds) for (const payload of this.values()) yield [payload.raw_payload_id, payload];
    else yield* super.entries();
  }

  override *keys(): MapIterator<string> {
    if (this.#kinds) for (const payload of this.values()) yield payload.raw_payload_id;
    else yield* super.keys();
  }

  override *values(): MapIterator<RawPayload> {
    if (!this.#kinds) {
      yield* super.values();
      return;
    }
    for (let number = 1; number <= (this.#kinds?.length ?? 0); number++) {
      const payload = this.at(number);
      if (payload) yield payload;
    }
  }

  override [Symbol.iterator](): MapIterator<[string, RawPayload]> {
    return this.entries();
  }

  override forEach(
    visit: (payload: RawPayload, id: string, table: Map<string, RawPayload>) => void,
    self?: unknown,
  ): void {
    for (const [id, payload] of this.entries()) visit.call(self, payload, id, this);
  }
}

/** The number, written as numbers are, between two texts; 0 when there is none. */
function numberBetween(text: string, start: string, end: string): number {
  const from = start.length;
  const to = text.length - end.length;
  const first = text.charCodeAt(from);
  // Longer numbers than these are no counting.
  if (to <= from || to - from > 9 || first === 0x30) return 0;
  if (!text.startsWith(start) || !text.endsWith(end)) return 0;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return 0;
    number = number * 10 + digit;
  }
  return number;
}
