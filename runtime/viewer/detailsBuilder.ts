/**
 * Collects the details of one object: skips what is not there, bounds what is long, and writes times and states the
 * same way everywhere.
 */

import type { ExecutionStatus, ExecutionWindow, Graph } from '../trace/model.ts';
import type { EntityKind, EntityRef } from '../trace/timeline/columns.ts';
import type { DetailBlock, DetailField, EntityDetails, PayloadLink, Tone } from './details.ts';
import { entityName } from './entityName.ts';
import { formatDuration } from './formatDuration.ts';
import { type Say, sayKnown, type Word } from './words.ts';

/** Longest block handed to a page, characters; the rest is in the payloads. */
export const LONGEST_BLOCK = 64 * 1024;
/** Most links of one sort. */
export const MOST_LINKS = 100;

export class DetailsBuilder {
  /** For values that are more than a name or a number. */
  readonly say: Say;
  readonly #ref: EntityRef;
  readonly #graph: Graph;
  readonly #fields: DetailField[] = [];
  readonly #blocks: DetailBlock[] = [];
  readonly #payloads: PayloadLink[] = [];
  readonly #related: { label: string; ref: EntityRef }[] = [];

  constructor(graph: Graph, ref: EntityRef, say: Say) {
    this.say = say;
    this.#graph = graph;
    this.#ref = ref;
  }

  /** A line of the table; nothing when there is no value. */
  field(label: Word, value: string | number | null | undefined, tone?: Tone): this {
    if (value !== null && value !== undefined && value !== '') {
      this.#fields.push({ label: this.say(label), value: String(value), ...(tone ? { tone } : {}) });
    }
    return this;
  }

  /** A line that leads to another object; plain text when that object is not in the graph. */
  link(name: Word, kind: EntityKind, id: string | null | undefined, text?: string): this {
    if (id === null || id === undefined || id === '') return this;
    const known = collectionOf(this.#graph, kind).has(id);
    const label = this.say(name);
    const value = text ?? entityName(this.#graph, kind, id, this.say);
    this.#fields.push(known ? { label, value, link: { kind, id } } : { label, value, tone: 'muted' });
    return this;
  }

  status(status: ExecutionStatus): this {
    // What was left open when the recording was over did not run on; the timeline shows it so too.
    if (status === 'running' && this.#over) return this.field('Status', this.say('its end was not recorded'), 'muted');
    return this.field('Status', sayKnown(this.say, status), statusTone(status));
  }

  get #over(): boolean {
    return this.#graph.status !== 'running';
  }

  /** Start, end and length of an execution, relative to the beginning of the rollout. */
  window(window: ExecutionWindow): this {
    this.moment('Started', window.started_at_unix_ms);
    if (window.ended_at_unix_ms === null) return this.field('Ended', this.say('not recorded'), 'muted');
    this.moment('Ended', window.ended_at_unix_ms);
    return this.field('Duration', formatDuration(window.ended_at_unix_ms - window.started_at_unix_ms));
  }

  moment(label: Word, unixMs: number | null | undefined): this {
    if (unixMs === null || unixMs === undefined) return this;
    return this.field(label, `+${formatDuration(unixMs - this.#graph.started_at_unix_ms)} (${clock(unixMs)})`);
  }

  block(title: Word, language: DetailBlock['language'], text: string | null | undefined): this {
    return this.blockCalled(this.say(title), language, text);
  }

  /** A block whose title comes from the rollout, or was put together. */
  blockCalled(title: string, language: DetailBlock['language'], text: string | null | undefined): this {
    if (text === null || text === undefined || text === '') return this;
    const cut = text.length > LONGEST_BLOCK;
    this.#blocks.push({
      title,
      language,
      text: cut ? text.slice(0, LONGEST_BLOCK) : text,
      ...(cut ? { cutFrom: text.length } : {}),
    });
    return this;
  }

  payload(label: Word, id: string | null | undefined, unfolded = false): this {
    return this.payloadCalled(this.say(label), id, unfolded);
  }

  payloadCalled(label: string, id: string | null | undefined, unfolded = false): this {
    if (id === null || id === undefined) return this;
    this.#payloads.push({ payloadId: id, label, ...(unfolded ? { unfolded } : {}) });
    return this;
  }

  related(name: Word, kind: EntityKind, ids: readonly string[]): this {
    const label = this.say(name);
    for (const id of ids.slice(0, MOST_LINKS)) {
      this.relatedCalled(`${label}: ${entityName(this.#graph, kind, id, this.say)}`, kind, id);
    }
    if (ids.length > MOST_LINKS) {
      const left = String(ids.length - MOST_LINKS);
      this.#fields.push({ label: this.say('{0}: not listed', label), value: left, tone: 'muted' });
    }
    return this;
  }

  relatedOne(label: Word, kind: EntityKind, id: string): this {
    return this.relatedCalled(this.say(label), kind, id);
  }

  /** One related object under a name of its own. */
  relatedCalled(label: string, kind: EntityKind, id: string): this {
    if (collectionOf(this.#graph, kind).has(id)) this.#related.push({ label, ref: { kind, id } });
    return this;
  }

  build(title: string, subtitle: string): EntityDetails {
    return {
      ref: this.#ref,
      title,
      subtitle,
      fields: this.#fields,
      blocks: this.#blocks,
      payloads: this.#payloads,
      related: this.#related,
    };
  }
}

function statusTone(status: ExecutionStatus): Tone {
  switch (status) {
    case 'completed':
      return 'good';
    case 'failed':
      return 'bad';
    case 'running':
      return 'plain';
    default:
      return 'muted';
  }
}

/** The collection that holds objects of a kind. */
function collectionOf(graph: Graph, kind: EntityKind): ReadonlyMap<string, unknown> {
  return graph[`${kind}s`];
}

/** Time of day in UTC to the millisecond; the number itself when no calendar has it. */
function clock(unixMs: number): string {
  const date = new Date(unixMs);
  return Number.isNaN(date.getTime()) ? `${unixMs} ms` : date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}
