// Whom a rule of signing out by itself covers.
import { signedIn } from '../all/everyone.svelte';
import type { AccountView, Coverage, Snapshot } from '../generated/bindings';

/** The accounts that a rule would sign out now. */
export function coveredBy(coverage: Coverage | undefined, snapshot: Snapshot | null): AccountView[] {
  const { accounts } = signedIn(snapshot);
  switch (coverage?.kind) {
    case 'everybody':
      return accounts;
    case 'only':
      return accounts.filter(({ id }) => coverage.accounts.includes(id));
    case 'nobody':
    case undefined:
      return [];
  }
}
