//! What is worth telling a person who may not be looking: pure, from what is known before and after.
//!
//! Each thing is told once, and nothing that was so when the program started. What somebody gets as an answer is not told.
//!
//! Deliberately not here: sentences, and whether the desktop shows them.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::Model;
use crate::account::{Account, Site};
use crate::address::SiteOrigin;
use crate::instant::{between, millis};
use crate::notification::{Named, Notification};
use crate::registry::Change;
use crate::revocation::{Owner, Revocation};
use crate::session::{Session, Standing};
use crate::settings::Notifications;
use crate::snapshot::{KeyringState, UnfinishedReason};

/// A session that has less left than this, and could not be renewed, ends soon.
const SOON: SignedDuration = SignedDuration::from_hours(48);

impl Model {
    pub(crate) fn wants_notifications(&self) -> bool {
        self.settings.notifications == Notifications::All
    }

    pub(crate) fn named(&self, account: &Account) -> Named {
        self.name(account.id.to_string(), account.called(), &account.origin)
    }

    fn name(&self, id: String, name: &str, origin: &SiteOrigin) -> Named {
        let site = self.site(origin).map(Site::shown_title);
        Named {
            id,
            name: name.to_owned(),
            site: site.unwrap_or_else(|| origin.host()),
            host: origin.host(),
        }
    }

    /// Whose sign-out it is; `None` when the person never asked for one.
    fn whose(&self, revocation: &Revocation) -> Option<Named> {
        let own = revocation.session.to_string();
        let unfinished = || Some(self.name(own, &revocation.name, &revocation.origin));
        match revocation.owner {
            Owner::Account(id) => self.account(id).map(|account| self.named(account)),
            Owner::Unfinished(
                UnfinishedReason::Removed
                | UnfinishedReason::Recovered
                | UnfinishedReason::Imported,
            ) => unfinished(),
            Owner::Unfinished(
                UnfinishedReason::Replaced
                | UnfinishedReason::WrongPerson
                | UnfinishedReason::NotSaved
                | UnfinishedReason::Cancelled,
            ) => None,
        }
    }

    /// The results of a round that nobody waited for: of the first one, and of the one that ends it. Those in between say nothing new.
    pub(crate) fn signed_out(
        &self,
        before: &Revocation,
        after: &Revocation,
    ) -> Option<Notification> {
        let first = !before.was_tried();
        let ended = after.is_over() && !before.is_over();
        let who = self.whose(after).filter(|_| first || ended)?;
        let result = after.results.view(after.method);
        Some(Notification::SignedOut { who, result })
    }

    /// An end-session page has come to wait for the person.
    pub(crate) fn finish(&self, revocation: &Revocation) -> Option<Notification> {
        let host = revocation.results.single_sign_on.waits_at()?;
        Some(Notification::Finish {
            who: self.whose(revocation)?,
            host: host.to_owned(),
        })
    }

    /// All accounts that wait for the person to sign in again, when one has come to it since this was asked last.
    pub(crate) fn sign_in_again(&mut self) -> Option<Notification> {
        let waiting = self.accounts.iter().filter_map(|account| {
            let Standing::NeedsSignIn { cause, .. } = account.standing else {
                return None;
            };
            Some((account, cause))
        });
        let now: HashSet<_> = waiting
            .clone()
            .map(|(account, cause)| (account.id, cause))
            .collect();
        let grown = now.iter().any(|one| !self.told_to_sign_in.contains(one));
        let told = grown.then(|| Notification::SignInAgain {
            accounts: waiting
                .map(|(account, cause)| (self.named(account), cause))
                .collect(),
        });
        self.told_to_sign_in = now;
        told
    }

    /// Whether a session ends soon and the person was not told of that end.
    pub(crate) fn has_untold_end(&self, now: Timestamp) -> bool {
        self.near_ends(now)
            .any(|(_, session)| session.told_end != Some(session.expiry.refresh))
    }

    /// All sessions that end soon, as told from now on.
    pub(crate) fn tell_ends(&mut self, now: Timestamp) -> (Notification, Vec<Change>) {
        let near: Vec<_> = self
            .near_ends(now)
            .map(|(account, session)| (account.id, self.named(account), session.expiry.refresh))
            .collect();
        let mut changes = Vec::new();
        for (id, _, end) in &near {
            if let Some(account) = self.account_mut(*id)
                && let Some(session) = account.standing.session_mut()
                && session.told_end != Some(*end)
            {
                session.told_end = Some(*end);
                changes.push(Change::SaveAccount(Box::new(account.clone())));
            }
        }
        let accounts = near.into_iter();
        let accounts = accounts.map(|(_, who, end)| (who, millis(end))).collect();
        (Notification::EndsSoon { accounts }, changes)
    }

    fn near_ends(&self, now: Timestamp) -> impl Iterator<Item = (&Account, &Session)> {
        let no_keyring = matches!(
            self.keyring,
            KeyringState::Locked | KeyringState::Missing | KeyringState::Failed
        );
        self.accounts.iter().filter_map(move |account| {
            let Standing::Active { session } = &account.standing else {
                return None;
            };
            let held_up = no_keyring || session.unreachable_since.is_some();
            (held_up && ends_soon(session, now)).then_some((account, session))
        })
    }
}

/// The lifetime is counted between two instants of the server's clock, and what has passed of it between two of ours: a clock of ours that is
/// wrong changes nothing. A session that never lives long is near its end in the second half of its life. One whose time seems to be over is not
/// called near its end: only its server knows.
fn ends_soon(session: &Session, now: Timestamp) -> bool {
    let lifetime = between(session.expiry.issued, session.expiry.refresh);
    let left = lifetime - between(session.renewed_at, now);
    left.is_positive() && left < SOON.min(lifetime / 2)
}
