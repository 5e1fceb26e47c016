// The pages that stand in place of the list and lead back to it: an account's own page, and a sign-out of several that is followed.
// Deliberately not here: forms and settings. The window knows those.
import { tick } from 'svelte';
import type { Everyone } from './all/everyone.svelte';
import type { AccountView, SiteView, Snapshot } from './generated/bindings';
import type { Said } from './notices/words';
import type { Place } from './place';
import type { Snapshots } from './snapshot.svelte';

/** How far the page is scrolled is the window's to know. */
interface Scroller {
  scrollTop: number;
}

export class Detour {
  private account: string | null = $state(null);
  /** How far the list was scrolled when the page covered it. */
  private scrolled = 0;

  constructor(
    private readonly snapshots: Snapshots,
    private readonly everyone: Everyone,
  ) {}

  /** The page that is open; null when none is. */
  get page(): 'details' | 'signing_out' | null {
    if (this.everyone.round !== null) return 'signing_out';
    return this.shown === null ? null : 'details';
  }

  /** The account whose page is open. */
  get shown(): { account: AccountView; site: SiteView } | null {
    return this.account === null ? null : this.snapshots.find(this.account);
  }

  /** What has to be kept to come back here. */
  get place(): Pick<Place, 'account' | 'since'> {
    return this.page === 'signing_out'
      ? { account: null, since: this.everyone.round?.since }
      : { account: this.account };
  }

  comeBack({ screen, account, since }: Place): void {
    if (screen === 'details') this.account = account;
    if (screen === 'signing_out' && since !== undefined) this.everyone.follow(since);
  }

  async open(account: string, main: Scroller | undefined): Promise<void> {
    this.scrolled = main?.scrollTop ?? 0;
    this.account = account;
    await tick();
    if (main) main.scrollTop = 0;
  }

  /** Goes back one page, and to where the list was. Answers whose row has the focus then. */
  async close(main: Scroller | undefined): Promise<string | null> {
    if (this.everyone.round !== null) {
      this.everyone.stopFollowing();
      return null;
    }
    const left = this.account;
    this.account = null;
    await tick();
    if (main) main.scrollTop = this.scrolled;
    return left;
  }

  /** The list, whatever is open. */
  drop(): void {
    this.everyone.stopFollowing();
    this.account = null;
  }

  /** What is to be said when the account whose page is open has left the list with the newest snapshot. */
  left(before: Snapshot | null): Said | null {
    const id = this.account;
    if (id === null || this.snapshots.find(id)) return null;
    this.account = null;
    const was = (before?.sites ?? []).flatMap((site) => site.accounts).find((one) => one.id === id);
    if (!was) return null;
    const known = new Set(before?.unfinished.map((one) => one.id));
    const unfinished = this.snapshots.current?.unfinished.some((one) => !known.has(one.id) && one.name === was.name);
    return { id: unfinished ? 'details-gone-unfinished' : 'details-gone', names: { name: was.name } };
  }
}
