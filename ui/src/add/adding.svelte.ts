// Adding an account, or signing in again: the steps, what was typed, what the site answered, and the one wait that can be cancelled.
//
// Two rules meet at the password: an error loses nothing that was typed except a password that was wrong, and a typed secret is cleared when
// the answer comes. What counts as the answer is therefore the server's answer *to the password*: it is cleared when it was taken, when it was
// refused, when the person gives up waiting, and wherever it is not known what the server made of it. It stays only after what certainly
// happened before the server looked at it (`beforeJudgement`): letters read wrongly, a network that is away, a locked keyring. It is then as
// unused as it was before the button was pressed, and typing it again would protect nobody. The code is treated in the same way.
//
// Deliberately not here: password and code. They live in their forms and pass through `signIn` and `enterCode` once.
import type {
  AccountView,
  CaptchaAnswer,
  CaptchaKind,
  Problem,
  ProblemCode,
  SignedIn,
  SiteCard,
  SiteView,
} from '../generated/bindings';
import { problemFrom, type Port } from '../ipc';
import type { Place } from '../place';
import { nextAttempt } from './attempts';
import { Captcha } from './captcha.svelte';

/** What the forms show of a site; a site that is already known has not been asked again. */
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

/** What stands between a person and the password. */
export type Gate =
  | { kind: 'open' }
  | { kind: 'picture'; captcha: Captcha }
  /** A captcha that the window cannot show. */
  | { kind: 'closed'; captcha: Exclude<CaptchaKind, 'none' | 'image'> };

export type Step =
  | { kind: 'address' }
  /** The site is here already under another address, and it is asked whether the account is too. */
  | { kind: 'same_site'; site: SiteCard; knownAs: string }
  | { kind: 'password'; site: KnownSite; gate: Gate }
  /** The password was right; `signIn` is the number of the attempt that the code belongs to. */
  | { kind: 'code'; site: KnownSite; signIn: number };

/** After these the server has not looked at what was typed: it was not sent, or turned away at the door. */
const beforeJudgement: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'plain_http',
  'no_such_host',
  'connection_refused',
  'unreachable',
  'timed_out',
  'tls',
  'redirected',
  'server_trouble',
  'bad_input',
  'captcha_wanted',
  'wrong_captcha',
  'captcha_unsupported',
  'other_installation',
  'keyring_missing',
  'keyring_locked',
  'keyring_timed_out',
  'keyring_failed',
]);

export class Adding {
  step: Step = $state.raw({ kind: 'address' });
  address: string = $state('');
  email: string = $state('');
  problem: Problem | null = $state.raw(null);
  /** The number of the attempt that is waited for. */
  waiting: number | null = $state(null);
  /** An address from the clipboard that the person did not want. */
  declined: string | null = $state(null);

  /** The row that is signed in again. */
  readonly again: AccountView | null;

  /**
   * @param again the row that is signed in again
   * @param former where the account before this one was added
   */
  constructor(
    private readonly port: Port,
    again?: { account: AccountView; site: SiteView },
    readonly former: string | null = null,
  ) {
    this.again = again?.account ?? null;
    if (!again) return;
    const { accounts: _, ...site } = again.site;
    const known: KnownSite = { ...site, captcha: 'none', signUp: false, terms: false, privacy: false, knownAs: null };
    this.email = again.account.email ?? '';
    this.step = { kind: 'password', site: known, gate: { kind: 'open' } };
  }

  /** With what was typed before the window went. */
  resumed(place: Place | null): this {
    this.address = place?.address ?? '';
    if (place?.account === null) this.email = place.email;
    return this;
  }

  /** The form for one more account; it knows where this one was added. */
  next(): Adding {
    return new Adding(this.port, undefined, 'site' in this.step ? this.step.site.host : null);
  }

  /** Whether what was typed into a secret field stays there after the attempt that has just ended. */
  get keepsSecret(): boolean {
    return this.problem !== null && beforeJudgement.has(this.problem.code);
  }

  /** Asks who answers at the address. */
  async probe(plainHttp = false): Promise<void> {
    const card = await this.attempt((attempt) => this.port.probeSite(attempt, this.address.trim(), plainHttp));
    if (!card) return;
    if (card.knownAs === null) this.askPassword(card);
    else this.step = { kind: 'same_site', site: card, knownAs: card.knownAs };
  }

  /** It is an account that is here already, so it is signed in where it is. */
  takeKnownAddress(): void {
    if (this.step.kind !== 'same_site') return;
    this.address = this.step.knownAs;
    this.step = { kind: 'address' };
    void this.probe();
  }

  /** It is an account of its own. */
  keepAddress(): void {
    if (this.step.kind === 'same_site') this.askPassword(this.step.site);
  }

  /** Signs in; null when it did not come to that, or not yet. */
  async signIn(password: string, captcha: CaptchaAnswer | null): Promise<SignedIn | null> {
    const from = this.step;
    if (from.kind !== 'password' || this.waiting !== null) return null;
    const { site, gate } = from;
    const answer = await this.attempt(async (attempt) => {
      const email = this.email.trim();
      const account = this.again?.id ?? null;
      const done = await this.port.signIn({ attempt, origin: site.origin, email, password, account, captcha });
      return { attempt, done };
    });
    if (answer?.done.kind === 'signed_in') return answer.done.signedIn;
    if (answer) this.step = { kind: 'code', site, signIn: answer.attempt };
    // Who went back meanwhile is not brought here again.
    else if (this.step === from) this.tryAgainAt(site, gate);
    return null;
  }

  /** Goes on with a code; null when it did not come to that. */
  async enterCode(code: string): Promise<SignedIn | null> {
    const from = this.step;
    if (from.kind !== 'code' || this.waiting !== null) return null;
    const signedIn = await this.attempt((attempt) => this.port.enterCode(attempt, from.signIn, code));
    const over = this.problem !== null && this.problem.code !== 'wrong_code' && !this.keepsSecret;
    // The sign-in that the code belonged to has ended, and what ended it is said where a new one begins.
    if (over && this.step === from) this.leaveCode(from.signIn, from.site);
    return signedIn;
  }

  /** Ends the wait at once; what comes of it afterwards is not waited for. */
  cancel(): void {
    if (this.waiting === null) return;
    this.end(this.waiting);
    this.waiting = null;
  }

  /** One step back; false when there is none left. What was typed stays. */
  back(): boolean {
    this.cancel();
    this.problem = null;
    const from = this.step;
    if (from.kind === 'password' && from.gate.kind === 'picture') from.gate.captcha.stop();
    if (from.kind === 'code') {
      this.leaveCode(from.signIn, from.site);
      return true;
    }
    if (from.kind === 'address' || this.again) return false;
    this.step = { kind: 'address' };
    return true;
  }

  private tryAgainAt(site: KnownSite, gate: Gate): void {
    const code = this.problem?.code;
    if (code === 'captcha_unsupported') this.close(site);
    else if (gate.kind === 'picture') void this.show(gate.captcha);
    else if (code === 'captcha_wanted') this.askPassword({ ...site, captcha: 'image' });
  }

  private askPassword(site: KnownSite): void {
    const { captcha } = site;
    if (captcha === 'none') {
      this.step = { kind: 'password', site, gate: { kind: 'open' } };
    } else if (captcha === 'image') {
      const picture = new Captcha(this.port, site);
      this.step = { kind: 'password', site, gate: { kind: 'picture', captcha: picture } };
      void this.show(picture);
    } else {
      this.step = { kind: 'password', site, gate: { kind: 'closed', captcha } };
    }
  }

  /** No code will come any more; what the program keeps for it is dropped. */
  private leaveCode(signIn: number, site: KnownSite): void {
    this.end(signIn);
    this.askPassword(site);
  }

  private async show(captcha: Captcha): Promise<void> {
    const problem = await captcha.load();
    const { step } = this;
    const here = step.kind === 'password' && step.gate.kind === 'picture' && step.gate.captcha === captcha;
    if (here && problem?.code === 'captcha_unsupported') this.close(step.site);
  }

  /** The site wants a captcha after all that only a browser can show. The notice about that says all there is to say. */
  private close(site: KnownSite): void {
    this.problem = null;
    this.askPassword({ ...site, captcha: 'other' });
  }

  private end(attempt: number): void {
    // Nobody waits for the answer to a cancellation, whatever it is.
    this.port.cancel(attempt).catch(() => undefined);
  }

  private async attempt<T>(ask: (attempt: number) => Promise<T>): Promise<T | null> {
    if (this.waiting !== null) return null;
    const attempt = nextAttempt();
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
