/**
 * The one cell of a process that debugs: an isolate under V8's inspector, whose messages go to the host as they are.
 *
 * Invariants: no isolate is ever disposed of here (with a live inspector session that can block this thread for ever):
 * the host ends the process. A command that V8 has missed, because it came while a pause began, is brought to mind.
 */

import type { InspectorSession } from 'isolated-vm';
import { type DebugOrder, slots } from '../protocol/debug.ts';
import type { ChildLimits, ToChild } from '../protocol/messages.ts';
import type { Ivm } from './addon.ts';
import { Cell } from './cell.ts';
import type { Send } from './cellHost.ts';
import { WatchedIsolate } from './watchedIsolate.ts';

/** How long a command may stay unanswered before V8 is reminded, ms. */
const firstReminderMs = 2;
const reminderMs = 5;
/** After so many reminders V8 is not deaf but busy. */
const eagerReminders = 20;
const patientMs = 100;
/** Numbers of our own commands; the host's are below. */
const firstReminder = 2 ** 30;
/** How often short texts are passed on while the cell computes, ms. */
const pollMs = 25;
/** How long a step's end may stay untold when nobody waits for it, ms. */
const untoldMs = 25;

type HeldEvent = ['result', call: number, ok: 0 | 1, json: string] | ['timer', id: number];

export class DebugHost {
  readonly #send: Send;
  readonly #flush: () => void;
  readonly #limits: ChildLimits;
  readonly #watched: WatchedIsolate;
  readonly #inspector: InspectorSession;
  readonly #tools = new Map<number, string>();
  readonly #stored = new Map<string, string>();
  readonly #unanswered = new Set<number>();
  #cell: Cell | undefined;
  /** Steps the cell was given: its start, results and timers. */
  #given = 0;
  /** For each step that is waited for, how many had been given then. They end in their order. */
  readonly #awaited: number[] = [];
  /** What has come for a cell whose thread is held inside, as JSON. */
  readonly #held: string[] = [];
  /** Whether anything was taken that way in the step under way. */
  #tookHeld = false;
  /** Each step's end is told at once. */
  #watching = true;
  #probing = false;
  /** The first step, the code's own start, has ended. */
  #begun = false;
  #reminders = 0;
  #reminding = false;
  #lastReminder = firstReminder;

  constructor(ivm: Ivm, limits: ChildLimits, send: Send, flush: () => void) {
    this.#send = send;
    this.#flush = flush;
    this.#limits = limits;
    this.#watched = new WatchedIsolate({
      ivm,
      memoryMb: limits.memoryMb,
      note: (kind, a, b) => send({ t: 'debug', op: 'note', kind, a, b }),
      still: () => this.#fellStill(),
      take: () => this.#held.shift(),
      // The cell spins from now on: what it said must be out before.
      left: flush,
    });
    this.#watched.mail.open = false;
    this.#inspector = this.#watched.isolate.createInspectorSession();
    this.#inspector.onResponse = (id, message) => this.#responded(id, message);
    this.#inspector.onNotification = message => {
      // Who looks at code that stands still wants to see what it has put out.
      if (message.startsWith('{"method":"Debugger.paused"')) this.#cell?.poll();
      send({ t: 'debug', op: 'inspect' }, message);
    };
  }

  receive(message: ToChild, payload: Buffer): void {
    switch (message.t) {
      case 'config':
        // The process was made for this one cell, with its limits.
        break;
      case 'tools':
        this.#tools.set(message.list, payload.toString());
        break;
      case 'put':
        this.#stored.set(message.key, payload.toString());
        break;
      case 'exec':
        this.#exec(message.c, message.list, message.pausable === true, payload.toString());
        break;
      case 'result':
        if (!this.#keep(['result', message.i, message.ok ? 1 : 0, payload.toString()])) {
          this.#cell?.result(message.i, message.ok, payload.toString());
          this.#gave();
        }
        break;
      case 'go':
        this.#cell?.go(message.all);
        break;
      case 'stop':
        this.#cell?.stop();
        this.#send({ t: 'stopped', c: message.c });
        break;
      case 'debug':
        this.#order(message, payload.toString());
        break;
    }
  }

  #order(order: DebugOrder, payload: string): void {
    switch (order.op) {
      case 'inspect':
        this.#inspect(payload);
        break;
      case 'fire':
        if (!this.#keep(['timer', order.id])) {
          this.#cell?.fire(order.id);
          this.#gave();
        }
        break;
      case 'arm':
        Atomics.store(this.#watched.armed, order.slot, order.on ? 1 : 0);
        if (order.slot === slots.hold) this.#holdBehind(order.on);
        break;
      case 'watch':
        this.#watching = order.on;
        // Who steps wants each result to be a step of its own.
        this.#watched.mail.open = !order.on;
        if (order.on) this.#probe();
        break;
      case 'ping':
        this.#send({ t: 'debug', op: 'pong' });
        break;
    }
  }

  #exec(id: string, list: number, pausable: boolean, source: string): void {
    if (this.#cell !== undefined) return;
    const cell = new Cell(id, this.#watched, pausable, {
      limits: this.#limits,
      stored: new Map(this.#stored),
      send: this.#send,
      flush: this.#flush,
      retire: () => {},
      taint: why => this.#send({ t: 'tainted' }, why),
      settled: () => this.#stepEnded(),
    });
    this.#cell = cell;
    this.#awaited.push(++this.#given);
    const poll = setInterval(() => (cell.over ? clearInterval(poll) : this.#watched.texts.poll()), pollMs);
    void cell.start(source, this.#tools.get(list) ?? '[]');
  }

  /** What lies in the isolate's queue already must not wait for a thread that is held: it is held behind it. */
  #holdBehind(on: boolean): void {
    const { armed, mail } = this.#watched;
    const behind = on ? mail.behind : 0;
    Atomics.store(armed, slots.behind, behind === 0 ? 0 : behind + 1);
    if (behind === 0) return;
    this.#awaited.push(this.#given);
    this.#cell?.probe();
  }

  /** Puts an event where a held thread takes it. False when no thread is held. */
  #keep(event: HeldEvent): boolean {
    const { armed } = this.#watched;
    if (this.#awaited.length === 0 || Atomics.load(armed, slots.hold) === 0) return false;
    this.#given++;
    this.#tookHeld = true;
    // It enters like any other: uncounted, it would seem that less is under way than is.
    this.#watched.mail.giving();
    this.#held.push(JSON.stringify(event));
    Atomics.add(armed, slots.bell, 1);
    Atomics.notify(armed, slots.bell);
    return true;
  }

  /** The code of a held thread can do nothing until something comes. */
  #fellStill(): void {
    if (this.#held.length === 0) this.#send({ t: 'debug', op: 'settled', steps: this.#given });
  }

  #gave(): void {
    this.#given++;
    if (this.#watching) {
      this.#probe();
    } else if (!this.#probing) {
      this.#probing = true;
      setTimeout(() => {
        this.#probing = false;
        this.#probe();
      }, untoldMs);
    }
  }

  #stepEnded(): void {
    const steps = this.#awaited.shift() ?? 0;
    this.#send({ t: 'debug', op: 'settled', steps });
    const first = !this.#begun;
    this.#begun = true;
    if (this.#tookHeld && this.#awaited.length === 0) {
      this.#tookHeld = false;
      this.#probe();
      return;
    }
    if (!first) return;
    if (this.#given > steps) this.#probe();
  }

  /** Finds out when everything given so far has ended. While the code starts, that it has started is waited for. */
  #probe(): void {
    if (!this.#begun || this.#cell === undefined || this.#cell.over) return;
    this.#awaited.push(this.#given);
    this.#cell.probe();
  }

  #inspect(message: string): void {
    const id = Number(/"id":(\d+)/.exec(message)?.[1] ?? 0);
    this.#unanswered.add(id);
    this.#command(message);
    this.#reminders = 0;
    this.#remind(firstReminderMs);
  }

  /** A command to an isolate that V8 has given up would end the process before it can tell why. */
  #command(message: string): void {
    if (!this.#watched.isolate.isDisposed) this.#inspector.dispatchProtocolMessage(message);
  }

  #responded(id: number, message: string): void {
    if (id >= firstReminder) return;
    this.#unanswered.delete(id);
    this.#send({ t: 'debug', op: 'inspect' }, message);
  }

  /** Any command wakes V8 up, and it then takes all that wait. */
  #remind(ms: number): void {
    if (this.#reminding) return;
    this.#reminding = true;
    setTimeout(() => {
      this.#reminding = false;
      if (this.#unanswered.size === 0) return;
      this.#reminders++;
      const reminder = { id: ++this.#lastReminder, method: 'Runtime.getIsolateId' };
      this.#command(JSON.stringify(reminder));
      this.#remind(this.#reminders > eagerReminders ? patientMs : reminderMs);
    }, ms);
  }
}
