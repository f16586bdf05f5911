/**
 * JSON as bytes, indented by two spaces as `JSON.stringify(value, null, 2)` has it, starting at any depth.
 *
 * Bytes, because a state is mostly short pieces: joining them as text costs more than everything else about writing.
 * For plain data only: no `toJSON`, no cycles. Properties that are `undefined` are left out.
 */

const startBytes = 1 << 18;
/** Copying longer text byte by byte costs more than handing it to the engine. */
const shortText = 48;
/** Keys of entities are few; keys that come from a recording may be anything. */
const heldKeys = 256;

const quote = 0x22;
const backslash = 0x5c;
const zero = 0x30;

const breaks: string[] = [];

/** A line break and the indentation of a depth. */
export function lineBreak(depth: number): string {
  breaks[depth] ??= `\n${'  '.repeat(depth)}`;
  return breaks[depth];
}

/** Text that is written again and again. */
export function fixed(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

const words = { null: fixed('null'), true: fixed('true'), false: fixed('false') };
const brackets = { record: fixed('{'), endRecord: fixed('}'), list: fixed('['), endList: fixed(']') };
const empty = { list: fixed('[]'), record: fixed('{}') };
const fixedBreaks: Uint8Array[] = [];
const fixedSeparators: Uint8Array[] = [];

function breakBytes(depth: number): Uint8Array {
  fixedBreaks[depth] ??= fixed(lineBreak(depth));
  return fixedBreaks[depth];
}

function separatorBytes(depth: number): Uint8Array {
  fixedSeparators[depth] ??= fixed(`,${lineBreak(depth)}`);
  return fixedSeparators[depth];
}

export class JsonBytes {
  #bytes = Buffer.allocUnsafeSlow(startBytes);
  #at = 0;
  readonly #keys = new Map<string, Uint8Array>();

  get length(): number {
    return this.#at;
  }

  /** What was written since the last time; valid until the next write. */
  take(): Buffer {
    const bytes = this.#bytes.subarray(0, this.#at);
    this.#at = 0;
    return bytes;
  }

  #reserve(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#at);
    this.#bytes = larger;
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  text(value: string): void {
    const { length } = value;
    if (length > shortText || !this.#shortText(value, length)) this.#longText(value);
  }

  /** Nothing is written when the text needs escapes, or is not plain ASCII. */
  #shortText(value: string, length: number): boolean {
    this.#reserve(length + 2);
    const bytes = this.#bytes;
    let at = this.#at;
    bytes[at++] = quote;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit < 0x20 || unit > 0x7e || unit === quote || unit === backslash) return false;
      bytes[at++] = unit;
    }
    bytes[at++] = quote;
    this.#at = at;
    return true;
  }

  #longText(value: string): void {
    const text = JSON.stringify(value);
    // No character takes more than three bytes.
    this.#reserve(text.length > startBytes ? Buffer.byteLength(text) : text.length * 3);
    this.#at += this.#bytes.write(text, this.#at);
  }

  number(value: number): void {
    if (!Number.isSafeInteger(value) || value < 0) {
      this.#plain(Number.isFinite(value) ? `${value}` : 'null');
      return;
    }
    this.#reserve(16);
    const high = Math.floor(value / 1e8);
    if (high > 0) {
      this.#digits(high, countDigits(high));
      this.#digits(value - high * 1e8, 8);
    } else {
      this.#digits(value, countDigits(value));
    }
  }

  #digits(value: number, count: number): void {
    const bytes = this.#bytes;
    let rest = value | 0;
    this.#at += count;
    for (let at = this.#at - 1; at >= this.#at - count; at--) {
      const next = (rest / 10) | 0;
      bytes[at] = zero + rest - next * 10;
      rest = next;
    }
  }

  #plain(text: string): void {
    this.#reserve(text.length);
    this.#at += this.#bytes.write(text, this.#at);
  }

  /** Any value. `depth`: how deep it lies already; its first line is not indented. */
  json(value: unknown, depth: number): void {
    // One comparison after the other: compiled, a `switch` over `typeof` asks for the type by call.
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.number(value);
    else if (value === null || value === undefined) this.raw(words.null);
    else if (Array.isArray(value)) this.#list(value, depth);
    else if (typeof value === 'object') this.#record(value, depth);
    else this.raw(value === true ? words.true : value === false ? words.false : words.null);
  }

  #list(values: readonly unknown[], depth: number): void {
    if (values.length === 0) {
      this.raw(empty.list);
      return;
    }
    this.raw(brackets.list);
    for (let i = 0; i < values.length; i++) {
      this.raw(i === 0 ? breakBytes(depth + 1) : separatorBytes(depth + 1));
      this.json(values[i], depth + 1);
    }
    this.raw(breakBytes(depth));
    this.raw(brackets.endList);
  }

  #record(value: object, depth: number): void {
    const fields = value as Readonly<Record<string, unknown>>;
    let some = false;
    for (const key of Object.keys(fields)) {
      const field = fields[key];
      if (field === undefined) continue;
      this.raw(some ? separatorBytes(depth + 1) : brackets.record);
      if (!some) this.raw(breakBytes(depth + 1));
      this.#key(key);
      this.json(field, depth + 1);
      some = true;
    }
    if (some) {
      this.raw(breakBytes(depth));
      this.raw(brackets.endRecord);
    } else {
      this.raw(empty.record);
    }
  }

  #key(key: string): void {
    let bytes = this.#keys.get(key);
    if (!bytes) {
      bytes = fixed(`${JSON.stringify(key)}: `);
      if (this.#keys.size < heldKeys) this.#keys.set(key, bytes);
    }
    this.raw(bytes);
  }
}

function countDigits(value: number): number {
  let count = 1;
  for (let limit = 10; limit <= value; limit *= 10) count++;
  return count;
}
