// What Cloudreve's own desktop client keeps on this computer, and what the person does about it. The file is looked for at most once in a
// window by itself; again only when somebody asks for it, or has signed in since.
// Deliberately not here: the tokens in that file, which stay with the program, and any change to the file.
import { SvelteSet } from 'svelte/reactivity';
import type { AccountView, FoundClient, FoundSession, Problem, SiteView } from '../generated/bindings';
import { problemFrom, type Port } from '../ipc';
import type { Snapshots } from '../snapshot.svelte';

/** Where a request about one of those sessions belongs. */
export function foundPlace({ id }: FoundSession): string {
  return `found ${id}`;
}

export class Imports {
  /** The page with the sessions stands before whatever else is open. */
  showing: boolean = $state(false);
  /** Whether the settings show what was found. */
  unfolded: boolean = $state(false);
  looking: boolean = $state(false);
  found: FoundClient | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  private readonly handed = new SvelteSet<string>();
  private looked = false;

  constructor(
    private readonly port: Port,
    private readonly snapshots: Snapshots,
  ) {}

  /** Looks once; what is known already is not asked for again. */
  async look(): Promise<void> {
    if (!this.looked) await this.lookAgain();
  }

  async lookAgain(): Promise<void> {
    if (this.looking) return;
    this.looked = true;
    this.looking = true;
    this.problem = null;
    try {
      const found = await this.port.officialClient();
      this.keepHanded(found?.sessions ?? []);
      this.found = found;
    } catch (reason) {
      this.problem = problemFrom(reason);
    } finally {
      this.looking = false;
    }
  }

  /** Looks again whether they are accounts here, where there are any. */
  async refresh(): Promise<void> {
    if (this.found) await this.lookAgain();
  }

  /** Sessions that nothing was done about yet. */
  get left(): FoundSession[] {
    return (this.found?.sessions ?? []).filter((session) => !this.isHanded(session));
  }

  async revoke(session: FoundSession): Promise<void> {
    await this.port.revokeFound(session.id);
    this.handed.add(session.id);
  }

  /** It is being ended on its server, and stands among the unfinished sign-outs until it has ended. */
  isHanded({ id }: FoundSession): boolean {
    return this.handed.has(id);
  }

  // Identifiers are new at every look, and the file still has what is being revoked. Names alone may be the same twice.
  private keepHanded(next: FoundSession[]): void {
    const before = this.found?.sessions ?? [];
    const handed = before.map((one) => this.handed.has(one.id));
    const same = next.length === before.length && next.every((one, at) => isSame(one, before[at]));
    this.handed.clear();
    if (same) next.filter((_, at) => handed[at]).forEach(({ id }) => this.handed.add(id));
  }

  /** Whether its user is an account here, also since a moment. */
  isKnown(session: FoundSession): boolean {
    return session.known || this.accountOf(session) !== null;
  }

  /** The account here with the same e-mail address on the same site. */
  accountOf({ origin, email }: FoundSession): { account: AccountView; site: SiteView } | null {
    const site = this.snapshots.current?.sites.find((one) => one.origin === origin);
    const account = site?.accounts.find((one) => email !== null && one.email?.toLowerCase() === email.toLowerCase());
    return site && account ? { account, site } : null;
  }
}

function isSame(one: FoundSession, other: FoundSession | undefined): boolean {
  return one.origin === other?.origin && one.name === other.name;
}
