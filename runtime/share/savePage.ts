/**
 * A reduced bundle as one HTML file that needs nothing else, with a report of what is in it.
 *
 * Invariant: everything from the rollout passes the redactor on its way in, whatever is to be redacted; the report says
 * what was met, so that nobody shares by accident what a look at the counts would have shown.
 */

import { homedir } from 'node:os';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Finding } from '../trace/finding.ts';
import { retoldReading } from '../trace/findings/readingTexts.ts';
import { retold } from '../trace/findings/texts.ts';
import type { Graph } from '../trace/model.ts';
import { viewerHeader } from '../viewer/header.ts';
import { SAVED_VERSION, savedElement, savedLines } from '../viewer/savedLines.ts';
import { sayIn } from '../viewer/words.ts';
import { type PageFiles, pageHtml } from './pageHtml.ts';
import { englishPage, type PageTexts } from './pageTexts.ts';
import { type Redaction, type RedactionCounts, Redactor } from './redactor.ts';
import { notesOf } from './savedNotes.ts';
import { foldersOf, noPayloads, savedPayloads } from './savedPayloads.ts';

export interface SaveOptions {
  /** The bundle's folder. */
  readonly bundle: string;
  readonly graph: Graph;
  readonly findings: readonly Finding[];
  readonly redact: ReadonlySet<Redaction>;
  readonly files: PageFiles;
  /** Default: English. */
  readonly texts?: PageTexts;
  /** Default: the home of whoever saves. */
  readonly homes?: readonly string[];
  /** 0..1, often. */
  readonly onProgress?: (done: number) => void;
}

export interface SaveReport {
  readonly title: string;
  readonly redacted: ReadonlySet<Redaction>;
  /** What was met: replaced when it was to be redacted, still in the file otherwise. */
  readonly met: RedactionCounts;
  readonly objects: readonly { readonly count: number; readonly name: string }[];
  readonly payloads: {
    readonly all: number;
    readonly saved: number;
    readonly bytes: number;
    readonly shortened: number;
  };
  readonly notes: { readonly all: number; readonly saved: number };
}

export interface SavedPage {
  readonly pieces: Iterable<string>;
  readonly report: SaveReport;
}

const lineGroup = 1 << 16;
const longestTitle = 200;

export async function savePage(options: SaveOptions): Promise<SavedPage> {
  const { bundle, graph, findings, redact, files, texts = englishPage } = options;
  const say = sayIn(texts.details);
  const told = findings.map(finding => retoldReading(retold(finding, texts.findings), texts.findings));
  const { workspaces, homes } = foldersOf(bundle, graph);
  const redactor = new Redactor(redact, { homes: [...(options.homes ?? [homedir()]), ...homes], workspaces });
  const without = redact.has('payloads');
  const payloads = without ? noPayloads : savedPayloads(bundle, graph, redactor, options.onProgress);
  const { title: whole, findings: shown } = viewerHeader(graph, { state: 'recorded', findings: told });
  const title = whole.slice(0, longestTitle);
  const notes = notesOf(bundle);
  const withNotes = notes.length > 0 && !redact.has('notes');
  const head = {
    version: SAVED_VERSION,
    title,
    findings: shown,
    ...(withNotes ? { notes } : {}),
    payloadsNote: say(
      without ? 'Payloads were left out when this file was saved.' : 'This payload is not in this file.',
    ),
  };
  const lines = savedLines({ head, graph, payloads: payloads.places }, redactor.value);
  const base64 = await compressed(lines);
  const blocks = [
    { id: savedElement.graph, base64 },
    ...payloads.blocks.map((block, index) => ({ id: savedElement.payloads(index), base64: block })),
  ];
  const shownTitle = redactor.text(title);
  return {
    pieces: pageHtml(shownTitle, files, blocks, texts),
    report: {
      title: shownTitle,
      redacted: redact,
      met: redactor.counts,
      objects: [
        { count: graph.threads.size, name: 'thread' },
        { count: graph.codex_turns.size, name: 'turn' },
        { count: graph.inference_calls.size, name: 'model call' },
        { count: graph.code_cells.size, name: 'cell' },
        { count: graph.tool_calls.size, name: 'tool call' },
        { count: graph.conversation_items.size, name: 'message' },
      ],
      payloads: {
        all: graph.raw_payloads.size,
        saved: payloads.places.size - payloads.unreadable,
        bytes: payloads.bytes,
        shortened: payloads.shortened,
      },
      notes: { all: notes.length, saved: withNotes ? notes.length : 0 },
    },
  };
}

async function compressed(lines: Iterable<string>): Promise<string> {
  const gzip = Readable.from(grouped(lines)).compose(createGzip());
  const chunks: Buffer[] = [];
  for await (const chunk of gzip) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('base64');
}

function* grouped(lines: Iterable<string>): Generator<string, void, undefined> {
  let text = '';
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < lineGroup) continue;
    yield text;
    text = '';
  }
  yield text;
}
