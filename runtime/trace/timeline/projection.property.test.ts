import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { TimelinePage } from '../../../test/support/timelinePage.ts';
import type { ExecutionStatus } from '../model.ts';
import { createProjection, project } from './projection.ts';

/** One random thing that can happen next in a rollout; `pick` chooses among what is there. */
interface Step {
  readonly what: number;
  readonly pick: number;
  readonly after: number;
  /** Take a delta here. */
  readonly look: boolean;
}

const steps = fc.array(
  fc.record({
    what: fc.nat(19),
    pick: fc.nat(1000),
    after: fc.oneof(
      { weight: 8, arbitrary: fc.nat(300) },
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.nat(30_000) },
    ),
    look: fc.boolean(),
  }),
  { minLength: 30, maxLength: 250, size: 'max' },
);

/** Plays the steps that are possible at their moment. Cells of cancelled turns stay dead here. */
class Play {
  readonly build = new RolloutBuilder();
  #now = 0;
  #count = 0;

  constructor() {
    this.build.thread().turn('first');
  }

  step({ what, pick, after }: Step): void {
    const { build } = this;
    const { graph } = build;
    this.#now += after;
    build.at(this.#now);
    const id = `x${++this.#count}`;
    const any = <T>(list: readonly T[]): T | undefined => list[pick % Math.max(1, list.length)];
    const open = <T extends { execution: { ended_seq: number | null } }>(map: Map<string, T>): T[] =>
      [...map.values()].filter(one => one.execution.ended_seq === null);
    const turn = any(open(graph.codex_turns))?.codex_turn_id;
    const cell = any([...graph.code_cells.values()])?.model_visible_call_id;
    const liveCell = any(
      open(graph.code_cells).filter(one => one.initial_response_seq !== null),
    )?.model_visible_call_id;
    const outcome: ExecutionStatus = pick % 3 === 0 ? 'failed' : 'completed';
    switch (what) {
      case 0:
        build.turn(id, any([...graph.threads.keys()]));
        break;
      case 1:
      case 2:
        if (turn) build.inference(id, turn, graph.codex_turns.get(turn)?.thread_id);
        break;
      case 3:
      case 4: {
        const call = any(open(graph.inference_calls));
        if (call) build.endInference(call.inference_call_id, {}, outcome);
        break;
      }
      case 5:
        if (turn) build.call(id, turn, { type: 'apply_patch' }, '{}');
        break;
      case 6:
      case 7:
        if (turn) build.exec(id, turn, id, pick % 2 ? 'text(1)' : '// @exec: {"yield_time_ms": 100}\ntext(1)');
        break;
      case 8: {
        const answering = any(open(graph.code_cells).filter(one => one.initial_response_seq === null));
        if (answering)
          build.respond(
            answering.model_visible_call_id,
            pick % 2 ? 'yielded' : outcome === 'failed' ? 'failed' : 'completed',
          );
        break;
      }
      case 9:
      case 10:
        if (turn)
          build.wait(id, turn, cell ?? null, {
            cell_id: cell ?? 'none',
            yield_time_ms: 200,
            terminate: pick % 4 === 0,
          });
        break;
      case 11:
      case 12: {
        const call = any(open(graph.tool_calls).filter(one => one.started_code_cell_id === undefined));
        if (call) build.endCall(call.tool_call_id, outcome);
        break;
      }
      case 13:
        if (liveCell) build.endCell(liveCell, pick % 2 ? 'terminated' : 'completed');
        break;
      case 14:
      case 15: {
        const running = any(open(graph.code_cells))?.model_visible_call_id;
        if (running)
          build.nested(id, running, pick % 2 ? { type: 'exec_command' } : { type: 'mcp', server: 's', tool: 't' });
        break;
      }
      case 16: {
        const call = any(
          open(graph.tool_calls).filter(one => one.kind.type === 'exec_command' && one.terminal_operation_id === null),
        );
        if (call) build.process(`p${id}`, call.tool_call_id, 'make');
        break;
      }
      case 17: {
        const process = any(open(graph.terminal_operations));
        if (process) build.endProcess(process.operation_id, pick % 2);
        break;
      }
      case 18:
        if (turn) build.endTurn(turn, pick % 3 === 0 ? 'cancelled' : 'completed');
        break;
      default: {
        const spawning = any([...graph.tool_calls.values()]);
        if (!spawning) break;
        build.thread(id, spawning.thread_id).spawnEdge(spawning.tool_call_id, spawning.thread_id, id);
      }
    }
  }
}

test('a timeline fed step by step equals the timeline of the finished graph', () => {
  fc.assert(
    fc.property(steps, script => {
      const play = new Play();
      const projection = createProjection(play.build.graph);
      play.build.onTouch = projection.touch;
      const page = new TimelinePage();
      for (const step of script) {
        play.step(step);
        const delta = step.look ? projection.delta() : null;
        if (delta) page.apply(delta);
      }
      const last = projection.delta();
      if (last) page.apply(last);
      const whole = new TimelinePage().apply(project(play.build.graph));
      expect(page.content).toEqual(whole.content);
      expect(page.faults()).toEqual([]);
    }),
    { numRuns: 120 },
  );
});

test('a page that joins late gets what the others have, and the same deltas from there on', () => {
  fc.assert(
    fc.property(steps, fc.nat(100), (script, joinAt) => {
      const play = new Play();
      const projection = createProjection(play.build.graph);
      play.build.onTouch = projection.touch;
      const early = new TimelinePage();
      let late: TimelinePage | null = null;
      script.forEach((step, at) => {
        play.step(step);
        if (at === joinAt) late = new TimelinePage().apply(projection.whole());
        const delta = projection.delta();
        if (delta && (early.version > 0 || delta.version === 1)) early.apply(delta);
        else if (delta) early.apply(projection.whole());
        if (delta) late?.apply(delta);
      });
      const joined = late as TimelinePage | null;
      if (joined && joined.version > 0) {
        expect(joined.content).toEqual(new TimelinePage().apply(projection.whole()).content);
      }
    }),
    { numRuns: 60 },
  );
});

test('a clock that jumps about never makes spans of a row overlap', () => {
  fc.assert(
    fc.property(steps, fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1 }), (script, jumps) => {
      const play = new Play();
      const projection = createProjection(play.build.graph);
      play.build.onTouch = projection.touch;
      const page = new TimelinePage();
      for (const [at, step] of script.entries()) {
        play.step({ ...step, after: step.after + (jumps[at % jumps.length] ?? 0) });
        const delta = step.look ? projection.delta() : null;
        if (delta) page.apply(delta);
      }
      expect(page.faults()).toEqual([]);
      expect(new TimelinePage().apply(project(play.build.graph)).faults()).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
