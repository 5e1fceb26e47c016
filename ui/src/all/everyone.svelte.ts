// Signing out of all accounts at once: whom it covers, that it is under way, and one summary instead of a sentence for each account.
// Deliberately not here: the question before it, and how each account stands. The rows show that.
import type { AccountView, ResultView, SignedOutOne, Snapshot } from '../generated/bindings';
import type { Announcer } from '../frame/announcer.svelte';
import { hostToFinish } from '../account/results';
import { canSignOut } from '../account/state';
import type { Port } from '../ipc';
import { everyonePlace, type Requests } from '../requests.svelte';
import type { Sentences } from '../sentences/sentences';
import type { Snapshots } from '../snapshot.svelte';

/** The accounts that have a session to be signed out, and on how many sites they are. */
export function signedIn(snapshot: Snapshot | null): { accounts: AccountView[]; sites: number } {
  const groups = (snapshot?.sites ?? []).map((site) => site.accounts.filter(({ state }) => canSignOut(state)));
  return { accounts: groups.flat(), sites: groups.filter((group) => group.length > 0).length };
}

/** Whether nothing of this sign-out is left to the server or the keyring. */
export function hasEnded({ computer, server }: ResultView): boolean {
  const ends: ResultView['server']['kind'][] = ['confirmed', 'accepted', 'expired', 'forgotten'];
  return computer === 'erased' && ends.includes(server.kind);
}

export class Everyone {
  /** Accounts of which nothing is said one by one, because the summary will. */
  private covered = new Set<string>();
  private answered = false;

  constructor(
    private readonly port: Port,
    private readonly requests: Requests,
    private readonly snapshots: Snapshots,
    private readonly announcer: Announcer,
    private readonly sentences: Sentences,
  ) {}

  /** Signs out of every account that has a session now, and says once how that went, unless somebody else does. */
  async signOut(aloud = true): Promise<void> {
    const { accounts } = signedIn(this.snapshots.current);
    if (accounts.length === 0) {
      if (aloud) this.announcer.say(this.sentences.say('all-nobody'));
      return;
    }
    await this.requests.run(everyonePlace, async () => {
      const ids = accounts.map(({ id }) => id);
      this.covered = new Set(ids);
      this.answered = false;
      try {
        const answers = await this.port.signOutOf(ids);
        if (aloud) this.announcer.say(this.summary(answers));
      } finally {
        this.answered = true;
        this.look();
      }
    });
  }

  covers(account: string): boolean {
    return this.covered.has(account);
  }

  /** Lets go of accounts whose part is over: what happens to them later is news again. */
  look(): void {
    if (!this.answered) return;
    for (const id of this.covered) {
      const state = this.snapshots.find(id)?.account.state;
      const asking = state?.kind === 'signing_out' && state.nextTry === null;
      if (!asking) this.covered.delete(id);
    }
  }

  private summary(answers: SignedOutOne[]): string {
    const { say } = this.sentences;
    const results = answers.map(({ result }) => result);
    // Who was signed out meanwhile has no result; who has none although the session lives was not signed out.
    const missed = answers.filter(({ account, result }) => {
      const state = this.snapshots.find(account)?.account.state;
      return result === null && state !== undefined && state.kind !== 'signed_out';
    }).length;
    const ended = results.filter((result) => result !== null && hasEnded(result)).length;
    const accounts = results.filter((result) => result !== null).length + missed;
    const pages = results.filter((result) => result !== null && hostToFinish(result.singleSignOn) !== null).length;
    const said = [
      ended === accounts ? say('all-ended', { accounts }) : say('all-some-ended', { ended, accounts }),
      ...(pages > 0 ? [say('all-pages', { pages })] : []),
    ];
    return said.join(' ');
  }
}
