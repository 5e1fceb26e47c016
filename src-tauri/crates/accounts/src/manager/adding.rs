//! Signing in: what is asked of the server, and what is written before it is asked.
//!
//! A placeholder is in the vault before the password leaves, and another one before a code does. None is there while a person looks for
//! the code: no session exists then, and a program that ends has cut nothing off.
//!
//! Deliberately not here: what becomes of a session that the server has made (`adopting`).

mod adopting;
mod code;
mod error;

use std::sync::Arc;

use secrecy::SecretString;
use serde::Serialize;
use tokio::sync::watch;
use ts_rs::TS;

pub(super) use self::adopting::new_account;
pub(super) use self::code::WaitingForCode;
pub use self::error::{CaptchaError, SignInError};
use super::{Attempt, Busy, Inner, Manager};
use crate::account::{Account, AccountId};
use crate::address::SiteOrigin;
use crate::provider::{
    CaptchaAnswer, CodeStop, Credentials, Fault, SignInOutcome, SignInStop, Trouble,
};
use crate::session::SessionId;
use crate::snapshot::Method;
use crate::vault::{Entry, Tag, VaultError};

/// What a person wants to sign in with.
#[derive(Debug)]
pub struct SignInRequest {
    /// The probed site.
    pub site: SiteOrigin,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: SecretString,
    /// The answer to a captcha, where there was one.
    pub captcha: Option<CaptchaAnswer>,
    /// The account that is to be signed in again; somebody else's session is not taken for it.
    pub account: Option<AccountId>,
}

/// How far a sign-in came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum SignInStep {
    /// To its end.
    SignedIn {
        /// Who.
        signed_in: SignedIn,
    },
    /// The password was right; [`Manager::enter_code`] goes on.
    CodeWanted,
}

/// A sign-in that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    /// The account's identifier.
    pub account: String,
    /// It was signed in before; its former session is being ended.
    pub replaced: bool,
}

impl Manager {
    /// Signs in with e-mail and password.
    pub async fn sign_in(
        &self,
        attempt: Attempt,
        request: SignInRequest,
    ) -> Result<SignInStep, SignInError> {
        let work = |inner: Arc<Inner>, cancelled| async move {
            inner.sign_in(attempt, request, cancelled).await
        };
        self.0.clone().cancellable(attempt, work).await
    }
}

/// The place that a new session has in the vault before the server is asked for it.
struct Place {
    entry: Entry,
    _busy: Busy,
}

/// Where a sign-in goes, for whom, and whether somebody still waits for it.
struct Wanted {
    site: SiteOrigin,
    /// The account that is signed in again.
    account: Option<Account>,
    cancelled: watch::Receiver<bool>,
}

impl Inner {
    async fn sign_in(
        self: Arc<Self>,
        attempt: Attempt,
        request: SignInRequest,
        cancelled: watch::Receiver<bool>,
    ) -> Result<SignInStep, SignInError> {
        self.waiting_for_code().forget();
        let wanted = Wanted {
            account: self.expected(request.account)?,
            site: request.site,
            cancelled,
        };
        if !self.knows(&wanted.site) {
            return Err(SignInError::NotProbed);
        }
        if self.is_known_as_another_installation(&wanted.site)
            && let Ok(facts) = self.provider.probe(&wanted.site).await
        {
            // Signing in is the person's yes to the one that answers now.
            self.probed().insert(wanted.site.clone(), facts);
        }
        let place = self.hold_place(&wanted.site).await?;
        let credentials = Credentials {
            email: request.email,
            password: request.password,
            captcha: request.captcha,
        };
        let answer = self.provider.sign_in(&wanted.site, &credentials).await;
        drop(credentials);
        match answer {
            Ok(SignInOutcome::Done(user, tokens)) => {
                let signed_in = self.take_place(place, wanted, user, tokens).await?;
                Ok(SignInStep::SignedIn { signed_in })
            }
            Ok(SignInOutcome::CodeWanted(half)) => {
                // Nothing was cut off from here on, whenever the program ends.
                self.give_up_place(&place).await;
                self.wait_for_code(attempt, &wanted, half);
                Ok(SignInStep::CodeWanted)
            }
            Err(stop) => {
                let error = self.stopped(stop, &wanted.site);
                Err(self.not_signed_in(&place, &wanted, error).await)
            }
        }
    }

    /// Writes the placeholder. A keyring that refuses is found out before anything has left.
    async fn hold_place(self: &Arc<Self>, site: &SiteOrigin) -> Result<Place, VaultError> {
        let session = SessionId::random();
        let busy = self.mark_busy(session);
        let entry = Entry {
            session,
            provider: self.provider.name().into(),
            origin: site.clone(),
            user: None,
            method: Method::Password,
            tag: Tag::SigningIn,
        };
        if let Err(error) = self.heard_keyring(self.vault.write(entry.clone()).await) {
            // It may be written all the same, later.
            self.quietly(|model, now| model.clear_away_later(session, now));
            return Err(error);
        }
        Ok(Place { entry, _busy: busy })
    }

    async fn give_up_place(&self, place: &Place) {
        let session = place.entry.session;
        if self.heard_keyring(self.vault.erase(session).await).is_err() {
            self.quietly(|model, now| model.clear_away_later(session, now));
        }
    }

    /// Leaves nothing behind but what the person has to know.
    async fn not_signed_in(
        &self,
        place: &Place,
        wanted: &Wanted,
        error: SignInError,
    ) -> SignInError {
        if *wanted.cancelled.borrow() && matches!(error, SignInError::AnswerLost { .. }) {
            // Nobody waits for the error any more.
            self.notify_cut_off(place.entry.session, &wanted.site).await;
        }
        self.give_up_place(place).await;
        error
    }

    fn expected(&self, account: Option<AccountId>) -> Result<Option<Account>, SignInError> {
        match account {
            None => Ok(None),
            Some(id) => self
                .look(|model| model.account(id).cloned())
                .map(Some)
                .ok_or(SignInError::NotFound),
        }
    }

    fn stopped(&self, stop: SignInStop, site: &SiteOrigin) -> SignInError {
        let host = site.host();
        let is_shown = |site: &SiteOrigin| {
            let probed = self.probed();
            let facts = probed.get(site);
            facts.is_none_or(|facts| facts.captcha.is_shown())
        };
        match stop {
            SignInStop::CaptchaWanted(refusal) | SignInStop::WrongCaptcha(refusal)
                if !is_shown(site) =>
            {
                SignInError::CaptchaUnsupported { host, refusal }
            }
            SignInStop::Fault(fault) if is_lost_answer(&fault) => SignInError::AnswerLost { host },
            stop => SignInError::Stopped { host, stop },
        }
    }
}

fn code_stopped(stop: CodeStop, site: &SiteOrigin) -> SignInError {
    let host = site.host();
    match stop {
        CodeStop::Fault(fault) if is_lost_answer(&fault) => SignInError::AnswerLost { host },
        stop => SignInError::CodeStopped { host, stop },
    }
}

/// After these the server may have made a session whose tokens never came here. A proxy's error page is one of them; a refusal in the
/// server's own words is not.
fn is_lost_answer(fault: &Fault) -> bool {
    let lost = matches!(
        fault.trouble,
        Trouble::Unreachable
            | Trouble::TimedOut
            | Trouble::TooLarge
            | Trouble::ServerTrouble
            | Trouble::UnexpectedAnswer
    );
    fault.may_have_arrived && fault.words.is_none() && lost
}
