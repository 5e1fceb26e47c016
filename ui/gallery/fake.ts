// A program behind the page that does what it is told: answers are set, questions are kept.
// Deliberately not here: behaviour. A test that needs the real one uses the built program.
import type {
  Beginning,
  CaptchaPicture,
  Closing,
  DebugToken,
  DesktopView,
  FoundClient,
  News,
  Problem,
  ResultView,
  Settings,
  SignedIn,
  SignedOutOne,
  SignInStep,
  SiteCard,
  SitePage,
  Snapshot,
  StartProblem,
} from '../src/generated/bindings';
import type { PasswordSignIn, Port } from '../src/ipc';
import { captchaPicture, card, desktop, now, problem, result } from './samples';

/** One call, by its name and what was handed over. */
export type Call = [name: keyof Port, ...rest: unknown[]];

interface Pending {
  attempt: number;
  resolve: (answer: never) => void;
  reject: (problem: Problem) => void;
}

export class FakePort implements Port {
  calls: Call[] = [];
  /** What the next calls of a name reject with. */
  failures = new Map<keyof Port, Problem>();
  /** Calls of these names wait until `answer` or `cancel`. */
  held = new Set<keyof Port>();
  card: SiteCard = card();
  captchaPicture: CaptchaPicture = captchaPicture();
  /** The password was right and a code is wanted. */
  codeWanted = false;
  logos = new Map<string, string>();
  clipboardAddress: string | null = null;
  token: DebugToken = { masked: 'eyJh…4k2Q', endsAt: now + 3_600_000 };
  found: FoundClient | null = null;
  signedIn: SignedIn = { account: 'new', replaced: false };
  result: ResultView = result();
  picture: string | null = null;
  /** What keeps the program from working, from its start on. */
  broken: StartProblem | null = null;
  beginsWithList = false;
  signedOut: SignedOutOne[] = [];
  diagnosis = 'Keyreve 0.1.0';
  kept: string | null = null;
  desktop: DesktopView = desktop();
  private hear: ((news: News) => void) | null = null;
  private receive: ((snapshot: Snapshot) => void) | null = null;
  private pending: Pending | null = null;

  constructor(private first: Snapshot | null = null) {}

  publish(snapshot: Snapshot): void {
    this.first = snapshot;
    this.receive?.(snapshot);
  }

  /** What was asked of one command. */
  asked(name: keyof Port): unknown[][] {
    return this.calls.filter(([called]) => called === name).map(([, ...rest]) => rest);
  }

  /** Lets the held call go on. */
  answer(answer: unknown): void {
    this.pending?.resolve(answer as never);
    this.pending = null;
  }

  /** Lets the held call fail. */
  fail(problem: Problem): void {
    this.pending?.reject(problem);
    this.pending = null;
  }

  /** Without a snapshot, as long as it is not said that the page is to begin with one. */
  beginning = (): Beginning => ({
    problem: this.broken,
    place: this.kept,
    snapshot: this.beginsWithList ? this.first : null,
  });

  watch(receive: (snapshot: Snapshot) => void): Promise<void> {
    this.calls.push(['watch']);
    this.receive = receive;
    if (this.first) receive(this.first);
    return Promise.resolve();
  }

  probeSite(attempt: number, address: string, plainHttp: boolean): Promise<SiteCard> {
    return this.reply('probeSite', this.card, attempt, attempt, address, plainHttp);
  }

  captcha(attempt: number, origin: string): Promise<CaptchaPicture> {
    return this.reply('captcha', this.captchaPicture, attempt, attempt, origin);
  }

  signIn(request: PasswordSignIn): Promise<SignInStep> {
    const step: SignInStep = this.codeWanted ? { kind: 'code_wanted' } : { kind: 'signed_in', signedIn: this.signedIn };
    return this.reply('signIn', step, request.attempt, { ...request });
  }

  enterCode(attempt: number, signIn: number, code: string): Promise<SignedIn> {
    return this.reply('enterCode', this.signedIn, attempt, attempt, signIn, code);
  }

  async cancel(attempt: number): Promise<void> {
    this.calls.push(['cancel', attempt]);
    if (this.pending?.attempt !== attempt) return;
    this.pending.reject(problem({ code: 'cancelled', host: null }));
    this.pending = null;
  }

  signOut = (account: string): Promise<ResultView> => this.reply('signOut', this.result, 0, account);
  renew = (account: string): Promise<void> => this.reply('renew', undefined, 0, account);
  tryAgain = (id: string): Promise<ResultView> => this.reply('tryAgain', this.result, 0, id);
  forget = (id: string): Promise<void> => this.reply('forget', undefined, 0, id);
  remove = (account: string): Promise<void> => this.reply('remove', undefined, 0, account);
  rename = (account: string, label: string | null): Promise<void> => this.reply('rename', undefined, 0, account, label);
  moveAccount = (account: string, before: string | null): Promise<void> =>
    this.reply('moveAccount', undefined, 0, account, before);
  moveSite = (origin: string, before: string | null): Promise<void> =>
    this.reply('moveSite', undefined, 0, origin, before);
  dismiss = (account: string): Promise<void> => this.reply('dismiss', undefined, 0, account);
  dismissNotice = (id: string): Promise<void> => this.reply('dismissNotice', undefined, 0, id);
  acceptSite = (origin: string): Promise<void> => this.reply('acceptSite', undefined, 0, origin);
  unlock = (): Promise<void> => this.reply('unlock', undefined, 0);
  openSite = (account: string): Promise<void> => this.reply('openSite', undefined, 0, account);
  openEndSession = (account: string): Promise<void> => this.reply('openEndSession', undefined, 0, account);
  openPage = (origin: string, page: SitePage): Promise<void> => this.reply('openPage', undefined, 0, origin, page);
  avatar = (account: string): Promise<string | null> => this.reply('avatar', this.picture, 0, account);
  logo = (origin: string, dark: boolean): Promise<string | null> =>
    this.reply('logo', this.logos.get(origin) ?? null, 0, origin, dark);
  addressOnClipboard = (): Promise<string | null> => this.reply('addressOnClipboard', this.clipboardAddress, 0);
  makeDebugToken = (key: string, user: string, minutes: number): Promise<DebugToken> =>
    this.reply('makeDebugToken', this.token, 0, key, user, minutes);
  copyDebugToken = (): Promise<void> => this.reply('copyDebugToken', undefined, 0);
  dropDebugToken = (): Promise<void> => this.reply('dropDebugToken', undefined, 0);
  officialClient = (): Promise<FoundClient | null> => this.reply('officialClient', this.found, 0);
  revokeFound = (id: string): Promise<void> => this.reply('revokeFound', undefined, 0, id);

  showRegistryFolder = (): Promise<void> => this.reply('showRegistryFolder', undefined, 0);
  quit = (): Promise<void> => this.reply('quit', undefined, 0);
  closeWindow = (closing: Closing): Promise<void> => this.reply('closeWindow', undefined, 0, closing);
  changeSettings = (settings: Settings): Promise<void> => this.reply('changeSettings', undefined, 0, settings);
  setStartAtLogin = (on: boolean): Promise<void> => this.reply('setStartAtLogin', undefined, 0, on);
  signOutOf = (accounts: string[]): Promise<SignedOutOne[]> => this.reply('signOutOf', this.signedOut, 0, accounts);
  answerSignOutOfAll = (accounts: string[] | null): Promise<void> =>
    this.reply('answerSignOutOfAll', undefined, 0, accounts);
  showLogFolder = (): Promise<void> => this.reply('showLogFolder', undefined, 0);
  diagnostics = (): Promise<string> => this.reply('diagnostics', this.diagnosis, 0);
  keepPlace = (at: string): Promise<void> => this.reply('keepPlace', undefined, 0, at);

  watchDesktop(hear: (news: News) => void): Promise<void> {
    this.calls.push(['watchDesktop']);
    this.hear = hear;
    hear({ kind: 'desktop', view: this.desktop });
    return Promise.resolve();
  }

  /** Says something to the page that is not a snapshot. */
  tell(news: News): void {
    this.hear?.(news);
  }

  private reply<T>(name: keyof Port, answer: T, attempt: number, ...rest: unknown[]): Promise<T> {
    this.calls.push([name, ...rest]);
    const failure = this.failures.get(name);
    if (failure) return Promise.reject(failure);
    if (!this.held.has(name)) return Promise.resolve(answer);
    return new Promise<T>((resolve, reject) => {
      this.pending = { attempt, resolve: resolve as Pending['resolve'], reject };
    });
  }
}
