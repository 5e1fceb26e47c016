//! The three results of a sign-out, as they are shown and as the registry keeps them.

use serde::Serialize;
use ts_rs::TS;

/// A sign-out shown as its three results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResultView {
    /// What became of the keyring entry.
    pub computer: ComputerResult,
    /// What the server said.
    pub server: ServerResult,
    /// What became of the single-sign-on session.
    pub single_sign_on: SingleSignOnResult,
    /// When this was the case.
    #[ts(type = "number")]
    pub at: i64,
    /// Whether the browser was used to sign in and may be signed in to the site on its own.
    pub browser_may_be_signed_in: bool,
}

impl ResultView {
    /// Nothing is still to be done by the program. A page may wait for the person.
    pub fn is_ended(&self) -> bool {
        let server = match self.server {
            ServerResult::Asking
            | ServerResult::Unreachable { .. }
            | ServerResult::NotRecognised { .. } => false,
            ServerResult::Confirmed
            | ServerResult::Accepted
            | ServerResult::Expired
            | ServerResult::Forgotten { .. } => true,
        };
        server && self.computer == ComputerResult::Erased
    }
}

/// Result 1: this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ComputerResult {
    /// The entry is gone, and reading it back found nothing.
    Erased,
    /// Kept in the keyring only to finish the sign-out.
    KeptToFinish,
    /// Waiting for the keyring: it is locked, missing or not answering.
    WaitingForKeyring,
}

/// Result 2: the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ServerResult {
    /// Being asked now.
    Asking,
    /// It accepted the revocation and then refused the family.
    Confirmed,
    /// It accepted, but the refusal proves nothing or could not be had.
    Accepted,
    /// It could not be reached; tries go on.
    Unreachable {
        /// The next try.
        #[ts(type = "number | null")]
        next_try: Option<i64>,
    },
    /// It says it does not know the session although its time has not passed; tries go on at long intervals.
    NotRecognised {
        /// The next try.
        #[ts(type = "number | null")]
        next_try: Option<i64>,
        /// Another installation answers at the address than the one that made the session.
        #[serde(default)]
        other_installation: bool,
    },
    /// The session's time has passed by the server's clock.
    Expired,
    /// The person gave up on the server: not confirmed, the session may live until then.
    Forgotten {
        /// The session's own end.
        #[ts(type = "number")]
        valid_until: i64,
    },
}

/// Result 3: single sign-on. Never "done": providers ask first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum SingleSignOnResult {
    /// The server has not answered yet, so nobody knows.
    Unknown,
    /// There is none.
    None,
    /// The provider's end-session page was handed to the system browser.
    Opened {
        /// The provider's host.
        host: String,
    },
    /// The system browser could not be started; the page can still be opened.
    CouldNotBeOpened {
        /// The provider's host.
        host: String,
    },
    /// The page could not be kept in the keyring, and it was too late to open it unasked.
    NotKept {
        /// The provider's host.
        host: String,
    },
    /// The answer came too late to open a page unasked; the page can be opened.
    WaitingForYou {
        /// The provider's host.
        host: String,
    },
    /// The server sent an address that is not opened: not https, or not an address at all.
    Rejected {
        /// Its host, where it has one.
        host: Option<String>,
    },
}

impl SingleSignOnResult {
    /// The provider whose page still waits to be opened.
    pub fn waits_at(&self) -> Option<&str> {
        match self {
            Self::WaitingForYou { host } | Self::CouldNotBeOpened { host } => Some(host),
            Self::Unknown
            | Self::None
            | Self::Opened { .. }
            | Self::NotKept { .. }
            | Self::Rejected { .. } => None,
        }
    }
}
