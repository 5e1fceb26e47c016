//! Why nobody was signed in, and what each reason comes to as a [`Problem`] for the page.
//!
//! Deliberately absent: texts that could carry a secret.

use super::super::error::Cancelled;
use crate::problem::{Problem, ProblemCode};
use crate::provider::{CodeStop, Fault, Refusal, SignInStop};
use crate::vault::VaultError;

/// There is no picture with letters.
#[derive(Debug, thiserror::Error)]
pub enum CaptchaError {
    /// Nobody has looked at this site yet.
    #[error("the site was not looked at")]
    NotProbed,
    /// The site's captcha is one that only a browser can show.
    #[error("{host} has a captcha that only a browser can show")]
    Unsupported {
        /// The site's host.
        host: String,
    },
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

/// A sign-in did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The keyring would not take the session: found out before the password or the code left.
    #[error(transparent)]
    Keyring(#[from] VaultError),
    /// The server stopped it, or did not answer.
    #[error("{host}: {stop}")]
    Stopped {
        /// The host that was asked.
        host: String,
        /// Why.
        stop: SignInStop,
    },
    /// The site wants a captcha that only a browser can show.
    #[error("{host} wants a captcha that only a browser can show")]
    CaptchaUnsupported {
        /// The host that was asked.
        host: String,
        /// Its words.
        refusal: Refusal,
    },
    /// The server did not take the code, or did not answer.
    #[error("{host}: {stop}")]
    CodeStopped {
        /// The host that was asked.
        host: String,
        /// Why.
        stop: CodeStop,
    },
    /// No sign-in of that number waits for a code, or not any more.
    #[error("no such sign-in waits for a code")]
    NoCodeWanted,
    /// The answer was lost after the request had left: a session that nobody holds may exist.
    #[error("the answer of {host} was lost")]
    AnswerLost {
        /// The host that was asked.
        host: String,
    },
    /// Somebody else signed in; that session is being ended.
    #[error("another person signed in")]
    WrongPerson {
        /// Who.
        who: String,
    },
    /// The session could not be saved, and was ended again.
    #[error("the session could not be saved: {0}")]
    NotSaved(VaultError),
    /// The session could not be saved, and its end is not confirmed yet: that goes on.
    #[error("the session could not be saved and is being ended: {0}")]
    NotSavedNotEnded(VaultError),
    /// Nobody has looked at this site yet.
    #[error("the site was not looked at")]
    NotProbed,
    /// The account to be signed in again is gone.
    #[error("there is no such account")]
    NotFound,
    /// The person cancelled.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl From<CaptchaError> for Problem {
    fn from(error: CaptchaError) -> Self {
        match error {
            CaptchaError::NotProbed => Self::plain(ProblemCode::NotNow),
            CaptchaError::Unsupported { host } => Self::at(ProblemCode::CaptchaUnsupported, &host),
            CaptchaError::Fault { host, fault } => Self::of_fault(&host, &fault),
            CaptchaError::Cancelled(Cancelled) => Self::plain(ProblemCode::Cancelled),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::Keyring(error) => Self::from(&error),
            SignInError::Stopped { host, stop } => {
                let (code, Refusal(words)) = match stop {
                    SignInStop::Fault(fault) => return Self::of_fault(&host, &fault),
                    SignInStop::WrongPassword(refusal) => (ProblemCode::WrongPassword, refusal),
                    SignInStop::Banned(refusal) => (ProblemCode::Banned, refusal),
                    SignInStop::NotActivated(refusal) => (ProblemCode::NotActivated, refusal),
                    SignInStop::CaptchaWanted(refusal) => (ProblemCode::CaptchaWanted, refusal),
                    SignInStop::WrongCaptcha(refusal) => (ProblemCode::WrongCaptcha, refusal),
                    SignInStop::BadInput(refusal) => (ProblemCode::BadInput, refusal),
                    SignInStop::Refused(refusal) => (ProblemCode::RefusedByServer, refusal),
                };
                Self::said_at(code, host, &words)
            }
            SignInError::CaptchaUnsupported { host, refusal } => {
                Self::said_at(ProblemCode::CaptchaUnsupported, host, &refusal.0)
            }
            SignInError::CodeStopped { host, stop } => {
                let (code, Refusal(words)) = match stop {
                    CodeStop::Fault(fault) => return Self::of_fault(&host, &fault),
                    CodeStop::WrongCode(refusal) => (ProblemCode::WrongCode, refusal),
                    CodeStop::Ended(refusal) => (ProblemCode::CodeSessionEnded, refusal),
                    CodeStop::Refused(refusal) => (ProblemCode::RefusedByServer, refusal),
                };
                Self::said_at(code, host, &words)
            }
            SignInError::NoCodeWanted => Self::plain(ProblemCode::CodeSessionEnded),
            SignInError::AnswerLost { host } => Self::at(ProblemCode::AnswerLost, &host),
            SignInError::WrongPerson { who } => Self {
                other: Some(who),
                ..Self::plain(ProblemCode::WrongPerson)
            },
            SignInError::NotSaved(_) => Self::plain(ProblemCode::NotSaved),
            SignInError::NotSavedNotEnded(_) => Self::plain(ProblemCode::NotSavedNotEnded),
            SignInError::NotProbed => Self::plain(ProblemCode::NotNow),
            SignInError::NotFound => Self::plain(ProblemCode::NotFound),
            SignInError::Cancelled(Cancelled) => Self::plain(ProblemCode::Cancelled),
        }
    }
}
