/** Agents that spawn others, give them work, talk to them and end them; in both dialects of the agent tools. */
import type { JsonObject } from '../../../runtime/base/json.ts';
import type { Settings } from '../codex/workshop.ts';
import { call, exec, say } from '../model/items.ts';
import type { Reply, Request } from '../model/server.ts';
import type { Scenario } from '../scenario.ts';

/** Only the root has been given the prompt. */
const isRoot = (request: Request) => request.text.includes('"begin"');
/** How many calls of this thread have been answered. */
const answered = (request: Request) =>
  request.input.filter(item => typeof item.type === 'string' && item.type.endsWith('_call_output')).length;
const steps = (request: Request, list: readonly Reply[]): Reply =>
  list[answered(request)] ?? { items: [say('nothing more')] };

let calls = 0;
const team = (name: string, args: JsonObject) => call(`team-${++calls}`, name, args, 'collaboration');
const v2: Settings = {
  features: ['multi_agent', 'multi_agent_v2'],
  more: '[features.multi_agent_v2]\nenabled = true\nmin_wait_timeout_ms = 100',
};

export const agents: readonly Scenario[] = [
  {
    name: 'an agent spawns two others, gives one more work and stops one (second dialect)',
    settings: v2,
    shows: ['agent_result_observed', 'thread_started', 'tool_call_runtime_ended'],
    script: request => {
      if (!isRoot(request)) {
        const busy = answered(request) === 0 && request.text.includes('count');
        return busy
          ? { items: [call(`look-${request.index}`, 'exec_command', { cmd: 'echo child' })] }
          : { items: [say('child is done')] };
      }
      return steps(request, [
        { items: [team('spawn_agent', { task_name: 'counter', message: 'count the files', fork_turns: 'none' })] },
        { items: [team('spawn_agent', { task_name: 'reader', message: 'read the notes', fork_turns: 'none' })] },
        { items: [team('wait_agent', { timeout_ms: 10_000 })] },
        { items: [team('followup_task', { target: 'counter', message: 'count them again' })] },
        { items: [team('send_message', { target: 'reader', message: 'a word to the reader' })] },
        { items: [team('wait_agent', { timeout_ms: 300 })] },
        { items: [team('list_agents', {})] },
        { items: [team('interrupt_agent', { target: 'reader' })] },
        { items: [team('followup_task', { target: 'stranger', message: 'hello?' })] },
      ]);
    },
  },
  {
    name: 'an agent spawns another, sends it input and closes it (first dialect)',
    settings: { features: ['multi_agent'] },
    shows: ['thread_started', 'tool_call_runtime_started'],
    script: request => {
      if (!isRoot(request)) return { items: [say('child says hello')] };
      const child = /agent_id\\*"\s*:\s*\\*"([0-9a-f-]{36})/.exec(request.text)?.[1] ?? 'nobody';
      const v1 = (id: string, name: string, args: JsonObject) => call(id, name, args, 'multi_agent_v1');
      return steps(request, [
        { items: [v1('s1', 'spawn_agent', { message: 'say hello' })] },
        { items: [v1('w1', 'wait_agent', { targets: [child], timeout_ms: 10_000 })] },
        { items: [v1('i1', 'send_input', { target: child, message: 'once more' })] },
        { items: [v1('w2', 'wait_agent', { targets: [child], timeout_ms: 10_000 })] },
        { items: [v1('c1', 'close_agent', { target: child })] },
        { items: [v1('c2', 'close_agent', { target: '00000000-0000-7000-8000-000000000000' })] },
      ]);
    },
  },
  {
    name: 'a cell spawns an agent that runs a cell of its own',
    settings: {
      features: ['multi_agent', 'code_mode', 'code_mode_only'],
      more: `${v2.more}\nnon_code_mode_only = false`,
    },
    shows: ['code_cell_ended', 'thread_started', 'agent_result_observed'],
    script: request => {
      const find = 'const find = name => tools[ALL_TOOLS.map(tool => tool.name).find(each => each.endsWith(name))];';
      if (!isRoot(request)) {
        return steps(request, [
          {
            items: [exec('inner', 'const got = await tools.exec_command({ cmd: "printf inside" }); text(got.output);')],
          },
          { items: [say('inner work is done')] },
        ]);
      }
      return steps(request, [
        {
          items: [
            exec(
              'outer',
              [
                find,
                'text(await find("spawn_agent")({ task_name: "inner", message: "do inner work", fork_turns: "none" }));',
                'text(await find("wait_agent")({ timeout_ms: 10000 }));',
                'text(await find("list_agents")({}));',
              ].join('\n'),
            ),
          ],
        },
        { items: [say('outer work is done')] },
      ]);
    },
  },
  {
    name: 'the model of an agent fails',
    settings: v2,
    shows: ['thread_started', 'inference_failed'],
    script: request => {
      if (!isRoot(request)) return { status: 500 };
      return steps(request, [
        { items: [team('spawn_agent', { task_name: 'unlucky', message: 'try', fork_turns: 'none' })] },
        { items: [team('wait_agent', { timeout_ms: 10_000 })] },
      ]);
    },
  },
];
