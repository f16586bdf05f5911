/**
 * What a cell can do to the ground its helpers stand on, and what they must say all the same.
 */

/** Every helper once, and what it must say whatever the ground it stands on. */
export const everyHelper = `
text({ a: 1 }); text(1); store('k', { b: 2 }); text(load('k').b);
image({ image_url: 'data:image/png;base64,AA==' }); audio('data:audio/wav;base64,AA==');
generatedImage({ image_url: 'data:image/png;base64,AA==', output_hint: 'hint' });
content({ type: 'text', text: 'block' }); notify('note');
const gone = setTimeout(() => text('cleared'), 1); clearTimeout(gone);
const answer = await tools.echo({ c: 3 }); text(answer.c);
try { notify('') } catch (e) { text(e) }
await { then(go) { setTimeout(go, 5) } };
text('end');
`;
export const said = [
  '{"a":1}',
  '1',
  '2',
  'image high',
  'audio',
  'image high',
  'hint',
  'block',
  '3',
  'notify expects non-empty text',
  'end',
];

/** Name and code. */
export const poisons: readonly (readonly [string, string])[] = [
  [
    'iteration of arrays',
    'Array.prototype[Symbol.iterator] = function* () { yield "mine" }; String.prototype[Symbol.iterator] = null',
  ],
  [
    'then',
    'Promise.prototype.then = function () { throw 1 }; Promise.prototype.catch = Promise.prototype.finally = null',
  ],
  [
    'a getter as then',
    'const { then } = Promise.prototype; Object.defineProperty(Promise.prototype, "then", { get() { return then } })',
  ],
  ['a promise of its own', 'globalThis.Promise = class extends Promise { constructor(run) { super(() => {}) } }'],
  [
    'species',
    'for (const C of [Promise, Array, RegExp, Map]) Object.defineProperty(C, Symbol.species, { get() { throw 1 } })',
  ],
  [
    'primitives',
    'for (const C of [Object, Array, String, Number, Function]) Object.defineProperty(C.prototype, Symbol.toPrimitive, { value() { throw 1 }, configurable: true })',
  ],
  [
    'unscopables and string tags',
    'Object.prototype[Symbol.unscopables] = { text: true }; Object.prototype[Symbol.toStringTag] = "mine"',
  ],
  [
    'the names of options',
    'for (const k of ["detail", "type", "data", "mimeType", "mime_type", "_meta", "audio_url", "ok", "bytes", "reject", "stack"]) Object.defineProperty(Object.prototype, k, { get() {}, set() {}, configurable: true })',
  ],
  [
    'inherited fields',
    'Object.prototype.image_url = undefined; Object.prototype.description = "mine"; Object.prototype.name = "mine"',
  ],
  [
    'indices',
    'for (let i = 0; i < 20; i++) Object.defineProperty(Object.prototype, i, { get() { throw i }, set() { throw i }, configurable: true })',
  ],
  ['calls', 'Function.prototype.call = Function.prototype.apply = Function.prototype.bind = () => { throw 1 }'],
  [
    'stacks',
    'Error.captureStackTrace = () => { throw 1 }; Error.stackTraceLimit = 0; Error.prepareStackTrace = () => { throw 1 }',
  ],
  [
    'a frozen world',
    'for (const C of [Object, Array, Promise, Function, String, Error, Map, JSON, Reflect, Math, Symbol]) { Object.freeze(C); Object.freeze(C.prototype) }',
  ],
  ['the global prototype', 'Object.setPrototypeOf(Object.getPrototypeOf(globalThis), null)'],
  [
    'Object.prototype.__proto__',
    'delete Object.prototype.__proto__; Object.defineProperty(Object.prototype, "__proto__", { get() { throw 1 }, set() { throw 1 } })',
  ],
  [
    'numbers',
    'Number.isInteger = () => false; Math.trunc = Math.floor = () => NaN; globalThis.NaN2 = isNaN; globalThis.isNaN = () => true; Number.prototype.toString = () => { throw 1 }',
  ],
  [
    'JSON',
    'JSON.stringify = JSON.parse = JSON.rawJSON = () => { throw 1 }; Object.defineProperty(JSON, Symbol.toStringTag, { value: "mine" })',
  ],
  [
    'strings',
    'for (const k of Object.getOwnPropertyNames(String.prototype)) { if (k !== "length" && k !== "constructor") String.prototype[k] = () => { throw k } }',
  ],
  [
    'typed arrays',
    'for (const k of ["fill", "set", "subarray", "slice"]) Object.getPrototypeOf(Uint8Array.prototype)[k] = () => { throw k }; globalThis.Uint16Array = globalThis.Int32Array = null',
  ],
  [
    'properties that are defined',
    'Object.defineProperty = Object.defineProperties = Reflect.defineProperty = Object.getOwnPropertyDescriptor = () => { throw 1 }',
  ],
];
