// Adding an account, or signing in again: what was typed, what the site answered, and the one wait that can be cancelled.
// Deliberately not here: the password. It lives in the form and passes through `signIn` once.
import type { AccountView, Problem, SignedIn, SiteCard, SiteView } from '../generated/bindings';
import { problemFrom, type Port } from '../ipc';

/** What the password form shows of a site; a site that is already known has not been asked again. */
export type KnownSite = Pick<
  SiteCard,
  'origin' | 'host' | 'title' | 'edition' | 'plainHttp' | 'captcha' | 'otherInstallation'
> & {
  version: string | null;
  signUp: boolean;
  terms: boolean;
  privacy: boolean;
  knownAs: string | null;
};

let attempts = 0;

export class Adding {
  step: 'address' | 'password' = $state('address');
  address: string = $state('');
  email: string = $state('');
  site: KnownSite | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  /** The number of the attempt that is waited for. */
  waiting: number | null = $state(null);

  /** The row that is signed in again. */
  readonly again: AccountView | null;

  constructor(
    private readonly port: Port,
    again?: { account: AccountView; site: SiteView },
  ) {
    this.again = again?.account ?? null;
    if (!again) return;
    const { accounts: _, ...site } = again.site;
    this.site = { ...site, captcha: 'none', signUp: false, terms: false, privacy: false, knownAs: null };
    this.email = again.account.email ?? '';
    this.step = 'password';
  }

  /** Asks who answers at the address. */
  async probe(plainHttp = false): Promise<void> {
    const card = await this.attempt((attempt) => this.port.probeSite(attempt, this.address.trim(), plainHttp));
    if (!card) return;
    this.site = card;
    this.step = 'password';
  }

  /** Signs in; null when it did not come to that. */
  async signIn(password: string): Promise<SignedIn | null> {
    const site = this.site;
    if (!site) return null;
    const step = await this.attempt((attempt) =>
      this.port.signIn({
        attempt,
        origin: site.origin,
        email: this.email.trim(),
        password,
        account: this.again?.id ?? null,
        captcha: null,
      }),
    );
    return step?.kind === 'signed_in' ? step.signedIn : null;
  }

  /** Ends the wait at once; what comes of it afterwards is not waited for. */
  cancel(): void {
    if (this.waiting === null) return;
    const attempt = this.waiting;
    this.waiting = null;
    // Nobody waits for the answer to a cancellation, whatever it is.
    this.port.cancel(attempt).catch(() => undefined);
  }

  /** One step back; false when there is none left. What was typed stays. */
  back(): boolean {
    this.cancel();
    this.problem = null;
    if (this.step === 'address' || this.again) return false;
    this.step = 'address';
    return true;
  }

  private async attempt<T>(ask: (attempt: number) => Promise<T>): Promise<T | null> {
    if (this.waiting !== null) return null;
    const attempt = (attempts += 1);
    this.waiting = attempt;
    this.problem = null;
    try {
      const answer = await ask(attempt);
      return this.waiting === attempt ? answer : null;
    } catch (reason) {
      const problem = problemFrom(reason);
      if (this.waiting === attempt && problem.code !== 'cancelled') this.problem = problem;
      return null;
    } finally {
      if (this.waiting === attempt) this.waiting = null;
    }
  }
}
