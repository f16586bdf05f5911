/**
 * A heap snapshot of V8 as a graph, and in it what no code can name: functions that wait, promises' reactions, the
 * microtask that runs.
 *
 * What the numbers are called is V8's own affair and may change: whoever does not find a name here finds nothing, and
 * says so. Nodes are indices; `idOf` is the number under which the inspector gives the object out.
 */

import { isRecord } from '../base/json.ts';
import type { Inspector } from './inspector.ts';

export interface HeapEdge {
  /** The kind of V8's own: `hidden` ones are numbered by their place in the object. */
  readonly kind: string;
  readonly name: string;
  readonly to: number;
}

/** A snapshot of more takes too long, bytes. */
const mostHeapBytes = 64 * 1024 * 1024;

interface Parts {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
  readonly nodeFields: readonly string[];
  readonly nodeTypes: readonly string[];
  readonly edgeFieldCount: number;
  readonly edgeTypes: readonly string[];
}

export class HeapGraph {
  readonly #parts: Parts;
  readonly #stride: number;
  readonly #id: number;
  readonly #name: number;
  /** The first edge of each node. */
  readonly #first: Int32Array;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.#stride = parts.nodeFields.length;
    this.#id = parts.nodeFields.indexOf('id');
    this.#name = parts.nodeFields.indexOf('name');
    const edgeCount = parts.nodeFields.indexOf('edge_count');
    this.#first = new Int32Array(this.size + 1);
    for (let node = 0; node < this.size; node++) {
      const count = parts.nodes[node * this.#stride + edgeCount] ?? 0;
      this.#first[node + 1] = (this.#first[node] ?? 0) + count;
    }
  }

  /** Collects garbage first. Rejects with a sentence when there is too much to look through. */
  static async take(inspector: Inspector): Promise<HeapGraph> {
    const { usedSize } = await inspector.command('Runtime.getHeapUsage');
    if (usedSize > mostHeapBytes) {
      throw new Error(`The cell uses ${Math.round(usedSize / 2 ** 20)} MB: too much to look for what waits in it.`);
    }
    const chunks: string[] = [];
    const heard = inspector.on('HeapProfiler.addHeapSnapshotChunk', params => {
      if (isRecord(params)) chunks.push(String(params.chunk));
    });
    try {
      await inspector.command('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    } finally {
      heard();
    }
    return new HeapGraph(partsOf(JSON.parse(chunks.join(''))));
  }

  get size(): number {
    return Math.floor(this.#parts.nodes.length / this.#stride);
  }

  idOf(node: number): number {
    return this.#parts.nodes[node * this.#stride + this.#id] ?? 0;
  }

  nameOf(node: number): string {
    return this.#parts.strings[this.#parts.nodes[node * this.#stride + this.#name] ?? -1] ?? '';
  }

  typeOf(node: number): string {
    return this.#parts.nodeTypes[this.#parts.nodes[node * this.#stride] ?? -1] ?? '';
  }

  edgesOf(node: number): HeapEdge[] {
    const found: HeapEdge[] = [];
    const { edges, edgeFieldCount, edgeTypes, strings } = this.#parts;
    const end = this.#first[node + 1] ?? 0;
    for (let edge = this.#first[node] ?? 0; edge < end; edge++) {
      const at = edge * edgeFieldCount;
      const kind = edgeTypes[edges[at] ?? -1] ?? '';
      const label = edges[at + 1] ?? -1;
      const name = kind === 'hidden' || kind === 'element' ? String(label) : (strings[label] ?? '');
      found.push({ kind, name, to: (edges[at + 2] ?? 0) / this.#stride });
    }
    return found;
  }

  /** Where this edge leads. */
  follow(node: number | undefined, kind: string, name: string): number | undefined {
    if (node === undefined) return undefined;
    return this.edgesOf(node).find(edge => edge.kind === kind && edge.name === name)?.to;
  }

  /** The objects by which V8 keeps functions that wait, or that have waited and run now; as they were made. */
  get generators(): number[] {
    const { edges, edgeFieldCount, edgeTypes, strings } = this.#parts;
    const internal = edgeTypes.indexOf('internal');
    const registers = strings.indexOf('parameters_and_registers');
    const found: number[] = [];
    for (let node = 0; registers >= 0 && node < this.size; node++) {
      const end = (this.#first[node + 1] ?? 0) * edgeFieldCount;
      for (let at = (this.#first[node] ?? 0) * edgeFieldCount; at < end; at += edgeFieldCount) {
        if (edges[at] !== internal || edges[at + 1] !== registers) continue;
        found.push(node);
        break;
      }
    }
    return found.sort((a, b) => this.idOf(a) - this.idOf(b));
  }

  /** Nodes of V8's own with such a name. */
  named(pattern: RegExp): number[] {
    const { nodes, strings } = this.#parts;
    const wanted = new Set(strings.flatMap((text, index) => (pattern.test(text) ? [index] : [])));
    const found: number[] = [];
    for (let node = 0; wanted.size > 0 && node < this.size; node++) {
      if (wanted.has(nodes[node * this.#stride + this.#name] ?? -1) && this.typeOf(node) === 'hidden') found.push(node);
    }
    return found;
  }

  /** Every node with an edge to this one. */
  holdersOf(wanted: number): number[] {
    const { edges, edgeFieldCount } = this.#parts;
    const found: number[] = [];
    for (let node = 0; node < this.size; node++) {
      const end = (this.#first[node + 1] ?? 0) * edgeFieldCount;
      for (let at = (this.#first[node] ?? 0) * edgeFieldCount; at < end; at += edgeFieldCount) {
        if ((edges[at + 2] ?? 0) !== wanted * this.#stride) continue;
        found.push(node);
        break;
      }
    }
    return found;
  }
}

function partsOf(heap: unknown): Parts {
  if (!isRecord(heap) || !isRecord(heap.snapshot) || !isRecord(heap.snapshot.meta)) {
    throw new Error('V8 gave a heap snapshot of a form that is not known.');
  }
  const { meta } = heap.snapshot;
  return {
    nodes: heap.nodes as number[],
    edges: heap.edges as number[],
    strings: heap.strings as string[],
    nodeFields: meta.node_fields as string[],
    nodeTypes: (meta.node_types as [string[]])[0],
    edgeFieldCount: (meta.edge_fields as string[]).length,
    edgeTypes: (meta.edge_types as [string[]])[0],
  };
}
