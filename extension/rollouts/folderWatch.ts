/**
 * Tells when something appears in or goes from a folder that may not exist yet.
 *
 * Node's own watch: one level is enough, and it works for folders outside the workspace without the editor's native part.
 * While the folder does not exist, the nearest one above it is watched instead.
 */

import { existsSync, type FSWatcher, watch } from 'node:fs';
import { dirname } from 'node:path';
import type { Disposable } from '../base/disposable.ts';

export class FolderWatch implements Disposable {
  readonly #folder: string;
  readonly #onChange: () => void;
  #watched: string | undefined;
  #watcher: FSWatcher | undefined;
  #over = false;

  constructor(folder: string, onChange: () => void) {
    this.#folder = folder;
    this.#onChange = onChange;
    this.#attach();
  }

  dispose(): void {
    this.#over = true;
    this.#watcher?.close();
  }

  #attach(): void {
    const target = nearest(this.#folder);
    if (this.#over || target === this.#watched) return;
    this.#watcher?.close();
    this.#watched = target;
    try {
      this.#watcher = watch(target, { persistent: false }, () => this.#changed());
      this.#watcher.on('error', () => this.#lost());
    } catch {
      this.#lost();
    }
  }

  #changed(): void {
    this.#attach();
    this.#onChange();
  }

  /** The folder cannot be watched, or no longer: whoever refreshes by hand still sees what changed. */
  #lost(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
    this.#watched = undefined;
  }
}

/** The folder itself, or while it does not exist the nearest one above it. */
function nearest(path: string): string {
  for (let at = path; ; at = dirname(at)) if (existsSync(at) || dirname(at) === at) return at;
}
