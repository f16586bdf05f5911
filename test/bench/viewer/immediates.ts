/** `setImmediate` for a thread of a browser: the next task, without the delay that browsers add to timers. */

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

Object.assign(globalThis, {
  setImmediate(work: () => void) {
    waiting.push(work);
    port2.postMessage(null);
    return work;
  },
  clearImmediate(work: unknown) {
    const place = waiting.indexOf(work as () => void);
    if (place >= 0) waiting[place] = () => {};
  },
});
