//! Why a request did not succeed: one enum per operation, and what each comes to as a [`Problem`] for the page.
//!
//! Deliberately absent: texts that could carry a secret, and signing in (`adding/error.rs`).

use crate::address::AddressError;
use crate::browser::NotOpened;
use crate::desktop::OpenError;
use crate::problem::{Problem, ProblemCode, ServerWords, StartProblem, StartProblemCode};
use crate::provider::{Fault, Refusal, Trouble};
use crate::registry::RegistryError;
use crate::vault::VaultError;

/// The program cannot start its work.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The file with the accounts.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The keyring's thread could not be started.
    #[error("the keyring's thread could not be started: {0}")]
    Thread(#[from] std::io::Error),
}

impl StartError {
    /// What the window shows instead of the list.
    pub fn problem(&self, file: &std::path::Path) -> StartProblem {
        let (code, process) = match self {
            Self::Registry(RegistryError::Newer { .. }) => (StartProblemCode::NewerVersion, None),
            Self::Registry(RegistryError::InUse { process }) => (StartProblemCode::InUse, *process),
            Self::Registry(_) | Self::Thread(_) => (StartProblemCode::CannotOpen, None),
        };
        let detail = match code {
            StartProblemCode::CannotOpen => Some(self.to_string()),
            StartProblemCode::NewerVersion | StartProblemCode::InUse => None,
        };
        StartProblem {
            code,
            file: file.display().to_string(),
            process,
            detail,
        }
    }
}

/// A site could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    /// What was typed.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// What answered, or did not.
    #[error("{host}: {fault}")]
    Fault {
        /// The host that was asked.
        host: String,
        /// What went wrong.
        fault: Fault,
    },
    /// The person cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// A sign-out could not be begun.
#[derive(Debug, thiserror::Error)]
pub enum SignOutError {
    /// No such account.
    #[error("there is no such account")]
    NotFound,
    /// It is signed out already.
    #[error("there is no session to sign out")]
    NothingToSignOut,
}

/// A sign-out could not be given up.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// It has come to its end meanwhile.
    #[error("there is no such sign-out")]
    NotFound,
}

/// A session of another program could not be taken over to be ended.
#[derive(Debug, thiserror::Error)]
pub enum RevokeForeignError {
    /// The keyring would not take it: its server was not asked.
    #[error(transparent)]
    Keyring(#[from] VaultError),
    /// It has come to its end meanwhile.
    #[error("there is no such sign-out")]
    Gone,
}

/// An account could not be removed.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// No such account.
    #[error("there is no such account")]
    NotFound,
}

/// A renewal did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// No such account, or no session.
    #[error("there is no session to renew")]
    NotFound,
    /// The session was signed out or replaced meanwhile.
    #[error("the session changed meanwhile")]
    Superseded,
    /// The keyring.
    #[error(transparent)]
    Keyring(#[from] VaultError),
    /// The keyring has no entry for the session.
    #[error("the keyring has no entry for the session")]
    EntryMissing,
    /// The keyring's entry for the session was changed by something else.
    #[error("the keyring's entry for the session was changed by something else")]
    EntryDamaged,
    /// Another installation answers there than the one that made the session.
    #[error("another installation answers at {host}")]
    OtherInstallation {
        /// The host that was asked.
        host: String,
    },
    /// The server refused the session.
    #[error("the server refused the session")]
    Refused(Refusal),
    /// No answer that counts.
    #[error("{host}: {fault}")]
    Fault {
        /// The host that was asked.
        host: String,
        /// What went wrong.
        fault: Fault,
    },
}

/// A page could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenSiteError {
    /// Nothing to open.
    #[error("there is nothing to open")]
    NotFound,
    /// The address is not one that is opened.
    #[error("the address is not opened")]
    Rejected(NotOpened),
    /// The keyring, where the address is kept.
    #[error(transparent)]
    Keyring(#[from] VaultError),
    /// The browser.
    #[error(transparent)]
    Browser(#[from] OpenError),
}

/// The keyring could not be unlocked.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct UnlockError(#[from] pub VaultError);

/// The person cancelled.
#[derive(Debug, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Problem {
    /// A problem that needs no more than its code.
    pub fn plain(code: ProblemCode) -> Self {
        Self {
            code,
            host: None,
            other: None,
            server: None,
        }
    }

    pub(super) fn at(code: ProblemCode, host: &str) -> Self {
        Self {
            host: Some(host.to_owned()),
            ..Self::plain(code)
        }
    }

    pub(super) fn said(code: ProblemCode, words: &ServerWords) -> Self {
        Self {
            server: Some(words.clone()),
            ..Self::plain(code)
        }
    }

    pub(super) fn said_at(code: ProblemCode, host: String, words: &ServerWords) -> Self {
        Self {
            host: Some(host),
            ..Self::said(code, words)
        }
    }

    pub(super) fn of_fault(host: &str, fault: &Fault) -> Self {
        let mut other = None;
        let code = match &fault.trouble {
            Trouble::NoSuchHost => ProblemCode::NoSuchHost,
            Trouble::ConnectionRefused => ProblemCode::ConnectionRefused,
            Trouble::Tls => ProblemCode::Tls,
            Trouble::Unreachable => ProblemCode::Unreachable,
            Trouble::TimedOut => ProblemCode::TimedOut,
            Trouble::TooLarge => ProblemCode::TooLarge,
            Trouble::Redirected { host } => {
                other.clone_from(host);
                ProblemCode::Redirected
            }
            Trouble::ServerTrouble => ProblemCode::ServerTrouble,
            Trouble::NotThisKind => ProblemCode::NotCloudreve,
            Trouble::FormerVersion => ProblemCode::CloudreveV3,
            Trouble::UnexpectedAnswer => ProblemCode::UnexpectedAnswer,
        };
        Self {
            other,
            server: fault.words.clone(),
            ..Self::at(code, host)
        }
    }
}

impl From<&VaultError> for Problem {
    fn from(error: &VaultError) -> Self {
        Self::plain(match error {
            VaultError::Locked => ProblemCode::KeyringLocked,
            VaultError::NotAvailable => ProblemCode::KeyringMissing,
            VaultError::TimedOut => ProblemCode::KeyringTimedOut,
            VaultError::Damaged | VaultError::Failed(_) => ProblemCode::KeyringFailed,
        })
    }
}

impl From<ProbeError> for Problem {
    fn from(error: ProbeError) -> Self {
        match error {
            ProbeError::Address(AddressError::NotAnAddress) => Self::plain(ProblemCode::BadAddress),
            ProbeError::Address(AddressError::WithCredentials) => {
                Self::plain(ProblemCode::AddressWithCredentials)
            }
            ProbeError::Address(AddressError::PlainHttp { host }) => {
                Self::at(ProblemCode::PlainHttp, &host)
            }
            ProbeError::Fault { host, fault } => Self::of_fault(&host, &fault),
            ProbeError::Cancelled(Cancelled) => Self::plain(ProblemCode::Cancelled),
        }
    }
}

impl From<SignOutError> for Problem {
    fn from(error: SignOutError) -> Self {
        Self::plain(match error {
            SignOutError::NotFound => ProblemCode::NotFound,
            SignOutError::NothingToSignOut => ProblemCode::NotNow,
        })
    }
}

impl From<ForgetError> for Problem {
    fn from(ForgetError::NotFound: ForgetError) -> Self {
        Self::plain(ProblemCode::NotNow)
    }
}

impl From<RevokeForeignError> for Problem {
    fn from(error: RevokeForeignError) -> Self {
        match error {
            RevokeForeignError::Keyring(error) => Self::from(&error),
            RevokeForeignError::Gone => Self::plain(ProblemCode::NotNow),
        }
    }
}

impl From<RemoveError> for Problem {
    fn from(RemoveError::NotFound: RemoveError) -> Self {
        Self::plain(ProblemCode::NotFound)
    }
}

impl From<&RenewError> for Problem {
    fn from(error: &RenewError) -> Self {
        match error {
            RenewError::NotFound => Self::plain(ProblemCode::NotFound),
            RenewError::Superseded | RenewError::EntryMissing | RenewError::EntryDamaged => {
                Self::plain(ProblemCode::NotNow)
            }
            RenewError::OtherInstallation { host } => {
                Self::at(ProblemCode::OtherInstallation, host)
            }
            RenewError::Keyring(error) => Self::from(error),
            RenewError::Refused(Refusal(words)) => Self::said(ProblemCode::RefusedByServer, words),
            RenewError::Fault { host, fault } => Self::of_fault(host, fault),
        }
    }
}

impl From<OpenSiteError> for Problem {
    fn from(error: OpenSiteError) -> Self {
        match error {
            OpenSiteError::NotFound => Self::plain(ProblemCode::NotNow),
            OpenSiteError::Rejected(NotOpened { host }) => Self {
                host,
                ..Self::plain(ProblemCode::CouldNotOpen)
            },
            OpenSiteError::Keyring(error) => Self::from(&error),
            OpenSiteError::Browser(OpenError) => Self::plain(ProblemCode::CouldNotOpen),
        }
    }
}

impl From<UnlockError> for Problem {
    fn from(UnlockError(error): UnlockError) -> Self {
        Self::from(&error)
    }
}
