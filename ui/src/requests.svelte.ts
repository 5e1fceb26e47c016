// Requests that a row or the bar has under way, and how the last one failed, so that the answer appears where the person looks.
// Deliberately not here: results. They arrive in the snapshot.
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Problem, SitePage } from './generated/bindings';
import { problemFrom, type Port } from './ipc';

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

/** What is asked for: a command, or a page that it opens. */
export type What = keyof Port | SitePage;

/**
 * Requests by the place they belong to: the id of an account, an unfinished sign-out or a notice, the origin of a site, or one of the places
 * above.
 */
export class Requests {
  private readonly running = new SvelteSet<string>();
  private readonly failed = new SvelteMap<string, Problem>();

  isRunning(place: string, what: What): boolean {
    return this.running.has(key(place, what));
  }

  problem(place: string): Problem | null {
    return this.failed.get(place) ?? null;
  }

  dismiss(place: string): void {
    this.failed.delete(place);
  }

  /**
   * Runs one request. The same one is not made a second time meanwhile; another one at that place is: a slow browser or server must not
   * swallow a sign-out.
   */
  async run(place: string, what: What, request: () => Promise<unknown>): Promise<void> {
    const running = key(place, what);
    if (this.running.has(running)) return;
    this.running.add(running);
    try {
      await this.runAgreed(place, request);
    } finally {
      this.running.delete(running);
    }
  }

  /** Runs what the person was asked for and agreed to, also while the same runs already: giving up must not wait. */
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

function key(place: string, what: What): string {
  return `${what} ${place}`;
}
