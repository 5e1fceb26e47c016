//! What a person is told while they may not be looking at the window, as plain data: names, sites and results, nothing secret.
//!
//! Deliberately not here: sentences, and how a desktop shows them.

use crate::snapshot::{ResultView, SignInCause};

/// One thing to tell. A newer one of the same kind about the same thing takes the place of the former one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notification {
    /// A sign-out has results: the first ones of one that was asked for outside the window, or the end of one that had to go on.
    SignedOut {
        /// Whose.
        who: Named,
        /// The three results.
        result: ResultView,
    },
    /// Several accounts were signed out at once.
    SignedOutOfSeveral {
        /// Each with its results; one that could not be begun has none.
        results: Vec<(Named, Option<ResultView>)>,
    },
    /// These accounts wait for the person to sign in again. Told anew, with all of them, when one comes to it.
    SignInAgain {
        /// Each with why.
        accounts: Vec<(Named, SignInCause)>,
    },
    /// These sessions end soon unless their server answers before.
    EndsSoon {
        /// Each with its end, in Unix milliseconds.
        accounts: Vec<(Named, i64)>,
    },
    /// The end-session page of a provider waits for the person.
    Finish {
        /// Whose sign-out it belongs to. Its identifier is what `open_end_session` takes.
        who: Named,
        /// The provider's host.
        host: String,
    },
}

/// An account, or an unfinished sign-out, as it is named to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its identifier.
    pub id: String,
    /// The person's own label, or the nickname.
    pub name: String,
    /// The site's title.
    pub site: String,
    /// The site's host.
    pub host: String,
}
