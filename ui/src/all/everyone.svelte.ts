// Signing out of several accounts at once, all or those of one site: whom it covers, that it is under way, and one summary instead of a
// sentence for each account.
// Deliberately not here: the question before it, and how each account stands. The page that follows it shows that, and the rows do.
import type { AccountView, ResultView, SignedOutOne, SiteView, Snapshot } from '../generated/bindings';
import type { Clock } from '../clock.svelte';
import type { Announcer } from '../frame/announcer.svelte';
import { isLeftInBrowser } from '../account/results';
import { canSignOut } from '../account/state';
import type { Port } from '../ipc';
import { everyonePlace, type Requests } from '../requests.svelte';
import type { Sentences } from '../sentences/sentences';
import type { Snapshots } from '../snapshot.svelte';

/** The accounts that have a session to be signed out, and the sites that they are on. */
export function signedIn(snapshot: Snapshot | null): { accounts: AccountView[]; sites: SiteView[] } {
  const sites = (snapshot?.sites ?? []).filter((site) => site.accounts.some(({ state }) => canSignOut(state)));
  return { accounts: sites.flatMap((site) => site.accounts.filter(({ state }) => canSignOut(state))), sites };
}

/** Whether nothing of this sign-out is left to the server or the keyring. */
export function hasEnded({ computer, server }: ResultView): boolean {
  const ends: ResultView['server']['kind'][] = ['confirmed', 'accepted', 'expired', 'forgotten'];
  return computer === 'erased' && ends.includes(server.kind);
}

/** One sign-out of several accounts, as its page follows it. */
export interface Round {
  accounts: string[];
  /** When it began. */
  since: number;
  /** Each has answered once; what is not over then goes on by itself. */
  answered: boolean;
}

export class Everyone {
  /** What is followed on a page of its own; null when none is. */
  round: Round | null = $state.raw(null);
  /** Accounts of which nothing is said one by one, because the summary will. */
  private readonly covered = new Set<string>();
  /** Those of them whose sign-out has no answer yet. Whoever leaves one site does not wait for another. */
  private unanswered: string[][] = [];

  constructor(
    private readonly port: Port,
    private readonly requests: Requests,
    private readonly snapshots: Snapshots,
    private readonly announcer: Announcer,
    private readonly sentences: Sentences,
    private readonly clock: Clock,
  ) {}

  /** Signs out of every account that has a session now, and says once how that went, unless somebody else does. */
  signOut(aloud = true): Promise<void> {
    return this.signOutOf(signedIn(this.snapshots.current).accounts, aloud);
  }

  /** The same for the accounts of one site. */
  signOutSite(origin: string): Promise<void> {
    const site = this.snapshots.current?.sites.find((one) => one.origin === origin);
    return this.signOutOf(
      (site?.accounts ?? []).filter(({ state }) => canSignOut(state)),
      true,
    );
  }

  /** Goes on following what a former window began: who is on the way out, or went since then. */
  follow(since: number): void {
    const accounts = (this.snapshots.current?.sites ?? []).flatMap((site) => site.accounts);
    const left = accounts.filter((account) => hasLeftSince(account, since));
    if (left.length > 0) this.round = { accounts: left.map(({ id }) => id), since, answered: true };
  }

  /** Closes the page. What is on its way goes on. */
  stopFollowing(): void {
    this.round = null;
  }

  private async signOutOf(accounts: AccountView[], aloud: boolean): Promise<void> {
    if (accounts.length === 0) {
      if (aloud) this.announcer.say(this.sentences.say('all-nobody'));
      return;
    }
    await this.requests.runAgreed(everyonePlace, async () => {
      const ids = accounts.map(({ id }) => id);
      const round = { accounts: ids, since: this.clock.now, answered: false };
      for (const id of ids) this.covered.add(id);
      this.unanswered.push(ids);
      if (aloud) this.round = round;
      try {
        const answers = await this.port.signOutOf(ids);
        if (aloud) this.announcer.say(this.summary(answers));
        if (this.round === round) this.round = { ...round, answered: true };
      } catch (reason) {
        if (this.round === round) this.round = null;
        throw reason;
      } finally {
        this.unanswered = this.unanswered.filter((round) => round !== ids);
        this.look();
      }
    });
  }

  covers(account: string): boolean {
    return this.covered.has(account);
  }

  /** Lets go of accounts whose part is over: what happens to them later is news again. */
  look(): void {
    const waiting = new Set(this.unanswered.flat());
    for (const id of this.covered) {
      if (waiting.has(id)) continue;
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
    const pages = results.filter((result) => result !== null && isLeftInBrowser(result.singleSignOn)).length;
    const said = [
      ended === accounts ? say('all-ended', { accounts }) : say('all-some-ended', { ended, accounts }),
      ...(pages > 0 ? [say('all-pages', { pages })] : []),
    ];
    return said.join(' ');
  }
}

function hasLeftSince({ state }: AccountView, since: number): boolean {
  return state.kind === 'signing_out' || (state.kind === 'signed_out' && state.at >= since);
}
