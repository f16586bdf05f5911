/**
 * Stands in for the extension host, in a thread of its own: fetches the messages of a page one by one and hands them
 * over as the editor does, with typed arrays transferred.
 */

const kinds = { Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array };

addEventListener('message', async ({ data: trace }) => {
  for (let part = 0; ; part++) {
    const response = await fetch(`/messages/${trace}/${part}`);
    if (response.status !== 200) {
      postMessage('complete');
      return;
    }
    const transfer = [];
    const message = unpacked(await response.arrayBuffer(), transfer);
    postMessage(message, transfer);
  }
});

function unpacked(bytes, transfer) {
  const length = new DataView(bytes).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(bytes, 4, length));
  const base = Math.ceil((4 + length) / 8) * 8;
  return JSON.parse(text, (_key, value) => {
    if (!value?.$column) return value;
    const [kind, at, count] = value.$column;
    const Kind = kinds[kind];
    const column = new Kind(bytes.slice(base + at, base + at + count * Kind.BYTES_PER_ELEMENT));
    transfer.push(column.buffer);
    return column;
  });
}
