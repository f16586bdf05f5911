/** Tools the model calls itself: commands, terminals, patches, servers of other makers. */
import { fileURLToPath } from 'node:url';
import { call, custom, exec, say, think } from '../model/items.ts';
import type { Reply } from '../model/server.ts';
import type { Scenario } from '../scenario.ts';

const done = (): Reply => ({ items: [say('that was it')] });
const patch = (path: string, body: string) => `*** Begin Patch\n${body.replaceAll('FILE', path)}\n*** End Patch`;
const server = fileURLToPath(new URL('../codex/mcpServer.ts', import.meta.url));
const mcp = [
  '[mcp_servers.corner]',
  `command = ${JSON.stringify(process.execPath)}`,
  `args = [${JSON.stringify(server)}]`,
].join('\n');

export const tools: readonly Scenario[] = [
  {
    name: 'commands, good and bad, alone and side by side',
    settings: { features: [] },
    shows: ['tool_call_runtime_ended'],
    script: [
      {
        items: [
          think('r1', [], undefined, ['Look around.']),
          call('look', 'exec_command', { cmd: 'echo here; echo there >&2' }),
        ],
      },
      { items: [call('bad', 'exec_command', { cmd: 'exit 3' })] },
      {
        items: [
          call('one', 'exec_command', { cmd: 'sleep 0.1; echo 1' }),
          call('two', 'exec_command', { cmd: 'echo 2' }),
        ],
      },
      { items: [call('none', 'exec_command', '{"cmd":')] },
      { items: [call('unknown', 'fly_to_the_moon', { speed: 1e3, exact: 1.0 })] },
      done(),
    ],
  },
  {
    name: 'a terminal is opened, written to and ended',
    settings: { features: [] },
    shows: ['stdin_target_resolved', 'tool_call_runtime_ended'],
    script: request => {
      switch (request.index) {
        case 0:
          return { items: [call('open', 'exec_command', { cmd: 'cat', yield_time_ms: 250, tty: true })] };
        case 1:
          return {
            items: [
              call('type', 'write_stdin', { session_id: session(request.text), chars: 'ping\n', yield_time_ms: 250 }),
            ],
          };
        case 2:
          return {
            items: [
              call('end', 'write_stdin', { session_id: session(request.text), chars: '\u0004', yield_time_ms: 1000 }),
            ],
          };
        case 3:
          return { items: [call('wrong', 'write_stdin', { session_id: 424242, chars: 'x', max_output_tokens: 9 })] };
        default:
          return done();
      }
    },
  },
  {
    name: 'files are patched, directly and through a shell',
    settings: { features: [] },
    shows: ['tool_call_runtime_started'],
    script: [
      { items: [custom('add', 'apply_patch', patch('a.txt', '*** Add File: FILE\n+first\n+second'))] },
      {
        items: [custom('change', 'apply_patch', patch('a.txt', '*** Update File: FILE\n@@\n first\n-second\n+third'))],
      },
      { items: [custom('miss', 'apply_patch', patch('b.txt', '*** Update File: FILE\n@@\n-nothing\n+something'))] },
      {
        items: [
          call('shell', 'exec_command', {
            cmd: `apply_patch <<'EOF'\n${patch('c.txt', '*** Add File: FILE\n+by shell')}\nEOF`,
          }),
        ],
      },
      done(),
    ],
  },
  {
    name: 'a server of another maker answers, fails and is unknown',
    settings: { features: [], more: mcp },
    shows: ['mcp_tool_call_correlation_assigned', 'tool_call_runtime_ended'],
    script: [
      { items: [call('m1', 'greet', { who: 'world' }, 'mcp__corner')] },
      { items: [call('m2', 'greet', {}, 'mcp__corner'), call('m3', 'greet', { who: 'both' }, 'mcp__corner')] },
      { items: [call('m4', 'no_such', {}, 'mcp__corner')] },
      done(),
    ],
  },
  {
    name: 'a cell calls a server of another maker',
    settings: { more: mcp },
    shows: ['mcp_tool_call_correlation_assigned'],
    script: [
      {
        items: [
          exec(
            'ask',
            'const answer = await tools.mcp__corner__greet({ who: "cell" }); text(answer);\ntry { text(await tools.mcp__corner__greet({})); } catch (error) { text(String(error)); }',
          ),
        ],
      },
      done(),
    ],
  },
  {
    name: 'items that are no calls of ours stay in the conversation',
    settings: { features: [] },
    shows: ['history_item_accepted'],
    script: [
      {
        items: [
          say('looking', { phase: 'commentary' }),
          { type: 'web_search_call', id: 'ws1', status: 'completed', action: { type: 'search', query: 'weather' } },
          call('plan', 'update_plan', { plan: [{ step: 'one', status: 'in_progress' }] }),
        ],
      },
      { items: [say('found', { phase: 'final_answer' })] },
    ],
  },
];

/** The number a command gave its terminal, as the output in the request tells it. */
function session(text: string): number {
  const found = [...text.matchAll(/session ID (\d+)/g)].at(-1);
  return Number(found?.[1] ?? -1);
}
