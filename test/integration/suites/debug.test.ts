import { equal, ok } from 'node:assert/strict';
import { join } from 'node:path';
import {
  commands,
  type DebugSession,
  debug,
  Location,
  Position,
  Selection,
  SourceBreakpoint,
  Uri,
  workspace,
} from 'vscode';
import type { PendingList } from '../../../extension/debug/protocol.ts';
import { eventually } from '../support/cells.ts';
import { select, show } from '../support/editors.ts';

/** Follows the one debug session that starts in its life, by the messages of its adapter. */
class Follower {
  readonly output: string[] = [];
  #session: DebugSession | undefined;
  readonly #stops: string[] = [];
  #ended = false;
  readonly #tracker = debug.registerDebugAdapterTrackerFactory('cellscope', {
    createDebugAdapterTracker: session => {
      this.#session = session;
      return {
        onDidSendMessage: (message: { type: string; event?: string; body?: Record<string, unknown> }) => {
          if (message.type !== 'event') return;
          if (message.event === 'stopped') this.#stops.push(String(message.body?.description));
          if (message.event === 'output') this.output.push(String(message.body?.output));
          if (message.event === 'terminated') this.#ended = true;
        },
      };
    },
  });

  /** The session followed, which the workbench may still be about to make the active one. */
  get session(): DebugSession {
    if (this.#session === undefined) throw new Error('There is no debug session.');
    return this.#session;
  }

  /** The line of the topmost frame, from 1. */
  async topLine(): Promise<number> {
    const { stackFrames } = await this.session.customRequest('stackTrace', { threadId: 1 });
    return stackFrames[0].line;
  }

  /** Resolves to what the next stop is called, when the workbench has taken it in as well. */
  async stop(): Promise<string> {
    await eventually('a stop', () => {
      if (this.#stops.length > 0) return true;
      if (this.#ended) throw new Error(`The session ended before it stopped: ${this.output.join('')}`);
      return false;
    });
    // Before it knows the thread, the workbench lets its own commands pass without a word.
    await eventually(
      'a thread of the session in the workbench',
      () => debug.activeDebugSession?.id === this.session.id && debug.activeStackItem?.session.id === this.session.id,
    );
    return this.#stops.shift() ?? '';
  }

  async end(): Promise<void> {
    await eventually('the end of the session', () => this.#ended);
    await noSession();
  }

  dispose(): void {
    this.#tracker.dispose();
  }
}

/** The workbench says that it stopped debugging before it has forgotten the session. */
const noSession = () => eventually('no debug session', () => debug.activeDebugSession === undefined);

describe('a cell under the debugger', () => {
  let follower: Follower;
  let uri: Uri;

  before(async () => {
    const root = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    uri = Uri.file(join(root, 'debugged.cell.js'));
    const text = 'const list = await tools.list_directory({ path: "." });\nconst n = 1;\nconst m = n + 1;\ntext(m);\n';
    await workspace.fs.writeFile(uri, Buffer.from(text));
  });

  beforeEach(async () => {
    follower = new Follower();
    await show(uri);
  });

  afterEach(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
    await noSession();
    follower.dispose();
  });

  after(() => commands.executeCommand('workbench.action.closeAllEditors'));

  it('stops at a breakpoint, steps and ends, with no launch.json', async () => {
    debug.addBreakpoints([new SourceBreakpoint(new Location(uri, new Position(1, 0)))]);
    await commands.executeCommand('cellscope.debugCell');
    equal(await follower.stop(), 'Breakpoint');
    equal(await follower.topLine(), 2);
    await commands.executeCommand('workbench.action.debug.stepOver');
    await follower.stop();
    equal(await follower.topLine(), 3);
    await commands.executeCommand('workbench.action.debug.continue');
    await follower.end();
    ok(follower.output.includes('2\n'), follower.output.join(''));
  });

  it('steps by events, and gets a result that a person wrote', async () => {
    await debug.startDebugging(undefined, {
      type: 'cellscope',
      request: 'launch',
      name: 'test',
      program: uri.fsPath,
      stopOnEntry: true,
    });
    equal(await follower.stop(), 'Before the first line');
    await commands.executeCommand('cellscope.stepToEvent');
    equal(await follower.stop(), 'tool-1 calls list_directory');
    await commands.executeCommand('cellscope.stepToEvent');
    ok((await follower.stop()).startsWith('tool-1 (list_directory) has its result'));
    const pending: PendingList = await follower.session.customRequest('cellscope/pending');
    equal(pending.calls[0]?.state, 'ready');
    await follower.session.customRequest('cellscope/answer', { name: 'tool-1', value: 'nothing' });
    await commands.executeCommand('workbench.action.debug.stepOver');
    await follower.stop();
    equal(await follower.topLine(), 2);
    const { result } = await follower.session.customRequest('evaluate', {
      expression: 'list',
      frameId: 1,
      context: 'watch',
    });
    equal(result, '"nothing"');
  });

  it('debugs what is selected, on its own lines', async () => {
    await select(await show(uri), new Selection(1, 0, 3, 8));
    debug.addBreakpoints([new SourceBreakpoint(new Location(uri, new Position(2, 0)))]);
    await commands.executeCommand('cellscope.debugSelection');
    await follower.stop();
    equal(await follower.topLine(), 3);
  });

  it('runs a recorded cell again without its tools', async () => {
    const [trace] = await workspace.findFiles('rollouts/**/trace.jsonl');
    ok(trace, 'the samples hold no rollout');
    await debug.startDebugging(undefined, {
      type: 'cellscope',
      request: 'launch',
      name: 'test',
      rollout: Uri.joinPath(trace, '..').fsPath,
      cell: '6',
      stopOnEntry: true,
    });
    await follower.stop();
    await commands.executeCommand('workbench.action.debug.continue');
    await follower.end();
    ok(follower.output.join('').includes('Plant of the day'), follower.output.join(''));
  });
});

describe('a walk through a recorded rollout', () => {
  let follower: Follower;
  before(() => {
    follower = new Follower();
  });
  after(async () => {
    await debug.stopDebugging();
    await noSession();
    follower.dispose();
    // Its timeline was opened beside it.
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('steps forward and back with the keys of the debugger', async () => {
    const [trace] = await workspace.findFiles('rollouts/**/trace.jsonl');
    ok(trace, 'the samples hold no rollout');
    const bundle = Uri.joinPath(trace, '..').fsPath;
    await commands.executeCommand('cellscope.walkRollout', { kind: 'rollout', bundle });
    equal(await follower.stop(), 'Cell 1 starts');
    await commands.executeCommand('workbench.action.debug.stepInto');
    equal(await follower.stop(), 'tool-1 calls read_file');
    await commands.executeCommand('workbench.action.debug.stepBack');
    equal(await follower.stop(), 'Cell 1 starts');
    await debug.stopDebugging();
    await follower.end();
  });
});
