//! The second step of a sign-in: a code, after a password that was right.
//!
//! What goes on with the sign-in is held in memory for as long as the server keeps its side of it, and for one sign-in at a time: a newer
//! one, a cancelled one and one that has ended leave nothing. A wrong code leaves it, so that nobody types a password twice for it.
//!
//! Deliberately not here: the code itself, which is gone with its request.

use std::sync::{Arc, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::watch;

use super::{SignInError, SignedIn, Wanted, code_stopped};
use crate::account::AccountId;
use crate::address::SiteOrigin;
use crate::instant::{is_due, later};
use crate::manager::{Attempt, Inner, Manager};
use crate::provider::CodeStop;
use crate::secret::TwoFactorSecret;

/// How long a server waits for the code (wire notes, code 203).
const LIFE: SignedDuration = SignedDuration::from_secs(600);

/// The sign-in that waits for its code, if one does.
#[derive(Debug, Default)]
pub(in crate::manager) struct WaitingForCode(Option<Half>);

/// A sign-in that has come half way.
#[derive(Debug, Clone)]
struct Half {
    attempt: Attempt,
    site: SiteOrigin,
    /// The account that is signed in again.
    account: Option<AccountId>,
    secret: TwoFactorSecret,
    until: Timestamp,
}

impl Manager {
    /// Goes on with the sign-in of that number, which wants a code. After a wrong one it can be called again.
    pub async fn enter_code(
        &self,
        attempt: Attempt,
        sign_in: Attempt,
        code: SecretString,
    ) -> Result<SignedIn, SignInError> {
        let work = |inner: Arc<Inner>, cancelled| async move {
            inner.enter_code(sign_in, &code, cancelled).await
        };
        self.0.clone().cancellable(attempt, work).await
    }
}

impl WaitingForCode {
    /// Forgets whatever waits.
    pub(in crate::manager) fn forget(&mut self) {
        self.0 = None;
    }

    /// Forgets the sign-in of that number.
    pub(in crate::manager) fn forget_attempt(&mut self, attempt: Attempt) {
        self.0.take_if(|half| half.attempt == attempt);
    }

    /// Forgets what the server does not wait for any more.
    pub(in crate::manager) fn forget_old(&mut self, now: Timestamp) {
        self.0.take_if(|half| is_due(half.until, now));
    }

    /// When that is.
    pub(in crate::manager) fn until(&self) -> Option<Timestamp> {
        self.0.as_ref().map(|half| half.until)
    }

    fn of(&self, attempt: Attempt) -> Option<Half> {
        self.0.clone().filter(|half| half.attempt == attempt)
    }
}

impl Inner {
    pub(in crate::manager) fn waiting_for_code(&self) -> MutexGuard<'_, WaitingForCode> {
        self.waiting_for_code
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn wait_for_code(&self, attempt: Attempt, wanted: &Wanted, secret: TwoFactorSecret) {
        let half = Half {
            attempt,
            site: wanted.site.clone(),
            account: wanted.account.as_ref().map(|account| account.id),
            secret,
            until: later(self.clock.now(), LIFE),
        };
        let mut waiting = self.waiting_for_code();
        // Whoever cancels says so first, and forgets what waits then: either is seen here or finds it.
        if !*wanted.cancelled.borrow() {
            waiting.0 = Some(half);
        }
    }

    async fn enter_code(
        self: Arc<Self>,
        sign_in: Attempt,
        code: &SecretString,
        cancelled: watch::Receiver<bool>,
    ) -> Result<SignedIn, SignInError> {
        self.waiting_for_code().forget_old(self.clock.now());
        let half = self.waiting_for_code().of(sign_in);
        let half = half.ok_or(SignInError::NoCodeWanted)?;
        let wanted = Wanted {
            account: self.expected(half.account)?,
            site: half.site,
            cancelled,
        };
        let place = self.hold_place(&wanted.site).await?;
        let code = without_spaces(code);
        let answer = self.provider.enter_code(&wanted.site, &half.secret, &code);
        match answer.await {
            Ok((user, tokens)) => {
                self.waiting_for_code().forget_attempt(sign_in);
                self.take_place(place, wanted, user, tokens).await
            }
            Err(stop) => {
                if matches!(stop, CodeStop::Ended(_)) {
                    self.waiting_for_code().forget_attempt(sign_in);
                }
                let error = code_stopped(stop, &wanted.site);
                Err(self.not_signed_in(&place, &wanted, error).await)
            }
        }
    }
}

/// A code as people copy it: `123 456`.
fn without_spaces(code: &SecretString) -> SecretString {
    let digits: String = code
        .expose_secret()
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    digits.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_without_the_spaces_that_came_along() {
        for copied in [
            "123456",
            " 123 456\n",
            "123\u{a0}456",
            "1 2 3\u{202f}4 5 6\t",
        ] {
            let code = without_spaces(&copied.into());

            assert_eq!(code.expose_secret(), "123456", "{copied:?}");
        }
    }

    #[test]
    fn what_waits_does_not_show_itself_when_printed() {
        let waiting = WaitingForCode(Some(Half {
            attempt: Attempt(1),
            site: SiteOrigin::typed("cloud.example.com", false).expect("an address"),
            account: None,
            secret: TwoFactorSecret::new("canary".into()),
            until: Timestamp::UNIX_EPOCH,
        }));

        assert!(!format!("{waiting:?}").contains("canary"));
    }
}
