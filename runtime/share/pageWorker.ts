/**
 * Entry of the thread that makes a saved page for the editor: reads the bundle anew and writes the file, or only counts.
 *
 * A thread, because looking through a large rollout takes seconds in which the editor's own must stay free, and because
 * a thread can be ended at any point. The file it was given is its own: whoever ends it takes that away.
 */

import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { findAll } from '../trace/findings/findAll.ts';
import { retoldRefusal } from '../trace/findings/readingTexts.ts';
import { reduceBundle } from '../trace/reduceBundle.ts';
import { TraceRefusal } from '../trace/reducer/traceRefusal.ts';
import { readPageFiles } from './pageFiles.ts';
import type { PageDone, PageJob, PageNews } from './pageJob.ts';
import { savePage } from './savePage.ts';

/** Told no more often than people see, ms. */
const newsMs = 100;
/** Reading the log is about that much of the work. */
const readShare = 0.3;

async function make({ bundle, redact, page, file, texts }: PageJob): Promise<PageDone> {
  const { graph, findings } = reduceBundle(bundle);
  tell({ type: 'progress', done: readShare });
  let toldAtMs = 0;
  const { pieces, report } = await savePage({
    bundle,
    graph,
    findings: [...findings, ...findAll(graph)],
    redact: new Set(redact),
    files: readPageFiles(page),
    ...(texts ? { texts } : {}),
    onProgress: done => {
      if (performance.now() - toldAtMs < newsMs) return;
      toldAtMs = performance.now();
      tell({ type: 'progress', done: readShare + done * (1 - readShare) });
    },
  });
  let bytes = 0;
  const counted = function* () {
    for (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      yield piece;
    }
  };
  if (file === null) for (const _ of counted());
  else await pipeline(Readable.from(counted()), createWriteStream(file, { flags: 'wx' }));
  return { report, bytes };
}

function tell(news: PageNews): void {
  parentPort?.postMessage(news);
}

try {
  tell({ type: 'done', page: await make(workerData as PageJob) });
} catch (error) {
  const causes = error instanceof TraceRefusal ? error.causes : [];
  const said = [error instanceof Error ? error.message : String(error), ...causes];
  const { texts } = workerData as PageJob;
  tell({ type: 'failed', message: said.map(part => retoldRefusal(part, texts?.findings ?? {})).join(': ') });
}
