// Everything that the page may ask of the program, one function per command.
// Deliberately not here: Tauri (`tauri.ts`), so that tests and the gallery can answer in its place; and any secret on its way back.
import type {
  Beginning,
  CaptchaAnswer,
  CaptchaPicture,
  Closing,
  DebugToken,
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
} from './generated/bindings';

/** What a sign-in with a password consists of. */
export interface PasswordSignIn {
  attempt: number;
  origin: string;
  email: string;
  password: string;
  /** The row that is signed in again. */
  account: string | null;
  captcha: CaptchaAnswer | null;
}

/** The program behind the page. Each function rejects with a `Problem`. */
export interface Port {
  /** What the program knew when it made the window: nothing has to be asked for the first picture. */
  beginning(): Beginning;
  /** Hands over the whole snapshot at once and on every change. */
  watch(receive: (snapshot: Snapshot) => void): Promise<void>;
  probeSite(attempt: number, address: string, plainHttp: boolean): Promise<SiteCard>;
  /** A picture with letters for the next try at that site; every try needs a new one. */
  captcha(attempt: number, origin: string): Promise<CaptchaPicture>;
  signIn(request: PasswordSignIn): Promise<SignInStep>;
  /** Goes on with the sign-in of that number, whose answer was `code_wanted`. After `wrong_code` it can be called again. */
  enterCode(attempt: number, signIn: number, code: string): Promise<SignedIn>;
  /** Ends the probe or sign-in of that number; it then rejects with `cancelled`. */
  cancel(attempt: number): Promise<void>;
  signOut(account: string): Promise<ResultView>;
  renew(account: string): Promise<void>;
  /** Goes on with a sign-out at once; `id` is an account's or an unfinished sign-out's. */
  tryAgain(id: string): Promise<ResultView>;
  forget(id: string): Promise<void>;
  remove(account: string): Promise<void>;
  /** Gives an account a label of the person's own; null takes it away. */
  rename(account: string, label: string | null): Promise<void>;
  /** Puts an account before another one of its site; null puts it last. */
  moveAccount(account: string, before: string | null): Promise<void>;
  /** Puts a site with its accounts before another one; null puts it last. */
  moveSite(origin: string, before: string | null): Promise<void>;
  /** Closes the result of a sign-out. */
  dismiss(account: string): Promise<void>;
  /** Closes a notice for good. */
  dismissNotice(id: string): Promise<void>;
  /** Says that the installation which answers at the site's address now is the right one. */
  acceptSite(origin: string): Promise<void>;
  unlock(): Promise<void>;
  openSite(account: string): Promise<void>;
  openEndSession(account: string): Promise<void>;
  openPage(origin: string, page: SitePage): Promise<void>;
  /** A `data:` URL made by the native side. */
  avatar(account: string): Promise<string | null>;
  /** The site's logo as a `data:` URL made by the native side, for light or dark surroundings. */
  logo(origin: string, dark: boolean): Promise<string | null>;
  /** An address on the clipboard, to be offered; null when there is none. */
  addressOnClipboard(): Promise<string | null>;
  /** Makes a debugging token. The key is not kept; the token stays with the program until it is dropped or has ended. */
  makeDebugToken(key: string, user: string, minutes: number): Promise<DebugToken>;
  /** Copies the token natively; a minute later it is taken from the clipboard again if it is still there. */
  copyDebugToken(): Promise<void>;
  dropDebugToken(): Promise<void>;
  /** Accounts of Cloudreve's own desktop client on this computer; null where it keeps none. Nothing is changed. */
  officialClient(): Promise<FoundClient | null>;
  /** Revokes one of those sessions on its server; it then stands among the unfinished sign-outs until it has ended. */
  revokeFound(id: string): Promise<void>;
  /** Shows the folder with the list of accounts in the system's file manager. */
  showRegistryFolder(): Promise<void>;
  /** Ends the program. */
  quit(): Promise<void>;
  /** Hides the window or ends the program, and keeps that as what closing does. */
  closeWindow(closing: Closing): Promise<void>;
  /** Hands over what this desktop offers at once and on every change, and what was asked for outside the page. */
  watchDesktop(receive: (news: News) => void): Promise<void>;
  changeSettings(settings: Settings): Promise<void>;
  setStartAtLogin(on: boolean): Promise<void>;
  /** Signs several accounts out; one page opens for each end-session endpoint. */
  signOutOf(accounts: string[]): Promise<SignedOutOne[]>;
  /** Answers the small window of the tray's "Sign out of all": these accounts, or nobody. The window closes at once. */
  answerSignOutOfAll(accounts: string[] | null): Promise<void>;
  showLogFolder(): Promise<void>;
  /** Versions, desktop, keyring, tray and counts, as text. */
  diagnostics(): Promise<string>;
  /** Keeps where the person is, for a window that is made anew. Nothing secret. */
  keepPlace(at: string): Promise<void>;
}

/** What was rejected with, as a problem. Anything else is the program's own trouble and is said as such. */
export function problemFrom(reason: unknown): Problem {
  if (typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'string') {
    return { host: null, other: null, server: null, ...reason } as Problem;
  }
  return { code: 'not_now', host: null, other: null, server: null };
}
