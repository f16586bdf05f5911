/**
 * What is noteworthy about the rollouts that viewers show, in the Problems view: each on its line of the log, with a
 * link that shows it in the timeline.
 *
 * Invariant: a rollout has problems there exactly while at least one viewer shows it.
 */

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { FindingSeverity } from '../../runtime/trace/finding.ts';
import { linkTo } from '../links/rolloutLink.ts';
import type { OpenRollout } from '../viewer/openRollout.ts';
import type { RolloutLender } from '../viewer/rolloutPanels.ts';
import { linesOf } from './logPlaces.ts';
import { type PlacedProblem, placeProblems, seqsOf } from './problemPlaces.ts';
import { Pulse } from './pulse.ts';

/** How soon problems follow the findings, ms: a run that goes on changes them often. */
const followMs = 500;
/** More than that in one rollout helps nobody; the gravest come first. */
const mostProblems = 1000;

const severities: Readonly<Record<FindingSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Lends what `lender` has, to viewers only. */
export class RolloutProblems implements RolloutLender, vscode.Disposable {
  readonly #lender: RolloutLender;
  readonly #watched = new Map<OpenRollout, Watch>();

  constructor(lender: RolloutLender) {
    this.#lender = lender;
  }

  borrow(bundle: string): OpenRollout {
    const rollout = this.#lender.borrow(bundle);
    const watch = this.#watched.get(rollout) ?? new Watch(rollout);
    this.#watched.set(rollout, watch);
    watch.viewers += 1;
    return rollout;
  }

  giveBack(rollout: OpenRollout): void {
    const watch = this.#watched.get(rollout);
    if (watch) {
      watch.viewers -= 1;
      if (watch.viewers === 0) this.#end(rollout, watch);
    }
    this.#lender.giveBack(rollout);
  }

  dispose(): void {
    for (const [rollout, watch] of [...this.#watched]) this.#end(rollout, watch);
  }

  #end(rollout: OpenRollout, watch: Watch): void {
    this.#watched.delete(rollout);
    watch.dispose();
  }
}

class Watch {
  viewers = 0;
  readonly #rollout: OpenRollout;
  /** One for each rollout: two may complain about the same file when a folder lies in another. */
  readonly #problems = vscode.languages.createDiagnosticCollection('cellscope-rollout');
  readonly #pulse = new Pulse(followMs, () => void this.#follow());
  readonly #changes: { dispose(): void };
  #shown = '';
  #busy = false;
  #over = false;

  constructor(rollout: OpenRollout) {
    this.#rollout = rollout;
    this.#changes = rollout.onDidChange(change => {
      if (change.type === 'header') this.#pulse.changed();
    });
    void rollout.loaded.then(() => this.#pulse.changed());
  }

  dispose(): void {
    this.#over = true;
    this.#changes.dispose();
    this.#pulse.dispose();
    this.#problems.dispose();
  }

  async #follow(): Promise<void> {
    const { graph, bundle } = this.#rollout;
    if (!graph || this.#rollout.header.state === 'loading') return;
    if (this.#busy) return this.#pulse.changed();
    const findings = this.#rollout.findings.slice(0, mostProblems);
    const text = JSON.stringify(findings);
    if (text === this.#shown) return;
    this.#busy = true;
    try {
      const log = join(bundle, 'trace.jsonl');
      // A session that is not recorded has no lines to show anything on.
      const recorded = await stat(log).then(
        found => found.isFile(),
        () => false,
      );
      const lines = recorded ? await linesOf(log, seqsOf(findings, graph)) : new Map<number, number>();
      if (this.#over) return;
      this.#show(recorded ? placeProblems(bundle, findings, graph, lines) : []);
      this.#shown = text;
    } finally {
      this.#busy = false;
    }
  }

  #show(placed: readonly PlacedProblem[]): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const problem of placed) {
      const list = byFile.get(problem.file) ?? [];
      list.push(diagnosticOf(this.#rollout.bundle, problem));
      byFile.set(problem.file, list);
    }
    this.#problems.clear();
    for (const [file, list] of byFile) this.#problems.set(vscode.Uri.file(file), list);
  }
}

function diagnosticOf(bundle: string, { finding, line, others }: PlacedProblem): vscode.Diagnostic {
  const { message, severity, code, refs } = finding;
  const problem = new vscode.Diagnostic(wholeLine(line), message, severities[severity]);
  problem.source = 'cellscope';
  const [ref] = refs;
  const target = vscode.Uri.parse(linkTo(vscode.env.uriScheme, { bundle, ...(ref ? { ref } : {}) }));
  problem.code = { value: code, target };
  const log = vscode.Uri.file(join(bundle, 'trace.jsonl'));
  problem.relatedInformation = others.map(
    each => new vscode.DiagnosticRelatedInformation(new vscode.Location(log, wholeLine(each.line)), each.name),
  );
  return problem;
}

function wholeLine(line: number): vscode.Range {
  return new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
}
