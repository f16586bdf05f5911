/**
 * Which calls of which functions go on when the one that runs now has ended: not any call of the function that awaits it
 * but the very one, found by way of the promises between them (`Promise.all`, `then`, an asynchronous generator's
 * consumer).
 *
 * What runs without having waited before (a timer's callback, the cell's first lines) is awaited by nobody here. Where no
 * reaction leads to anyone yet, those that hold the promise in a variable are taken: they may await it later. What V8 keeps
 * in an object is told apart by its kind: places are numbered anew where a small number stands in one of them.
 */

import type { HeapGraph } from './heapGraph.ts';

/** Between a promise and whoever holds it: an array's elements, the array, registers, a context. */
const mostHolders = 5;

/** Nodes of functions that wait, nearest first; those that await them follow. */
export function awaitersIn(heap: HeapGraph): number[] {
  const [task] = runningTasks(heap);
  if (task === undefined) return [];
  const own = builtinTarget(heap, closuresIn(heap, task).at(-1));
  const promise = own === undefined ? promisesIn(heap, task).at(-1) : promiseOf(heap, own);
  // An asynchronous generator that has answered whoever asked it has no promise left.
  if (promise === undefined) return own === undefined ? [] : reached(heap, lastQueued(heap), own);
  const found = reached(heap, [promise, ...settledFor(heap, promise)], own);
  return found.length > 0 ? found : holding(heap, promise, own);
}

/**
 * Where settling has led already: a function that is about to return has settled its promise, and what goes on because
 * of it is in the queue. Who awaits a promise itself stays known; anybody else is the last in the queue.
 */
function settledFor(heap: HeapGraph, promise: number): number[] {
  const reactions = heap.follow(promise, 'internal', 'reactions_or_result');
  if (reactions !== undefined && heap.nameOf(reactions) === 'system / PromiseReaction') return [];
  const awaitedBy = heap
    .edgesOf(promise)
    .filter(({ name, to }) => name === '<symbol>' && heap.nameOf(to) === 'system / WeakFixedArray')
    .flatMap(({ to }) => heap.edgesOf(to).filter(({ kind }) => kind === 'weak'));
  if (awaitedBy.length > 0) return awaitedBy.map(({ to }) => to);
  return lastQueued(heap);
}

function lastQueued(heap: HeapGraph): number[] {
  const last = queuedTasks(heap).at(-1);
  if (last === undefined) return [];
  const handler = builtinTarget(heap, closuresIn(heap, last).at(-1));
  return handler === undefined ? promisesIn(heap, last).slice(-1) : [handler];
}

/** In the order in which they will run. */
function queuedTasks(heap: HeapGraph): number[] {
  const tasks = new Set(heap.named(jobTask));
  const [first] = tasks;
  if (first === undefined) return [];
  const queues = new Set([...tasks].flatMap(task => heap.holdersOf(task)).filter(node => isQueue(heap, node)));
  return [...queues].flatMap(queue => heap.edgesOf(queue).flatMap(({ to }) => (tasks.has(to) ? [to] : [])));
}

const jobTask = /^system \/ Promise(?:Fulfill|Reject)ReactionJobTask$/;

function isQueue(heap: HeapGraph, node: number): boolean {
  return /micro ?tasks/i.test(heap.nameOf(node));
}

/** The microtask that runs: others are held by their queue. */
function runningTasks(heap: HeapGraph): number[] {
  const tasks = heap.named(jobTask);
  return tasks.filter(task => heap.holdersOf(task).some(node => !isQueue(heap, node)));
}

/** Breadth first to all that goes on because of it. */
function reached(heap: HeapGraph, from: readonly number[], own: number | undefined): number[] {
  const generators = new Set(heap.generators);
  const seen = new Set([...(own === undefined ? [] : [own]), ...from]);
  const found: number[] = [];
  for (const [node] of seen.entries()) {
    if (node !== own && generators.has(node)) found.push(node);
    for (const next of onwards(heap, node, node === own)) seen.add(next);
  }
  return found;
}

/** Where settling leads from here. */
function onwards(heap: HeapGraph, node: number, skipped: boolean): number[] {
  if (skipped) return [];
  const name = heap.nameOf(node);
  if (name === 'system / PromiseReaction') {
    const handled = closuresIn(heap, node).flatMap(handler => builtinTarget(heap, handler) ?? []);
    return [...handled, ...promisesIn(heap, node), ...inside(heap, node).filter(to => heap.nameOf(to) === name)];
  }
  if (name === 'system / PromiseCapability') return promisesIn(heap, node).slice(0, 1);
  const reactions = heap.follow(node, 'internal', 'reactions_or_result');
  if (reactions !== undefined) return heap.nameOf(reactions) === 'system / PromiseReaction' ? [reactions] : [];
  const promise = promiseOf(heap, node);
  return promise === undefined ? [] : [promise];
}

/** What one of V8's own handlers leads to: a function that waits, or another promise. */
function builtinTarget(heap: HeapGraph, handler: number | undefined): number | undefined {
  const shared = heap.follow(handler, 'internal', 'shared');
  if (shared === undefined || heap.follow(shared, 'internal', 'script') !== undefined) return undefined;
  const context = heap.follow(handler, 'internal', 'context');
  const waiting = heap.follow(context, 'internal', 'extension');
  if (waiting !== undefined) return waiting;
  return context === undefined ? undefined : promisesIn(heap, context)[0];
}

/** What V8 keeps in one of its own objects, in order. */
function inside(heap: HeapGraph, node: number): number[] {
  return heap.edgesOf(node).flatMap(({ kind, to }) => (kind === 'hidden' ? [to] : []));
}

function closuresIn(heap: HeapGraph, node: number): number[] {
  return inside(heap, node).filter(to => heap.typeOf(to) === 'closure');
}

/** Promises, and what settles them. */
function promisesIn(heap: HeapGraph, node: number): number[] {
  return inside(heap, node).filter(to => /^(?:Promise|system \/ PromiseCapability)$/.test(heap.nameOf(to)));
}

/** What is settled when a function that waits has ended, or has yielded. */
function promiseOf(heap: HeapGraph, generator: number): number | undefined {
  if (heap.follow(generator, 'internal', 'parameters_and_registers') === undefined) return undefined;
  const request = inside(heap, generator).find(to => heap.nameOf(to) === 'system / AsyncGeneratorRequest');
  return promisesIn(heap, request ?? generator).at(-1);
}

/** Functions that wait and have the promise among their variables, or in a list there. */
function holding(heap: HeapGraph, promise: number, own: number | undefined): number[] {
  const generators = new Set(heap.generators);
  let edge = [promise];
  const seen = new Set(edge);
  for (let far = 0; far < mostHolders && edge.length > 0; far++) {
    edge = edge.flatMap(node => heap.holdersOf(node)).filter(node => !seen.has(node) && isVariable(heap, node));
    for (const node of edge) seen.add(node);
    const found = edge.filter(node => node !== own && generators.has(node));
    if (found.length > 0) return found;
  }
  return [];
}

function isVariable(heap: HeapGraph, node: number): boolean {
  const type = heap.typeOf(node);
  return type === 'array' || type === 'object' || heap.nameOf(node) === 'system / Context';
}
