/**
 * A scenario: what a scripted model says to the reference, and what is done with it while it records.
 *
 * `shows` guards the scenario itself: should the reference stop doing what the scenario is about, the test says so
 * instead of comparing two empty graphs.
 */
import { AppServer } from './codex/appServer.ts';
import { type ExecRun, startExec } from './codex/exec.ts';
import { openWorkshop, type Settings, type Workshop } from './codex/workshop.ts';
import { type Model, type Script, startModel } from './model/server.ts';

export interface Stage {
  readonly model: Model;
  readonly workshop: Workshop;
  exec(...args: string[]): ExecRun;
  serve(): Promise<AppServer>;
}

export interface Scenario {
  readonly name: string;
  readonly script: Script;
  readonly settings?: Settings;
  /** Default: one prompt by `codex exec`. */
  readonly play?: (stage: Stage) => Promise<void>;
  /** Event types that must occur in the bundles. */
  readonly shows: readonly string[];
  /** The reference records a bundle that it refuses to reduce, with these words. */
  readonly refusedBecause?: string;
  /** How many bundles are recorded; default 1. */
  readonly bundles?: number;
}

/** Plays it and hands the bundles over; they are gone afterwards. */
export async function record(scenario: Scenario, use: (bundles: readonly string[]) => Promise<void>): Promise<void> {
  const model = await startModel(scenario.script);
  const workshop = await openWorkshop(model.url, scenario.settings ?? {});
  const stage: Stage = {
    model,
    workshop,
    exec: (...args) => startExec(workshop, args),
    serve: () => AppServer.start(workshop),
  };
  try {
    await (scenario.play ?? prompt)(stage);
    await use(await workshop.bundles());
  } finally {
    await model.close();
    await workshop.dispose();
  }
}

async function prompt(stage: Stage): Promise<void> {
  await stage.exec('begin').done;
}
