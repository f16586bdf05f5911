/**
 * What is told as an event of a span: the marks of a cell on the cell, what somebody asked on the turn it began, findings,
 * at the end, on what they are about.
 *
 * Fact: the debug logs of VS Code name an imported trace after the first event called `user_message`, by its `content`.
 */

import type { Finding } from '../finding.ts';
import type { Graph } from '../model.ts';
import type { EntityKind, TimelineDelta } from '../timeline/columns.ts';
import { LaneKind, MarkKind } from '../timeline/columns.ts';
import { entityAt } from '../timeline/entities.ts';
import { textOf } from './otlpContent.ts';
import type { OtlpEvent } from './otlpShape.ts';
import { attributes, nanos } from './otlpValue.ts';

export interface EventSources {
  readonly graph: Graph;
  readonly timeline: TimelineDelta;
  readonly findings: readonly Finding[];
  /** With what was said. */
  readonly content: boolean;
}

/** By `kind/id` of the object. */
export function eventsOf({ graph, timeline, findings, content }: EventSources): Map<string, OtlpEvent[]> {
  const endMs = timeline.originMs + timeline.endMs;
  const events = new Map<string, OtlpEvent[]>();
  const add = (kind: EntityKind, id: string, event: OtlpEvent) => {
    const key = `${kind}/${id}`;
    const list = events.get(key);
    if (list) list.push(event);
    else events.set(key, [event]);
  };
  for (const item of content ? graph.conversation_items.values() : []) {
    if (item.role !== 'user' || item.kind !== 'message' || item.codex_turn_id === null) continue;
    const asked = textOf(graph, [item.item_id]) ?? '';
    // What a host tells the model about its surroundings comes as a message too, wrapped in a tag.
    if (asked === '' || asked.startsWith('<')) continue;
    add('codex_turn', item.codex_turn_id, {
      timeUnixNano: nanos(item.first_seen_at_unix_ms),
      name: 'user_message',
      attributes: attributes({ content: asked }),
    });
  }
  const names = Object.entries(MarkKind);
  for (const [at, time] of timeline.marks.at.entries()) {
    const lane = timeline.marks.lane[at] ?? -1;
    if (timeline.lanes.kind[lane] !== LaneKind.cell) continue;
    const cell = entityAt(timeline.entities, timeline.lanes.entity[lane] ?? -1);
    const about = entityAt(timeline.entities, timeline.marks.entity[at] ?? -1);
    const name = names.find(([, kind]) => kind === timeline.marks.kind[at])?.[0];
    if (!cell || name === undefined) continue;
    // What a notification says is content; the other notes are ours.
    const told = content || timeline.marks.kind[at] !== MarkKind.notification;
    const note = told ? timeline.strings[timeline.marks.label[at] ?? -1] : null;
    add(cell.kind, cell.id, {
      timeUnixNano: nanos(timeline.originMs + time),
      name: `cellscope.${name}`,
      attributes: attributes({ 'cellscope.note': note, 'cellscope.about': about?.id }),
    });
  }
  for (const { severity, code, message, refs } of findings) {
    const ref = refs[0];
    if (!ref) continue;
    add(ref.kind, ref.id, {
      timeUnixNano: nanos(endMs),
      name: 'cellscope.finding',
      attributes: attributes({
        'cellscope.severity': severity,
        'cellscope.code': code,
        // It may quote a command.
        'cellscope.message': content ? message : null,
      }),
    });
  }
  return events;
}
