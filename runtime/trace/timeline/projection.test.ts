import { expect, test } from 'vitest';
import { RolloutBuilder } from '../../../test/support/rolloutBuilder.ts';
import { createProjection, project } from './projection.ts';
import { renderText } from './renderText.ts';

/** A rollout in which nothing is said but what a test adds: one thread, one turn, ended at `ms`. */
function drawn(build: RolloutBuilder, ms: number, width = 40): string {
  build.at(ms).endTurn('turn-1').endThread().endRollout();
  return renderText(project(build.graph), width);
}

const started = () => new RolloutBuilder().at(0).thread().turn('turn-1');

test('a cell that finishes at once lies below the call that started it', () => {
  const build = started().at(100).inference('model-1', 'turn-1').at(200).endInference('model-1');
  build.at(200).exec('call-1', 'turn-1', '1', 'text(1)', 'model-1').at(300).respond('call-1', 'completed');
  expect(drawn(build, 400)).toBe(`400 ms over 40 columns
/root
0 |[=======================================| /root (at 0 ms, 400 ms)
1 |[=======================================| Turn 1 (at 0 ms, 400 ms)
2 |          [==========                   | mock-model (at 100 ms, 100 ms)
3 |                    [==========         | exec (at 200 ms, 100 ms)
  Cell 1
  0 |                    [==========         | Cell 1 (at 200 ms, 100 ms)
  1 |                    [==========         | exec (at 200 ms, 100 ms)
exec at 200 ms -starts-> Cell 1
`);
});

test('a wait that yields again and one that collects the result are told apart, each joined to the cell', () => {
  const build = started().exec('call-1', 'turn-1', '1', '// @exec: {"yield_time_ms": 100}\nawait later()');
  build.at(110).respond('call-1', 'yielded');
  build.at(200).wait('wait-1', 'turn-1', 'call-1', { cell_id: '1', yield_time_ms: 100 }).at(350).endCall('wait-1');
  build.at(500).wait('wait-2', 'turn-1', 'call-1', { cell_id: '1', yield_time_ms: 1000 });
  build.at(700).endCell('call-1', 'completed').endCall('wait-2');
  expect(drawn(build, 1000)).toBe(`1 s over 40 columns
/root
0 |[=======================================| /root (at 0 ms, 1 s)
1 |[=======================================| Turn 1 (at 0 ms, 1 s)
2 |                                        |
3 |[====                                   | exec (at 0 ms, 110 ms)
  Cell 1
  0 |[============================           | Cell 1 (at 0 ms, 700 ms)
  1 |[~~~~   [~~~~~~     [========           | exec (at 0 ms, 110 ms, yielded), wait (at 200 ms, 150 ms, yielded), wait (at 500 ms, 200 ms)
    ^ 100 ms yieldPromised on row 1: promised to return after 100 ms
    ^ 110 ms yield on row 0: yielded after 110 ms, promised 100 ms
    ^ 200 ms resume on row 0: waited for again
    ^ 300 ms yieldPromised on row 1: promised to return after 100 ms
    ^ 350 ms yield on row 0: yielded after 150 ms, promised 100 ms
    ^ 500 ms resume on row 0: waited for again
exec at 0 ms -starts-> Cell 1
wait at 200 ms -waitsFor-> Cell 1
wait at 500 ms -waitsFor-> Cell 1
`);
});

test('a termination is asked, acknowledged, and really over only when the last process has ended', () => {
  const build = started().exec('call-1', 'turn-1', '1', 'await tools.exec_command({ cmd: "sleep 9" })');
  build.at(10).nested('exec-a', 'call-1', { type: 'exec_command' }).process('op-1', 'exec-a', 'sleep 9');
  build.at(100).respond('call-1', 'yielded');
  build.at(200).wait('wait-1', 'turn-1', 'call-1', { cell_id: '1', terminate: true });
  build.at(250).endCell('call-1', 'terminated').endCall('wait-1');
  build.at(400).endProcess('op-1', 137);
  expect(drawn(build, 400)).toBe(`400 ms over 40 columns
/root
0 |[=======================================| /root (at 0 ms, 400 ms)
1 |[=======================================| Turn 1 (at 0 ms, 400 ms)
2 |                                        |
3 |[==========                             | exec (at 0 ms, 100 ms)
  Cell 1
  0 |[xxxxxxxxxxxxxxxxxxxxxxxxx              | Cell 1 (at 0 ms, 250 ms, cancelled)
  1 |[~~~~~~~~~~         [=====              | exec (at 0 ms, 100 ms, yielded), terminate (at 200 ms, 50 ms)
  2 | [xxxxxxxxxxxxxxxxxxxxxxxx              | exec_command (at 10 ms, 240 ms, cancelled)
    ^ 100 ms yield on row 0: yielded after 100 ms, promised 10000 ms (default)
    ^ 200 ms terminationAsked on row 0: asked to stop
    ^ 250 ms terminationAcknowledged on row 0: answered: terminated
    ^ 400 ms reallyOver on row 0: really over
    Processes
    0 | [!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!| sleep 9 (at 10 ms, 390 ms, failed)
exec at 0 ms -starts-> Cell 1
terminate at 200 ms -waitsFor-> Cell 1
`);
});

test('nested calls that run at once get rows of their own, and a row is used again when it is free', () => {
  const build = started().exec('call-1', 'turn-1', '1', 'await Promise.all(calls)');
  const tool = { type: 'mcp', server: 'tiny', tool: 'echo' } as const;
  build.at(10).nested('a', 'call-1', tool).nested('b', 'call-1', tool).at(20).endCall('a');
  build.at(20).nested('c', 'call-1', tool).at(30).endCall('b').endCall('c', 'failed');
  build.at(40).respond('call-1', 'completed');
  const cell = drawn(build, 40).split('  Cell 1\n')[1] ?? '';
  expect(cell).toBe(`  0 |[=======================================| Cell 1 (at 0 ms, 40 ms)
  1 |[=======================================| exec (at 0 ms, 40 ms)
  2 |          [=========[!!!!!!!!!!         | tiny.echo (at 10 ms, 10 ms), tiny.echo (at 20 ms, 10 ms, failed)
  3 |          [====================         | tiny.echo (at 10 ms, 20 ms)
    ^ 30 ms failure on row 2: failed
exec at 0 ms -starts-> Cell 1
`);
});

test('a cell that only sleeps, and a wait for it, leave a stretch to fold; a nested call does not', () => {
  const build = started().exec('call-1', 'turn-1', '1', 'await later()').at(100).respond('call-1', 'yielded');
  build.at(200).wait('wait-1', 'turn-1', 'call-1', { cell_id: '1' });
  build.at(9000).nested('a', 'call-1', { type: 'exec_command' }).at(20_000).endCall('a');
  build.endCell('call-1', 'completed').endCall('wait-1');
  const folds = drawn(build, 20_100)
    .split('\n')
    .filter(line => line.startsWith('nothing'));
  expect(folds).toEqual(['nothing for 8.8 s from 200 ms']);
});

test('a wait for a cell that nobody knows stays with the thread', () => {
  const build = started().at(10).wait('wait-1', 'turn-1', null, { cell_id: '99' }).at(20).endCall('wait-1', 'failed');
  expect(drawn(build, 40)).toBe(`40 ms over 40 columns
/root
0 |[=======================================| /root (at 0 ms, 40 ms)
1 |[=======================================| Turn 1 (at 0 ms, 40 ms)
2 |                                        |
3 |          [!!!!!!!!!!                   | wait (at 10 ms, 10 ms, failed)
  ^ 20 ms failure on row 3: failed
`);
});

test('nested calls of a cell that is not in the graph are drawn nevertheless', () => {
  const build = started().at(10).nested('a', 'lost', { type: 'apply_patch' }).at(20).endCall('a');
  expect(drawn(build, 40)).toContain(`  Cell of lost
  0 |                                        |
  1 |                                        |
  2 |          [==========                   | apply_patch (at 10 ms, 10 ms)
`);
});

test('a spawned agent is a lane below its parent, and the call that spawned it points there', () => {
  const build = started().at(10).call('call-1', 'turn-1', { type: 'spawn_agent' }, '{}').at(20).endCall('call-1');
  build.thread('alpha', 'root').spawnEdge('call-1', 'root', 'alpha').at(30).endThread('alpha');
  const text = drawn(build, 40);
  expect(text).toContain('\n  /root/alpha\n  0 |');
  expect(text).toContain('spawn_agent at 10 ms -starts-> /root/alpha');
});

test('a notification is marked where it was accepted, the answer of the call is not', () => {
  const build = started().exec('call-1', 'turn-1', '1', "notify('half way')").at(50).output('call-1', 'half way');
  build.at(100).respond('call-1', 'completed').output('call-1', 'Script completed\nWall time 0.1 seconds\nOutput:\n');
  const marks = drawn(build, 100)
    .split('\n')
    .filter(line => line.includes('^'));
  expect(marks).toEqual(['    ^ 50 ms notification on row 0: half way']);
});

test('a delta carries only what is new, and nothing when nothing is', () => {
  const build = started();
  const projection = createProjection(build.graph, { live: true });
  build.onTouch = projection.touch;
  expect(projection.delta()).toMatchObject({ version: 1, live: true, spans: { count: 2 } });
  expect(projection.delta()).toBeNull();
  build.at(50).endTurn('turn-1');
  const ended = projection.delta();
  expect(ended).toMatchObject({ version: 2, reset: false, endMs: 50, lanes: { count: 0 }, spans: { count: 0 } });
  expect([...(ended?.patches.span ?? [])]).toEqual([1]);
  expect([...(ended?.patches.spanEnd ?? [])]).toEqual([50]);
  build.endRollout();
  expect(projection.delta()).toMatchObject({ version: 3, live: false });
});
