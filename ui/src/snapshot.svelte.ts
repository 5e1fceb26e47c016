// The one snapshot that the window shows. What a newer one leaves as it was stays the same object, so that only what changed is drawn anew.
// Deliberately not here: changes of our own to it. The domain says what is; the window never guesses ahead.
import type { AccountView, SiteView, Snapshot } from './generated/bindings';
import { shared } from './sharing';

/** Nothing is there to be listed: what a first start finds. */
export function isEmpty({ sites, unfinished }: Snapshot): boolean {
  return unfinished.length === 0 && sites.every((site) => site.accounts.length === 0);
}

/** Holds the newest snapshot and ignores older ones that arrive late. */
export class Snapshots {
  current: Snapshot | null = $state.raw(null);

  /** Takes a snapshot; says whether it was news. */
  receive(snapshot: Snapshot): boolean {
    if (this.current && snapshot.revision <= this.current.revision) return false;
    this.current = shared(this.current, snapshot);
    return true;
  }

  /** The row of an account, with its site. */
  find(account: string): { account: AccountView; site: SiteView } | null {
    for (const site of this.current?.sites ?? []) {
      const found = site.accounts.find((one) => one.id === account);
      if (found) return { account: found, site };
    }
    return null;
  }
}
