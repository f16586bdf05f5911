/** Cells: what runs, yields, is waited on, fails and is stopped. */

import { call, exec, say, think, wait } from '../model/items.ts';
import type { Reply } from '../model/server.ts';
import type { Scenario } from '../scenario.ts';

const done = (): Reply => ({ items: [say('that was it')] });
const sleep = 'const sleep = ms => new Promise(done => setTimeout(done, ms));';

export const cells: readonly Scenario[] = [
  {
    name: 'a cell with nested calls one after the other and side by side',
    shows: ['code_cell_ended', 'tool_call_runtime_ended'],
    script: [
      {
        items: [
          think('r1', ['Count the words first.'], 'c2VjcmV0'),
          exec(
            'count-1',
            [
              'const first = await tools.exec_command({ cmd: "printf one" });',
              'const rest = await Promise.all(["two", "three", "four"].map(word => tools.exec_command({ cmd: "printf " + word })));',
              'text([first, ...rest].map(result => result.output).join(" "));',
              'text({ exit: first.exit_code, list: [1, 2.5, null] });',
            ].join('\n'),
          ),
        ],
      },
      { items: [say('counted', { phase: 'final_answer' })] },
    ],
  },
  {
    name: 'a cell that yields is waited on until it has finished',
    shows: ['code_cell_initial_response', 'code_cell_ended'],
    script: [
      {
        items: [
          exec(
            'slow',
            `${sleep}\ntext("begun"); yield_control(); await sleep(150); text("middle"); await sleep(150); text("end");`,
          ),
        ],
      },
      { items: [wait('w1', '1', { yield_time_ms: 40 })] },
      { items: [wait('w2', '1', { yield_time_ms: 5000, max_tokens: 50 })] },
      done(),
    ],
  },
  {
    name: 'a cell yields by its own pragma and is collected after it has finished',
    shows: ['code_cell_ended'],
    script: [
      { items: [exec('slow', `// @exec: {"yield_time_ms": 20}\n${sleep}\nawait sleep(60); text("late");`)] },
      { items: [call('look', 'wait', { cell_id: '1' })] },
      done(),
    ],
  },
  {
    name: 'an endless cell is terminated, and a later wait finds nothing',
    shows: ['code_cell_ended'],
    script: [
      { items: [exec('endless', `// @exec: {"yield_time_ms": 30}\n${sleep}\ntext("on"); for (;;) await sleep(5);`)] },
      { items: [wait('stop', '1', { terminate: true })] },
      { items: [wait('again', '1')] },
      done(),
    ],
  },
  {
    name: 'cells fail in every way, before and after a yield',
    shows: ['code_cell_ended'],
    script: [
      { items: [exec('thrown', 'text("before");\nfunction inner() { throw new TypeError("no good"); }\ninner();')] },
      { items: [exec('odd', 'throw { reason: 7 };')] },
      { items: [exec('syntax', 'const = 1;')] },
      { items: [exec('import', 'import { x } from "y"; text(x);')] },
      { items: [exec('empty', '  ')] },
      { items: [exec('pragma', '// @exec: {"speed": 3}\ntext(1);')] },
      { items: [exec('bare', '// @exec: {"yield_time_ms": 5}')] },
      {
        items: [
          exec(
            'reject',
            'try { await tools.exec_command({ cmd: 5 }); } catch (error) { text(String(error)); }\nawait tools.nothing_here();',
          ),
        ],
      },
      { items: [exec('later', `${sleep}\nyield_control(); await sleep(40); throw new Error("later");`)] },
      { items: [wait('see', '9')] },
      { items: [wait('see-5', '6')] },
      done(),
    ],
  },
  {
    name: 'several cells and waits are under way at once',
    shows: ['code_cell_ended'],
    script: [
      {
        items: [
          exec('left', `${sleep}\nyield_control(); await sleep(200); text("left");`),
          exec('right', `${sleep}\nyield_control(); await sleep(100); text("right");`),
        ],
      },
      { items: [wait('w-left', '1'), wait('w-right', '2'), wait('w-third', '1')] },
      done(),
    ],
  },
  {
    name: 'a cell notifies, stores, loads and shows an image',
    shows: ['code_cell_ended'],
    script: [
      {
        items: [
          exec(
            'keep',
            [
              'notify("on my way"); notify({ step: 1 });',
              'store("seen", { count: 3 });',
              'image("data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");',
              'text("");',
              'text(undefined);',
            ].join('\n'),
          ),
        ],
      },
      { items: [exec('load', 'text(load("seen")); text(load("nothing")); exit(); text("never");')] },
      done(),
    ],
  },
  {
    name: 'a long output is cut to its budget',
    shows: ['code_cell_ended'],
    script: [
      {
        items: [
          exec(
            'long',
            '// @exec: {"max_output_tokens": 60}\nfor (let line = 0; line < 200; line++) text("line " + line + " äöü");',
          ),
        ],
      },
      { items: [exec('wide', 'text("x".repeat(90_000));')] },
      done(),
    ],
  },
  {
    name: 'a call in flight is left behind when its cell ends',
    shows: ['code_cell_ended'],
    script: [{ items: [exec('leave', 'tools.exec_command({ cmd: "sleep 2" }); await 0; text("gone");')] }, done()],
  },
  {
    name: 'a patch is made from a cell, and a terminal is written to',
    shows: ['tool_call_runtime_started', 'stdin_target_resolved'],
    script: [
      {
        items: [
          exec(
            'work',
            [
              'text(await tools.apply_patch("*** Begin Patch\\n*** Add File: note.txt\\n+hello\\n*** End Patch"));',
              'const open = await tools.exec_command({ cmd: "read answer; echo got $answer", yield_time_ms: 200, tty: true });',
              'text(open.session_id);',
              'text(await tools.write_stdin({ session_id: open.session_id, chars: "42\\n", yield_time_ms: 500 }));',
              'try { await tools.write_stdin({ session_id: 987654, chars: "x" }); } catch (error) { text(String(error)); }',
            ].join('\n'),
          ),
        ],
      },
      done(),
    ],
  },
  {
    name: 'a wait that names no cell makes a bundle nobody may reduce',
    shows: ['tool_call_started'],
    refusedBecause: 'did not contain cell_id',
    script: [{ items: [call('blind', 'wait', { yield_time_ms: 5 })] }, done()],
  },
];
