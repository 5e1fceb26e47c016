//! What the window and the tray show, as plain data: one [`Snapshot`] per change, made by the domain and published through
//! [`Desktop`](crate::Desktop).
//!
//! Deliberately not here: sentences (they are Fluent messages of the page), colours, and anything secret. Every instant is Unix time in
//! milliseconds, so that the page can hand it to `Intl`.

mod results;

use serde::Serialize;
use ts_rs::TS;

use crate::settings::Settings;

pub use self::results::{ComputerResult, ResultView, ServerResult, SingleSignOnResult};

/// Everything that is to be seen at one moment.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Grows by one with every published change; a page that holds a newer one ignores an older one.
    #[ts(type = "number")]
    pub revision: u64,
    /// The operating system's keyring.
    pub keyring: KeyringView,
    /// The file with the list of accounts.
    pub registry: RegistryState,
    /// What happened while nobody could be told, until the person closes it.
    pub notices: Vec<NoticeView>,
    /// Sites in the person's order, each with its accounts.
    pub sites: Vec<SiteView>,
    /// What the person has chosen about the program.
    pub settings: Settings,
    /// Sign-outs that go on without a row of their own: of removed or replaced accounts, and of tokens minted for a wrong person.
    pub unfinished: Vec<UnfinishedView>,
}

/// The keyring as the foot of the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyringView {
    /// The keyring's own name, for example "GNOME Keyring" or "Windows Credential Manager".
    pub name: String,
    /// How it answered last.
    pub state: KeyringState,
}

/// How the keyring answered the last time it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    /// Not asked yet.
    Unknown,
    /// It answered.
    Ready,
    /// It is locked; the person can unlock it.
    Locked,
    /// This computer has none, or none is running.
    Missing,
    /// It failed, or did not answer in time.
    Failed,
}

/// Whether the list of accounts is being kept on disk. While it is not, the keyring alone keeps the sessions, and the list is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RegistryState {
    /// It is.
    Ready,
    /// The file or its folder may not be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// Writing failed for another reason.
    Failed,
}

/// Something that happened while nobody could be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoticeView {
    /// For `dismiss_notice`.
    pub id: String,
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// What.
    pub what: NoticeKind,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum NoticeKind {
    /// A sign-in ended without an answer: a session that nobody holds may exist. The remedy is the site's password page.
    SignInCutOff {
        /// The site, for its security page.
        origin: String,
        /// Its host.
        host: String,
    },
    /// The file with the accounts was damaged: it was moved aside, and accounts come back from the keyring.
    RegistrySetAside {
        /// Where the damaged file is now.
        file: String,
    },
}

/// One server.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SiteView {
    /// `https://cloud.example.com`: what identifies the site.
    pub origin: String,
    /// Host, with the port when it is not the usual one.
    pub host: String,
    /// The site's own title; the host when it has none.
    pub title: String,
    /// Version as the server reports it, without `-pro`.
    pub version: Option<String>,
    /// Open or Pro edition.
    pub edition: Edition,
    /// The connection is not encrypted.
    pub plain_http: bool,
    /// Another installation answers at this address than the one that the accounts were added from. Nothing is renewed there until the
    /// person says that it is the right one (`accept_site`) or signs in again.
    pub other_installation: bool,
    /// The accounts on it, in the person's order.
    pub accounts: Vec<AccountView>,
}

/// Which edition of Cloudreve a server reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// The open edition.
    Open,
    /// The closed Pro edition, known by `-pro` in its version.
    Pro,
}

/// One user on one site.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Our own identifier of the account; says nothing about the person.
    pub id: String,
    /// Nickname as the server tells it; the e-mail when it has none.
    pub name: String,
    /// The person's own label.
    pub label: Option<String>,
    /// The site's own identifier of the user.
    pub user_id: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Whether the `avatar` command has a picture to give.
    pub has_avatar: bool,
    /// Storage used and granted, in bytes, when known.
    pub storage: Option<StorageView>,
    /// What the account is now.
    pub state: StateView,
    /// The result of the last sign-out until it is dismissed.
    pub result: Option<ResultView>,
    /// How the current or last session was signed in.
    pub method: Method,
    /// When that was.
    #[ts(type = "number | null")]
    pub signed_in_at: Option<i64>,
    /// When the session was renewed last.
    #[ts(type = "number | null")]
    pub renewed_at: Option<i64>,
    /// The last thing that went wrong with this account, until something goes right.
    pub last_problem: Option<crate::Problem>,
}

/// Bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct StorageView {
    /// Bytes in use.
    #[ts(type = "number")]
    pub used: u64,
    /// Bytes granted.
    #[ts(type = "number")]
    pub total: u64,
}

/// How a session came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// E-mail and password, with captcha and code where asked for.
    Password,
    /// In the system browser.
    Browser,
}

/// The states of `product.md`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum StateView {
    /// "Signed in", "ends on 6 Dec unless Keyreve runs before".
    Active {
        /// When the session ends unless it is renewed before.
        #[ts(type = "number")]
        until: i64,
    },
    /// "Signed in · server unreachable since …".
    Offline {
        /// Since when the server does not answer.
        #[ts(type = "number")]
        since: i64,
        /// When the session ends unless it is renewed before.
        #[ts(type = "number")]
        until: i64,
    },
    /// "Sign in again".
    NeedsSignIn {
        /// Why.
        cause: SignInCause,
        /// Since when.
        #[ts(type = "number")]
        since: i64,
    },
    /// "Keyring is locked".
    Locked,
    /// "Signing out… waiting for the server / for the keyring".
    SigningOut {
        /// What it waits for.
        waiting_for: WaitingFor,
        /// The next try, when none is under way.
        #[ts(type = "number | null")]
        next_try: Option<i64>,
    },
    /// "Signed out, confirmed 14:02".
    SignedOut {
        /// When it ended.
        #[ts(type = "number")]
        at: i64,
        /// How the server's part ended.
        server: ServerResult,
    },
}

/// Why the person has to sign in again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SignInCause {
    /// The session's time has passed by the server's clock.
    Expired,
    /// The server refused it, twice, minutes apart. It does not say why.
    Refused,
    /// The keyring has no entry for it.
    EntryMissing,
    /// The keyring's entry for it is not as this program wrote it: something else changed it.
    EntryDamaged,
}

/// What a sign-out waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WaitingFor {
    /// The server's answer.
    Server,
    /// The keyring.
    Keyring,
}

/// A sign-out that goes on without a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnfinishedView {
    /// The session's identifier, for "Try now" and "Forget anyway".
    pub id: String,
    /// Whose session it is.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// The site's title.
    pub site: String,
    /// The site's host.
    pub host: String,
    /// Why it has no row.
    pub reason: UnfinishedReason,
    /// The three results so far.
    pub result: ResultView,
}

/// Why a sign-out has no row of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnfinishedReason {
    /// The account was removed.
    Removed,
    /// The account was signed in anew; this is its former session.
    Replaced,
    /// The sign-in gave somebody else's session.
    WrongPerson,
    /// The new session could not be saved in the keyring.
    NotSaved,
    /// The person cancelled the sign-in, and the server had already made the session.
    Cancelled,
    /// Found in the keyring without an account.
    Recovered,
    /// Another program's session, which the person wanted ended.
    Imported,
}
