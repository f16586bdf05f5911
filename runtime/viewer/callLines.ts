/**
 * Which line of a cell's source, as it was submitted, made which nested call.
 *
 * A trace does not say; the text does where it leaves no choice: a tool that is called in one place was called there,
 * and places that run once each, in a row, made the calls in that order. Everything else stays without a line.
 */

import type { CodeCell, Graph, ToolCall } from '../trace/model.ts';
import { type CallSite, callSites } from './callSites.ts';
import type { CallLine } from './details.ts';
import { submittedSource } from './submittedSource.ts';

/** Most calls named for one place; the others are only counted. */
const mostCalls = 200;

export function callLines(graph: Graph, cell: CodeCell): CallLine[] {
  const sites = callSites(cell.source_js);
  if (sites.length === 0) return [];
  const made = new Map<CallSite, string[]>();
  const calls = cell.nested_tool_call_ids.flatMap(id => graph.tool_calls.get(id) ?? []);
  calls.sort((a, b) => a.execution.started_seq - b.execution.started_seq);
  const namesOf = new Map<string, ToolCall[]>();
  for (const call of calls) {
    const name = sites.find(site => isNamed(call, site.name))?.name;
    if (name !== undefined) namesOf.set(name, [...(namesOf.get(name) ?? []), call]);
  }
  for (const [name, ofTool] of namesOf)
    pair(
      sites.filter(site => site.name === name),
      ofTool.map(call => call.tool_call_id),
      made,
    );
  const { before } = submittedSource(graph, cell);
  return sites.flatMap(site => {
    const ids = made.get(site);
    if (!ids) return [];
    const from = site.from + before.characters;
    const to = site.to + before.characters;
    const line = site.line + before.lines;
    const refs = ids.slice(0, mostCalls).map(id => ({ kind: 'tool_call' as const, id }));
    return [{ from, to, line, count: ids.length, calls: refs }];
  });
}

function pair(sites: readonly CallSite[], calls: readonly string[], made: Map<CallSite, string[]>): void {
  const [only] = sites;
  if (only && sites.length === 1) {
    made.set(only, [...calls]);
    return;
  }
  if (!sites.every(site => site.once) || calls.length > sites.length) return;
  const inOrder = [...sites].sort((a, b) => a.end - b.end);
  for (const [index, id] of calls.entries()) made.set(inOrder[index] as CallSite, [id]);
}

/** Tools of servers are called `mcp__server__tool` in a cell, with whatever is no letter or digit replaced. */
function isNamed({ kind }: ToolCall, name: string): boolean {
  if (kind.type === 'other') return kind.name === name;
  if (kind.type !== 'mcp') return kind.type === name;
  const plain = (text: string) => text.replace(/[^A-Za-z0-9_]/g, '_');
  const short = `${plain(kind.server)}__${plain(kind.tool)}`;
  return name === short || name === `mcp__${short}` || name === plain(kind.tool);
}
