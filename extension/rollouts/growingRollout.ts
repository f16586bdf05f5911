/**
 * What a rollout that is recorded here and one that is read from disk have in common: a graph that grows, its timeline,
 * and the answers viewers want.
 *
 * Invariants: nothing is projected while nobody looks; then deltas come at most every 40 ms; neither that nor looking for
 * findings holds the thread for long, however large the graph is.
 */

import type { Finding } from '../../runtime/trace/finding.ts';
import { findStepwise } from '../../runtime/trace/findings/findAll.ts';
import { retoldReading } from '../../runtime/trace/findings/readingTexts.ts';
import { retold } from '../../runtime/trace/findings/texts.ts';
import type { Graph } from '../../runtime/trace/model.ts';
import type { EntityKind, EntityRef, TimelineDelta } from '../../runtime/trace/timeline/columns.ts';
import { createProjection, type Projection } from '../../runtime/trace/timeline/projection.ts';
import { describe } from '../../runtime/viewer/describe.ts';
import type { EntityDetails } from '../../runtime/viewer/details.ts';
import { type HeaderFacts, MOST_FINDINGS, viewerHeader } from '../../runtime/viewer/header.ts';
import type { PayloadResult, ViewerHeader } from '../../runtime/viewer/messages.ts';
import { type Answer, answerQuestion, type Question } from '../../runtime/viewer/questions.ts';
import { submittedSource } from '../../runtime/viewer/submittedSource.ts';
import type { Say } from '../../runtime/viewer/words.ts';
import { Emitter } from '../base/emitter.ts';
import { RolloutNotes } from '../notes/rolloutNotes.ts';
import type { RolloutChange, RolloutSource } from '../viewer/openRollout.ts';
import type { OwnedRollout } from './openRollouts.ts';
import { readPayload } from './payloadFile.ts';
import { Pulse } from './pulse.ts';
import { SlicedWork, sliceMs } from './slicedWork.ts';

/** Time between two deltas, ms: fluent for the eye, cheap for many events, and an append is shown within 50 ms. */
const beatMs = 40;
/** Time between two looks for findings in a growing graph, ms: they look at all of it. */
const examineMs = 1_000;

export interface GrowingRolloutOptions {
  readonly onFault: (error: unknown) => void;
  /** The sentences of findings in the reader's language, by their English ones. */
  readonly findingTexts?: Readonly<Record<string, string>>;
}

export abstract class GrowingRollout implements OwnedRollout {
  readonly bundle: string;
  abstract readonly loaded: Promise<void>;
  readonly onDidChange: Emitter<RolloutChange>['event'];
  readonly #changes: Emitter<RolloutChange>;
  readonly #pulse = new Pulse(beatMs, () => this.#beat(), { eager: true });
  #graph: Graph | null = null;
  #projection: Projection | undefined;
  readonly #projecting = new SlicedWork(
    () => this.#projectOn(),
    () => this.#tell(),
  );
  /** How much of the whole that a viewer waits for is there, 0..1; undefined while none waits. */
  #owed: number | undefined;
  readonly #examination = new Pulse(examineMs, () => this.#examine());
  readonly #examining = new SlicedWork(
    () => this.#examineOn(),
    () => this.#examined(),
  );
  #search: ReturnType<typeof findStepwise> | undefined;
  /** Met while reading. */
  #findings: Finding[] = [];
  /** What the rules say about the graph as it stands. */
  #ruleFindings: readonly Finding[] = [];
  readonly #notes: RolloutNotes;
  /** What findings and refusals say in the reader's language, by their English texts. */
  protected readonly findingTexts: Readonly<Record<string, string>>;
  #problem: string | undefined;
  #headerChanged = false;
  #live = false;

  constructor(bundle: string, { onFault, findingTexts = {} }: GrowingRolloutOptions) {
    this.findingTexts = findingTexts;
    this.bundle = bundle;
    this.#changes = new Emitter(onFault);
    this.onDidChange = this.#changes.event;
    this.#notes = new RolloutNotes(bundle, () => this.headerChanged());
  }

  /** What only the kind of rollout knows about itself. */
  protected abstract facts(): Omit<HeaderFacts, 'findings' | 'bundleKey'>;

  get graph(): Graph | null {
    return this.#graph;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get notes(): RolloutNotes {
    return this.#notes;
  }

  get findings(): readonly Finding[] {
    return [...this.#findings, ...this.#ruleFindings];
  }

  get header(): ViewerHeader {
    const { findings } = this;
    const owed = this.#owed === undefined ? {} : { state: 'loading' as const, progress: this.#owed };
    const header = viewerHeader(this.#graph, { ...this.facts(), ...owed, findings, bundleKey: this.bundle });
    return { ...header, notes: this.#notes.list };
  }

  whole(): TimelineDelta | null {
    this.#projecting.go();
    if (!this.#projecting.busy) return this.#projection?.whole() ?? null;
    this.#owed ??= 0;
    this.headerChanged();
    return null;
  }

  describe(ref: EntityRef, say?: Say): EntityDetails | null {
    return this.#graph && describe(this.#graph, ref, say);
  }

  async payload(payloadId: string): Promise<PayloadResult> {
    const payload = this.#graph?.raw_payloads.get(payloadId);
    if (!payload) return { ok: false, message: `There is no ${payloadId} in this rollout.` };
    return readPayload(this.bundle, payload.path);
  }

  async answer(question: Question): Promise<Answer | null> {
    return this.#graph && answerQuestion(this.#graph, question, id => this.payload(id));
  }

  source(cellEntity: string): RolloutSource | null {
    const cell = this.#graph?.code_cells.get(cellEntity);
    return this.#graph && cell ? { text: submittedSource(this.#graph, cell).text, cellId: cell.runtime_cell_id } : null;
  }

  dispose(): void {
    this.#pulse.dispose();
    this.#examination.dispose();
    this.#projecting.dispose();
    this.#examining.dispose();
    this.#changes.dispose();
  }

  /** Shows `graph` from now on; viewers get the whole of it. `live`: open spans run on until the rollout has ended. */
  protected show(graph: Graph, live: boolean): void {
    this.#graph = graph;
    this.#live = live;
    this.#projection = createProjection(graph, { live, findings: this.findings });
    if (this.#changes.listened) this.#projecting.go();
  }

  protected readonly touched = (kind: EntityKind, id: string): void => {
    this.#projection?.touch(kind, id);
    this.#pulse.changed();
    this.#examination.changed();
  };

  protected readonly found = (finding: Finding): void => {
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push(retoldReading(finding, this.findingTexts));
    this.headerChanged();
  };

  protected forgetFindings(): void {
    this.#findings = [];
    this.#ruleFindings = [];
    this.headerChanged();
  }

  protected headerChanged(): void {
    this.#headerChanged = true;
    this.#pulse.changed();
  }

  /** Says what is wrong with the whole; undefined when it no longer is. */
  protected complain(message: string | undefined): void {
    this.#problem = message;
    if (message !== undefined) this.#changes.fire({ type: 'problem', message });
    this.headerChanged();
  }

  /** Finds and tells everything that waits, now. */
  protected settle(): void {
    this.#examination.flush();
    this.#pulse.flush();
  }

  #examine(): void {
    // While a bundle is read the graph is half a story; its end settles it.
    if (!this.#graph || this.facts().state === 'loading') return;
    this.#search = findStepwise(this.#graph);
    this.#examining.go();
  }

  #examineOn(): 'more' | 'done' | 'stop' {
    const until = performance.now() + sliceMs;
    do {
      const step = this.#search?.next();
      if (!step) return 'stop';
      if (!step.done) continue;
      this.#ruleFindings = step.value.map(finding => retold(finding, this.findingTexts));
      return 'done';
    } while (performance.now() < until);
    return 'more';
  }

  #examined(): void {
    if (!this.#graph) return;
    // What no longer holds must not stay marked.
    if (this.#projection?.found(this.findings) === false) this.show(this.#graph, this.#live);
    this.headerChanged();
  }

  #beat(): void {
    if (this.#headerChanged) {
      this.#headerChanged = false;
      this.#changes.fire({ type: 'header' });
    }
    if (this.#changes.listened) this.#projecting.go();
  }

  #projectOn(): 'more' | 'done' | 'stop' {
    const done = this.#projection?.work(sliceMs);
    if (done === undefined || done === 1) return 'done';
    // What is done stays done: the next to look goes on from there.
    if (!this.#changes.listened) return 'stop';
    if (this.#owed !== undefined) {
      this.#owed = done;
      this.headerChanged();
    }
    return 'more';
  }

  #tell(): void {
    const anew = this.#owed !== undefined || this.#projection?.fresh;
    if (this.#owed !== undefined) this.headerChanged();
    this.#owed = undefined;
    const delta = anew ? this.#projection?.renew() : this.#projection?.delta();
    if (delta) this.#changes.fire({ type: 'delta', delta });
  }
}
