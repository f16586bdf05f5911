/**
 * Keeps the view: reads it from the host's state when a rollout opens, writes it back a moment after it changed.
 */

import { batch, effect } from '@preact/signals';
import type { EntityRef } from '../../runtime/trace/timeline/columns.ts';
import type { HostPort } from '../host.ts';
import { closeCellsOfLong } from './cellLanes.ts';
import { asMemory, knowsView, type Memory, viewOf, withView } from './memory.ts';
import type { Model } from './model.ts';

const delayMs = 250;
/** A timeline that has not grown for so long is all there, ms. */
const settledMs = 150;

export class Keeper {
  private readonly model: Model;
  private readonly port: HostPort;
  private memory: Memory;
  private bundleKey: string | null = null;
  private timer = 0;
  /** Selection to be found again once the timeline is there. */
  private wanted: EntityRef | null = null;
  private patience = 0;
  /** Nobody has looked at this rollout before. */
  private unseen = false;
  private settling = 0;

  constructor(model: Model, port: HostPort) {
    this.model = model;
    this.port = port;
    this.memory = asMemory(port.getState());
    const { settings } = this.memory;
    batch(() => {
      model.mode.value = settings.mode;
      model.hidden.value = new Set(settings.hidden);
      model.surface.value = settings.surface;
      model.paneShare.value = settings.paneShare;
      model.onlyInView.value = settings.onlyInView;
      model.hinted.value = settings.hinted;
    });
  }

  /** Restores the view of a rollout. What is restored before its timeline arrives waits for it. */
  openRollout(bundleKey: string): void {
    const first = this.bundleKey === null && this.model.data.spans.count > 0;
    this.bundleKey = bundleKey;
    const view = viewOf(this.memory, bundleKey);
    batch(() => {
      this.model.window.value = view.window;
      this.model.collapsed.value = new Set(view.collapsed);
      this.model.openedFolds.value = new Set(view.openedFolds);
      if (!first) this.model.selection.value = null;
      this.model.details.value = null;
      this.model.range.value = null;
      this.model.path.value = null;
      this.model.cursorMs.value = null;
      this.model.playing.value = false;
      this.unseen = !knowsView(this.memory, bundleKey);
      this.wanted = view.selected;
      this.patience = 64;
    });
  }

  watch(): () => void {
    const { model } = this;
    const stopWaiting = effect(() => {
      model.changes.value;
      if (this.unseen) this.closeWhenThere();
      if (!this.wanted || model.data.spans.count === 0) return;
      // A large timeline comes in parts: what is wanted may be in a later one, but not for ever.
      const span = model.selection.peek() ? -1 : model.data.findSpan(this.wanted);
      if (span >= 0) model.selection.value = { type: 'span', index: span };
      if (model.selection.peek() || --this.patience <= 0) this.wanted = null;
    });
    const stopSaving = effect(() => {
      for (const kept of [model.mode, model.hidden, model.surface, model.paneShare, model.onlyInView, model.hinted])
        kept.value;
      for (const kept of [model.window, model.collapsed, model.openedFolds, model.selection]) kept.value;
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), delayMs);
    });
    const saveNow = () => this.save();
    addEventListener('pagehide', saveNow);
    return () => {
      stopWaiting();
      stopSaving();
      removeEventListener('pagehide', saveNow);
    };
  }

  /** Its length is known when all of it is there, and nothing more comes. */
  private closeWhenThere(): void {
    const { model } = this;
    clearTimeout(this.settling);
    if (model.header.value.state !== 'recorded' || model.sketch.value || model.data.spans.count === 0) return;
    this.settling = window.setTimeout(() => {
      this.unseen = false;
      closeCellsOfLong(model);
    }, settledMs);
  }

  private save(): void {
    const { model } = this;
    clearTimeout(this.timer);
    this.memory = {
      ...this.memory,
      settings: {
        mode: model.mode.peek(),
        hidden: [...model.hidden.peek()],
        surface: model.surface.peek(),
        paneShare: model.paneShare.peek(),
        onlyInView: model.onlyInView.peek(),
        hinted: model.hinted.peek(),
      },
    };
    if (this.bundleKey !== null) {
      this.memory = withView(this.memory, this.bundleKey, {
        window: model.window.peek(),
        collapsed: [...model.collapsed.peek()].slice(0, 500),
        openedFolds: [...model.openedFolds.peek()],
        selected: this.wanted ?? model.selectedRef(),
      });
    }
    this.port.setState(this.memory);
  }
}
