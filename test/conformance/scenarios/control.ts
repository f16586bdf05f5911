/** What happens around a turn: failing models, interruptions, kills, several turns, resuming, forking, compaction. */
import { existsSync } from 'node:fs';
import { isRecord } from '../../../runtime/base/json.ts';
import type { AppServer } from '../codex/appServer.ts';
import { call, exec, say, think, wait } from '../model/items.ts';
import type { Reply, Request } from '../model/server.ts';
import type { Scenario, Stage } from '../scenario.ts';

const done = (): Reply => ({ items: [say('that was it')] });
const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 2_400; tries++) {
    if (await condition()) return;
    await new Promise(resolve => setTimeout(resolve, 25));
  }
  throw new Error('what the scenario waits for did not happen within 60 s');
};
/** The last word was the output of a call. */
const answeredLast = (request: Request) => String(request.input.at(-1)?.type).endsWith('_output');
/** A command that shows it runs by making this file, and then stays. */
const staying = 'touch started; sleep 30';
const started = (stage: Stage) => until(() => existsSync(`${stage.workshop.folder}/started`));
const asked = (stage: Stage, times: number) => until(() => stage.model.requests.length >= times);
/** The program has taken in what the model said: one that has only been asked is not cancelled, it never began. */
const spoken = (server: AppServer) =>
  server.notice('item/completed', ({ item }) => isRecord(item) && item.type === 'agentMessage');

/** A turn of which something is under way, interrupted, and a turn after it. */
const interrupted = async (
  stage: Stage,
  underWay: (stage: Stage, server: AppServer) => Promise<unknown>,
): Promise<void> => {
  const server = await stage.serve();
  const thread = await server.startThread();
  const turn = await server.startTurn(thread, 'begin');
  await underWay(stage, server);
  await server.interrupt(thread, turn);
  await server.turn(thread, 'and now?');
  await server.leave();
};

export const failures: readonly Scenario[] = [
  { name: 'a model that answers with an error', script: [{ status: 500 }], shows: ['inference_failed'] },
  {
    name: 'a model that fails in its stream',
    script: [{ end: 'failed', items: [say('half')] }],
    shows: ['inference_failed'],
  },
  {
    name: 'a stream that is cut in the middle of a response',
    script: [{ end: 'cut', items: [think('r1', ['Begin.'], 'ZW5j'), exec('half', 'text("half")')] }],
    shows: ['inference_failed'],
  },
  {
    name: 'a model that has no room left',
    script: [{ items: [exec('one', 'text("x".repeat(400));')] }, { status: 400 }],
    shows: ['inference_failed', 'code_cell_ended'],
  },
  {
    name: 'a stream that is cut and tried again',
    settings: { retries: 2 },
    script: [{ end: 'cut', items: [say('half')] }, { items: [exec('one', 'text(1)')] }, { end: 'cut' }, done()],
    shows: ['inference_failed', 'inference_completed', 'code_cell_ended'],
  },
  {
    name: 'a usage with cache and reasoning, and one without details',
    script: [
      { items: [exec('one', 'text(1)')], usage: { input_tokens: 7, output_tokens: 3, total_tokens: 10 } },
      {
        items: [exec('two', 'text(2)')],
        usage: { ...usage(), input_tokens_details: { cached_tokens: 5, cache_write_tokens: 2 } },
      },
      done(),
    ],
    shows: ['code_cell_ended'],
  },
];

export const interruptions: readonly Scenario[] = [
  {
    name: 'a turn is interrupted while a cell runs a command',
    script: [
      { items: [exec('stay', `await tools.exec_command({ cmd: ${JSON.stringify(staying)} });`)] },
      { items: [wait('look', '1')] },
      done(),
    ],
    play: stage => interrupted(stage, started),
    shows: ['code_cell_started', 'codex_turn_ended'],
  },
  {
    name: 'a turn is interrupted while a command runs',
    settings: { features: [] },
    script: [{ items: [call('stay', 'exec_command', { cmd: staying, yield_time_ms: 20_000 })] }, done()],
    play: stage => interrupted(stage, started),
    shows: ['tool_call_started', 'codex_turn_ended'],
  },
  {
    name: 'a turn is interrupted while the model speaks',
    script: [{ items: [say('half a thought')], end: 'hang' }, done()],
    play: stage => interrupted(stage, (_, server) => spoken(server)),
    shows: ['inference_cancelled', 'codex_turn_ended'],
  },
  {
    name: 'the program is killed while a cell runs',
    script: [{ items: [exec('stay', `await tools.exec_command({ cmd: ${JSON.stringify(staying)} });`)] }],
    play: async stage => {
      const run = stage.exec('begin');
      await started(stage);
      run.kill('SIGKILL');
      await run.done;
    },
    shows: ['code_cell_started'],
  },
  {
    name: 'the program is killed while the model speaks',
    script: [{ end: 'hang' }],
    play: async stage => {
      const run = stage.exec('begin');
      await asked(stage, 1);
      run.kill('SIGKILL');
      await run.done;
    },
    shows: ['inference_started'],
  },
  {
    name: 'the program is told to end while a cell runs',
    script: [{ items: [exec('stay', `await tools.exec_command({ cmd: ${JSON.stringify(staying)} });`)] }, done()],
    play: async stage => {
      const run = stage.exec('begin');
      await started(stage);
      run.kill('SIGINT');
      await run.done;
    },
    shows: ['code_cell_started', 'codex_turn_ended'],
  },
];

export const threads: readonly Scenario[] = [
  {
    name: 'several turns share stored values and cells',
    script: [
      {
        items: [
          exec(
            'keep',
            'store("word", "kept"); yield_control(); await new Promise(done => setTimeout(done, 50)); text("late");',
          ),
        ],
      },
      done(),
      { items: [wait('collect', '1'), exec('use', 'text(load("word"));')] },
      done(),
      done(),
    ],
    play: async stage => {
      const server = await stage.serve();
      const thread = await server.startThread();
      for (const text of ['begin', 'go on', 'and end']) await server.turn(thread, text);
      await server.leave();
    },
    shows: ['code_cell_ended', 'codex_turn_ended'],
  },
  {
    name: 'a thread is resumed by another program',
    script: [
      { items: [exec('one', 'text("first life");')] },
      done(),
      { items: [exec('two', 'text("second life");')] },
      done(),
    ],
    play: async stage => {
      const first = await stage.serve();
      const thread = await first.startThread();
      await first.turn(thread, 'begin');
      await first.leave();
      const second = await stage.serve();
      await second.resumeThread(thread);
      await second.turn(thread, 'go on');
      await second.leave();
    },
    shows: ['code_cell_ended'],
    bundles: 2,
  },
  {
    name: 'a conversation of many turns',
    script: request =>
      answeredLast(request)
        ? done()
        : {
            items: [
              think(`r${request.index}`, [`Thought ${request.index}`], 'ZW5j'),
              exec(`many-${request.index}`, `text(${request.index});`),
            ],
          },
    play: async stage => {
      const server = await stage.serve();
      const thread = await server.startThread();
      for (let turn = 1; turn <= 12; turn++) await server.turn(thread, `turn ${turn}`);
      await server.leave();
    },
    shows: ['code_cell_ended'],
  },
  {
    name: 'the person runs a command of their own',
    script: [{ items: [exec('one', 'text("seen");')] }, done()],
    play: async stage => {
      const server = await stage.serve();
      const thread = await server.startThread();
      await server.ask('thread/shellCommand', { threadId: thread, command: 'echo mine' });
      await server.notice('turn/completed');
      await server.turn(thread, 'begin');
      await server.leave();
    },
    shows: ['code_cell_ended'],
  },
  {
    name: 'a thread is forked',
    script: [{ items: [exec('one', 'text("trunk");')] }, done(), { items: [exec('two', 'text("branch");')] }, done()],
    play: async stage => {
      const server = await stage.serve();
      const thread = await server.startThread();
      await server.turn(thread, 'begin');
      await server.turn(await server.forkThread(thread), 'go another way');
      await server.leave();
    },
    shows: ['code_cell_ended'],
    bundles: 2,
  },
  {
    name: 'two threads of one program have bundles of their own',
    script: [
      { items: [exec('a', 'text("a");')] },
      done(),
      { items: [exec('b', 'yield_control(); text("b");')] },
      done(),
    ],
    play: async stage => {
      const server = await stage.serve();
      const threadIds = [await server.startThread(), await server.startThread()];
      for (const thread of threadIds) await server.turn(thread, 'begin');
      await server.leave();
    },
    shows: ['code_cell_initial_response'],
    bundles: 2,
  },
];

const compacting = async (stage: Stage): Promise<void> => {
  const server = await stage.serve();
  const thread = await server.startThread();
  await server.turn(thread, 'begin');
  await server.compact(thread);
  await server.turn(thread, 'go on');
  await server.leave();
};

export const compactions: readonly Scenario[] = [
  {
    name: 'a history is compacted by the provider, and work goes on',
    settings: { provider: 'OpenAI' },
    script: request =>
      request.text.includes('compaction_trigger')
        ? { items: [{ type: 'compaction', encrypted_content: 'c3VtbWFyeQ==' }] }
        : request.index === 0
          ? { items: [exec('one', 'text("before");')] }
          : request.text.includes('"go on"') && !request.text.includes('"two"')
            ? { items: [exec('two', 'text("after");')] }
            : done(),
    play: compacting,
    shows: ['compaction_installed', 'compaction_request_completed'],
  },
  {
    name: 'a compaction fails, and work goes on',
    settings: { provider: 'OpenAI' },
    script: request =>
      request.text.includes('compaction_trigger')
        ? { status: 500 }
        : request.index === 0
          ? { items: [exec('one', 'text("before");')] }
          : done(),
    play: compacting,
    shows: ['compaction_request_failed'],
  },
  {
    name: 'a model repeats a message, id and all, after a compaction',
    settings: { provider: 'OpenAI' },
    script: request =>
      request.text.includes('compaction_trigger')
        ? { items: [{ type: 'compaction', encrypted_content: 'c3VtbWFyeQ==' }] }
        : { items: [say('the same again', { id: 'message-repeated' })] },
    play: compacting,
    shows: ['compaction_installed'],
  },
  {
    name: 'a history is compacted without the provider',
    script: [
      { items: [exec('one', 'text("before");')] },
      done(),
      { items: [say('all in short')] },
      { items: [exec('two', 'text("after");')] },
      done(),
    ],
    play: compacting,
    shows: ['code_cell_ended'],
  },
];

function usage() {
  return { input_tokens: 9, output_tokens: 8, output_tokens_details: { reasoning_tokens: 1 }, total_tokens: 17 };
}
