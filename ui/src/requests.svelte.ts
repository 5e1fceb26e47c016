// Requests that a row or the bar has under way, and how the last one failed, so that the answer appears where the person looks.
// Deliberately not here: results. They arrive in the snapshot.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Problem } from './generated/bindings';
import { problemFrom } from './ipc';

/** Where requests about the keyring belong. */
export const keyringPlace = 'keyring';

/** Where requests about the list of accounts as a file belong. */
export const registryPlace = 'registry';

/** Where quitting and closing the window belong. */
export const quitPlace = 'quit';

/** Where the folder with the logs, and the diagnostics, belong. */
export const logPlace = 'log';
export const diagnosticsPlace = 'diagnostics';

/** Where signing out of all accounts belongs. */
export const everyonePlace = 'everyone';

/**
 * Requests by the place they belong to: the id of an account, an unfinished sign-out or a notice, the origin of a site, or one of the places
 * above.
 */
export class Requests {
  private readonly running = new SvelteSet<string>();
  private readonly failed = new SvelteMap<string, Problem>();

  isRunning(place: string): boolean {
    return this.running.has(place);
  }

  problem(place: string): Problem | null {
    return this.failed.get(place) ?? null;
  }

  dismiss(place: string): void {
    this.failed.delete(place);
  }

  /** Runs one request. A second one at the same place waits for nobody: it is not made. */
  async run(place: string, request: () => Promise<unknown>): Promise<void> {
    if (this.running.has(place)) return;
    this.running.add(place);
    try {
      await this.runAgreed(place, request);
    } finally {
      this.running.delete(place);
    }
  }

  /** Runs what the person was asked for and agreed to, also while something else runs at that place: giving up must not wait. */
  async runAgreed(place: string, request: () => Promise<unknown>): Promise<void> {
    this.failed.delete(place);
    try {
      await request();
    } catch (reason) {
      const problem = problemFrom(reason);
      if (problem.code !== 'cancelled') this.failed.set(place, problem);
    }
  }
}
