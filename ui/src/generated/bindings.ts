// Made from the Rust types by the test `bindings`. Not to be edited.

/**
 * Everything that a page begins with. Nothing secret: it is what the page could ask for.
 */
export type Beginning = { 
/**
 * Why there will be no snapshot at all.
 */
problem: StartProblem | null, 
/**
 * Where the person was in the window before this one, in the page's own words.
 */
place: string | null, 
/**
 * The state when the window was made.
 */
snapshot: Snapshot | null, };

/**
 * Everything that is to be seen at one moment.
 */
export type Snapshot = { 
/**
 * Grows by one with every published change; a page that holds a newer one ignores an older one.
 */
revision: number, 
/**
 * The operating system's keyring.
 */
keyring: KeyringView, 
/**
 * The file with the list of accounts.
 */
registry: RegistryState, 
/**
 * What happened while nobody could be told, until the person closes it.
 */
notices: Array<NoticeView>, 
/**
 * Sites in the person's order, each with its accounts.
 */
sites: Array<SiteView>, 
/**
 * What the person has chosen about the program.
 */
settings: Settings, 
/**
 * Sign-outs that go on without a row of their own: of removed or replaced accounts, and of tokens minted for a wrong person.
 */
unfinished: Array<UnfinishedView>, };

/**
 * The keyring as the foot of the window shows it.
 */
export type KeyringView = { 
/**
 * The keyring's own name, for example "GNOME Keyring" or "Windows Credential Manager".
 */
name: string, 
/**
 * How it answered last.
 */
state: KeyringState, };

/**
 * How the keyring answered the last time it was asked.
 */
export type KeyringState = "unknown" | "ready" | "locked" | "missing" | "failed";

/**
 * Whether the list of accounts is being kept on disk. While it is not, the keyring alone keeps the sessions, and the list is tried again.
 */
export type RegistryState = "ready" | "read_only" | "disk_full" | "failed";

/**
 * Something that happened while nobody could be told.
 */
export type NoticeView = { 
/**
 * For `dismiss_notice`.
 */
id: string, 
/**
 * When.
 */
at: number, 
/**
 * What.
 */
what: NoticeKind, };

/**
 * What happened.
 */
export type NoticeKind = { "kind": "sign_in_cut_off", 
/**
 * The site, for its security page.
 */
origin: string, 
/**
 * Its host.
 */
host: string, } | { "kind": "registry_set_aside", 
/**
 * Where the damaged file is now.
 */
file: string, };

/**
 * One server.
 */
export type SiteView = { 
/**
 * `https://cloud.example.com`: what identifies the site.
 */
origin: string, 
/**
 * Host, with the port when it is not the usual one.
 */
host: string, 
/**
 * The site's own title; the host when it has none.
 */
title: string, 
/**
 * Version as the server reports it, without `-pro`.
 */
version: string | null, 
/**
 * Open or Pro edition.
 */
edition: Edition, 
/**
 * The connection is not encrypted.
 */
plainHttp: boolean, 
/**
 * Another installation answers at this address than the one that the accounts were added from. Nothing is renewed there until the
 * person says that it is the right one (`accept_site`) or signs in again.
 */
otherInstallation: boolean, 
/**
 * The accounts on it, in the person's order.
 */
accounts: Array<AccountView>, };

/**
 * Which edition of Cloudreve a server reports.
 */
export type Edition = "open" | "pro";

/**
 * One user on one site.
 */
export type AccountView = { 
/**
 * Our own identifier of the account; says nothing about the person.
 */
id: string, 
/**
 * Nickname as the server tells it; the e-mail when it has none.
 */
name: string, 
/**
 * The person's own label.
 */
label: string | null, 
/**
 * The site's own identifier of the user.
 */
userId: string, 
/**
 * E-mail address.
 */
email: string | null, 
/**
 * Whether the `avatar` command has a picture to give.
 */
hasAvatar: boolean, 
/**
 * Storage used and granted, in bytes, when known.
 */
storage: StorageView | null, 
/**
 * What the account is now.
 */
state: StateView, 
/**
 * The result of the last sign-out until it is dismissed.
 */
result: ResultView | null, 
/**
 * How the current or last session was signed in.
 */
method: Method, 
/**
 * When that was.
 */
signedInAt: number | null, 
/**
 * When the session was renewed last.
 */
renewedAt: number | null, 
/**
 * The last thing that went wrong with this account, until something goes right.
 */
lastProblem: Problem | null, };

/**
 * Bytes.
 */
export type StorageView = { 
/**
 * Bytes in use.
 */
used: number, 
/**
 * Bytes granted.
 */
total: number, };

/**
 * How a session came to be.
 */
export type Method = "password" | "browser";

/**
 * The states of `product.md`.
 */
export type StateView = { "kind": "active", 
/**
 * When the session ends unless it is renewed before.
 */
until: number, } | { "kind": "offline", 
/**
 * Since when the server does not answer.
 */
since: number, 
/**
 * When the session ends unless it is renewed before.
 */
until: number, } | { "kind": "needs_sign_in", 
/**
 * Why.
 */
cause: SignInCause, 
/**
 * Since when.
 */
since: number, } | { "kind": "locked" } | { "kind": "signing_out", 
/**
 * What it waits for.
 */
waitingFor: WaitingFor, 
/**
 * The next try, when none is under way.
 */
nextTry: number | null, } | { "kind": "signed_out", 
/**
 * When it ended.
 */
at: number, 
/**
 * How the server's part ended.
 */
server: ServerResult, };

/**
 * Why the person has to sign in again.
 */
export type SignInCause = "expired" | "refused" | "entry_missing" | "entry_damaged";

/**
 * What a sign-out waits for.
 */
export type WaitingFor = "server" | "keyring";

/**
 * A sign-out shown as its three results.
 */
export type ResultView = { 
/**
 * What became of the keyring entry.
 */
computer: ComputerResult, 
/**
 * What the server said.
 */
server: ServerResult, 
/**
 * What became of the single-sign-on session.
 */
singleSignOn: SingleSignOnResult, 
/**
 * When this was the case.
 */
at: number, 
/**
 * Whether the browser was used to sign in and may be signed in to the site on its own.
 */
browserMayBeSignedIn: boolean, };

/**
 * Result 1: this computer.
 */
export type ComputerResult = "erased" | "kept_to_finish" | "waiting_for_keyring";

/**
 * Result 2: the server.
 */
export type ServerResult = { "kind": "asking" } | { "kind": "confirmed" } | { "kind": "accepted" } | { "kind": "unreachable", 
/**
 * The next try.
 */
nextTry: number | null, } | { "kind": "not_recognised", 
/**
 * The next try.
 */
nextTry: number | null, 
/**
 * Another installation answers at the address than the one that made the session.
 */
otherInstallation: boolean, } | { "kind": "expired" } | { "kind": "forgotten", 
/**
 * The session's own end.
 */
validUntil: number, };

/**
 * Result 3: single sign-on. Never "done": providers ask first.
 */
export type SingleSignOnResult = { "kind": "unknown" } | { "kind": "none" } | { "kind": "opened", 
/**
 * The provider's host.
 */
host: string, } | { "kind": "could_not_be_opened", 
/**
 * The provider's host.
 */
host: string, } | { "kind": "not_kept", 
/**
 * The provider's host.
 */
host: string, } | { "kind": "waiting_for_you", 
/**
 * The provider's host.
 */
host: string, } | { "kind": "rejected", 
/**
 * Its host, where it has one.
 */
host: string | null, };

/**
 * A sign-out that goes on without a row.
 */
export type UnfinishedView = { 
/**
 * The session's identifier, for "Try now" and "Forget anyway".
 */
id: string, 
/**
 * Whose session it is.
 */
name: string, 
/**
 * E-mail address.
 */
email: string | null, 
/**
 * The site's title.
 */
site: string, 
/**
 * The site's host.
 */
host: string, 
/**
 * Why it has no row.
 */
reason: UnfinishedReason, 
/**
 * The three results so far.
 */
result: ResultView, };

/**
 * Why a sign-out has no row of its own.
 */
export type UnfinishedReason = "removed" | "replaced" | "wrong_person" | "not_saved" | "cancelled" | "recovered" | "imported";

/**
 * Why a request failed, as the page sees it.
 */
export type Problem = { 
/**
 * What happened.
 */
code: ProblemCode, 
/**
 * The host it happened with.
 */
host: string | null, 
/**
 * Where a redirect leads, host only, or who signed in instead.
 */
other: string | null, 
/**
 * What the server said, when it said something.
 */
server: ServerWords | null, };

/**
 * A server's refusal in its own words.
 */
export type ServerWords = { 
/**
 * Cloudreve's code, for example 40080.
 */
code: number, 
/**
 * Its sentence.
 */
message: string, 
/**
 * What an administrator can look for in the server's log.
 */
correlationId: string | null, };

/**
 * Every outcome that the page tells apart.
 */
export type ProblemCode = "bad_address" | "address_with_credentials" | "plain_http" | "no_such_host" | "connection_refused" | "unreachable" | "timed_out" | "tls" | "not_cloudreve" | "cloudreve_v3" | "too_large" | "redirected" | "server_trouble" | "unexpected_answer" | "wrong_password" | "banned" | "not_activated" | "bad_input" | "captcha_wanted" | "wrong_captcha" | "captcha_unsupported" | "wrong_code" | "code_session_ended" | "code_wanted" | "refused_by_server" | "answer_lost" | "wrong_person" | "not_saved" | "not_saved_not_ended" | "keyring_missing" | "keyring_locked" | "keyring_timed_out" | "keyring_failed" | "not_found" | "other_installation" | "not_now" | "cancelled" | "could_not_open" | "autostart_failed" | "bad_key" | "copy_failed" | "file_unreadable";

/**
 * Which captcha a site asks for when somebody signs in with a password.
 */
export type CaptchaKind = "none" | "image" | "recaptcha" | "turnstile" | "cap" | "tcaptcha" | "other";

/**
 * A picture with letters, for one try.
 */
export type CaptchaPicture = { 
/**
 * The picture as a `data:` URL.
 */
image: string, 
/**
 * Goes back with the letters.
 */
ticket: string, };

/**
 * The letters that a person read in a captcha's picture.
 */
export type CaptchaAnswer = { 
/**
 * The letters.
 */
text: string, 
/**
 * The picture's ticket.
 */
ticket: string, };

/**
 * A debugging token that was made; the token itself stays with the program.
 */
export type DebugToken = { 
/**
 * Its first and last characters.
 */
masked: string, 
/**
 * When it ends.
 */
endsAt: number, };

/**
 * Accounts that lie in the file of Cloudreve's own desktop client.
 */
export type FoundClient = { 
/**
 * The file.
 */
file: string, 
/**
 * What lies in it.
 */
sessions: Array<FoundSession>, };

/**
 * One session in that file. Its token stays with the program.
 */
export type FoundSession = { 
/**
 * For `revoke_found`; made anew at every look.
 */
id: string, 
/**
 * The site.
 */
origin: string, 
/**
 * Its host.
 */
host: string, 
/**
 * What that program calls it; the user's identifier where it has no name there.
 */
name: string, 
/**
 * E-mail address, where the same user is an account here.
 */
email: string | null, 
/**
 * The same user is an account here.
 */
known: boolean, };

/**
 * A site as the person sees it before signing in.
 */
export type SiteCard = { 
/**
 * What identifies the site.
 */
origin: string, 
/**
 * Host, with the port when it is not the usual one.
 */
host: string, 
/**
 * The site's title; the host when it has none.
 */
title: string, 
/**
 * Version without edition.
 */
version: string, 
/**
 * Open or Pro.
 */
edition: Edition, 
/**
 * The connection is not encrypted.
 */
plainHttp: boolean, 
/**
 * What signing in by password asks for beside the password.
 */
captcha: CaptchaKind, 
/**
 * The site takes new people.
 */
signUp: boolean, 
/**
 * The site has terms to read.
 */
terms: boolean, 
/**
 * The site has a privacy policy to read.
 */
privacy: boolean, 
/**
 * Another installation answers here than the one that the accounts of this site were added from.
 */
otherInstallation: boolean, 
/**
 * The same installation is already known under this other host.
 */
knownAs: string | null, };

/**
 * How far a sign-in came.
 */
export type SignInStep = { "kind": "signed_in", 
/**
 * Who.
 */
signedIn: SignedIn, } | { "kind": "code_wanted" };

/**
 * A sign-in that succeeded.
 */
export type SignedIn = { 
/**
 * The account's identifier.
 */
account: string, 
/**
 * It was signed in before; its former session is being ended.
 */
replaced: boolean, };

/**
 * Pages of a site that are worth opening.
 */
export type SitePage = "home" | "sign_up" | "forgot_password" | "security" | "terms" | "privacy" | "granted_apps";

/**
 * Why the program cannot work at all; it shows this instead of the list. Nothing was changed on disk.
 */
export type StartProblem = { 
/**
 * What it is.
 */
code: StartProblemCode, 
/**
 * The file with the accounts.
 */
file: string, 
/**
 * The process that uses the file, where another one does and said so.
 */
process: number | null, 
/**
 * The operating system's or SQLite's own words.
 */
detail: string | null, };

/**
 * What keeps the program from working.
 */
export type StartProblemCode = "newer_version" | "in_use" | "cannot_open";

/**
 * Everything that can be chosen.
 */
export type Settings = { 
/**
 * What closing the window does where there is a tray.
 */
closing: Closing, 
/**
 * The person was told that closing hides.
 */
toldHiding: boolean, 
/**
 * The person was told that closing quits, because there is no tray.
 */
toldQuitting: boolean, 
/**
 * Which notifications are shown.
 */
notifications: Notifications, 
/**
 * Signing out by itself.
 */
automatic: AutomaticSignOut, 
/**
 * The language of window, tray and notifications.
 */
language: LanguageChoice, 
/**
 * Light or dark.
 */
theme: Theme, 
/**
 * Signing one account out is asked about first.
 */
askSignOut: boolean, };

/**
 * A language of window, tray and notifications.
 */
export type LanguageChoice = "system" | "en" | "zh-CN";

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * What closing the window does.
 */
export type Closing = "hides" | "quits";

/**
 * Which notifications are shown.
 */
export type Notifications = "all" | "none";

/**
 * When the program signs out without being asked, and whom. Each is off by default.
 */
export type AutomaticSignOut = { 
/**
 * When the program quits, and when the desktop session ends.
 */
onQuit: Coverage, 
/**
 * When the screen is locked.
 */
onLock: Coverage, 
/**
 * When nobody has used the computer for [`Self::idle_minutes`].
 */
whenIdle: Coverage, 
/**
 * How many minutes that is; from 1 to 1,440.
 */
idleMinutes: IdleMinutes, };

/**
 * Whom a rule covers.
 */
export type Coverage = { "kind": "nobody" } | { "kind": "everybody" } | { "kind": "only", 
/**
 * Their identifiers.
 */
accounts: Array<string>, };

/**
 * A number of minutes between 1 and 1,440.
 */
export type IdleMinutes = number;

/**
 * How the sign-out of one of several accounts went.
 */
export type SignedOutOne = { 
/**
 * The account.
 */
account: string, 
/**
 * Its three results; none when there was nothing to sign out.
 */
result: ResultView | null, };

/**
 * One message to the page.
 */
export type News = { "kind": "desktop", 
/**
 * All of it.
 */
view: DesktopView, } | { "kind": "errand", 
/**
 * What.
 */
errand: Errand, };

/**
 * What this desktop offers, as the window shows it.
 */
export type DesktopView = { 
/**
 * Whether there is a tray.
 */
tray: TrayState, 
/**
 * Whether the program starts at login; nothing where that cannot be asked.
 */
startAtLogin: boolean | null, 
/**
 * The desktop says when the screen is locked.
 */
reportsLock: boolean, 
/**
 * The desktop says for how long nobody has used the computer.
 */
reportsIdle: boolean, 
/**
 * Something here shows notifications.
 */
showsNotifications: boolean, };

/**
 * Whether there is a tray.
 */
export type TrayState = "unknown" | "shown" | "missing";

/**
 * Something that the person asked for outside the page, to be gone on with there.
 */
export type Errand = { "kind": "sign_out_of_all" } | { "kind": "add_account" } | { "kind": "sign_in_again", 
/**
 * The account.
 */
account: string, } | { "kind": "show", 
/**
 * Its identifier.
 */
id: string, } | { "kind": "say_hiding" } | { "kind": "say_quitting" };
