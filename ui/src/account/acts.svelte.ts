// What a person does with an account, wherever it is shown: in its row, by the row's menu and keys, on its own page.
// Deliberately not here: what comes of it. The next snapshot shows that.
import type { AccountView, SiteView } from '../generated/bindings';
import type { Ask } from '../list/questions';
import { keyringPlace, type What } from '../requests.svelte';
import type { Surroundings } from '../surroundings';
import { canSignOut, requestFor, type Act, type MenuEntry } from './state';

/** What only the place where the account is shown can do. */
interface Hooks {
  ask: (question: Ask) => void;
  signIn: (account: AccountView, site: SiteView) => void;
}

export class AccountActs {
  /** The account whose label is being changed. */
  renaming: string | null = $state(null);

  constructor(
    private readonly around: Surroundings,
    private readonly hooks: Hooks,
  ) {}

  /** The one thing that the state asks for. */
  perform(act: Act, account: AccountView, site: SiteView): void {
    const { port, requests } = this.around;
    switch (requestFor(act, account.state)) {
      case null:
        return this.hooks.signIn(account, site);
      case 'signOut':
        return this.signOut(account, site);
      case 'unlock':
        return void requests.run(keyringPlace, 'unlock', () => port.unlock());
      case 'tryAgain':
        return this.run(account, 'tryAgain', () => port.tryAgain(account.id));
      case 'renew':
        return this.renew(account);
    }
  }

  choose(entry: MenuEntry, account: AccountView, site: SiteView): void {
    const { port, order } = this.around;
    const { id, name } = account;
    switch (entry) {
      case 'open_site':
        return this.run(account, 'openSite', () => port.openSite(id));
      case 'renew':
        return this.renew(account);
      case 'sign_out':
        return this.signOut(account, site);
      case 'rename':
        this.renaming = id;
        return;
      case 'move_up':
        return order.stepAccount(id, -1);
      case 'move_down':
        return order.stepAccount(id, 1);
      case 'forget':
        return this.hooks.ask({ kind: 'forget', id, name, site: site.title });
      case 'remove': {
        const signedOut = account.state.kind === 'signed_out';
        return this.hooks.ask({ kind: 'remove', id, name, site: site.title, signedOut });
      }
    }
  }

  /** A key that is pressed by mistake must not sign anybody out. */
  askToSignOut({ id, name, state }: AccountView, site: SiteView): void {
    if (canSignOut(state)) this.hooks.ask({ kind: 'sign_out', id, name, site: site.title });
  }

  run(account: AccountView, what: What, request: () => Promise<unknown>): void {
    void this.around.requests.run(account.id, what, request);
  }

  private renew(account: AccountView): void {
    const { port, snapshots } = this.around;
    this.run(account, 'renew', async () => {
      try {
        await port.renew(account.id);
      } catch (reason) {
        // Whoever was signed out meanwhile reads the results of that.
        const state = snapshots.find(account.id)?.account.state;
        if (state && canSignOut(state)) throw reason;
      }
    });
  }

  private signOut(account: AccountView, site: SiteView): void {
    const { port, snapshots } = this.around;
    if (snapshots.current?.settings.askSignOut) this.askToSignOut(account, site);
    else this.run(account, 'signOut', () => port.signOut(account.id));
  }
}
