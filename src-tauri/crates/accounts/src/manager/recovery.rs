//! Once after each start: what the vault holds against what the registry says. The vault wins where a session would be forgotten.
//!
//! Deliberately not here: a damaged registry, and entries that vanished (a renewal finds that out by name).

use jiff::Timestamp;
use secrecy::ExposeSecret as _;

use super::Inner;
use super::adding::new_account;
use crate::account::{Account, Site};
use crate::address::SiteOrigin;
use crate::browser::BrowserUrl;
use crate::instant::{is_due, later};
use crate::model::Model;
use crate::notice::Notice;
use crate::provider::User;
use crate::registry::Change;
use crate::revocation::{Asked, Owner, Revocation};
use crate::session::{Expiry, Session, SessionId, Standing};
use crate::snapshot::{NoticeKind, SignInCause, SingleSignOnResult, UnfinishedReason};
use crate::vault::{Entry, KEYRING_PAUSE, Tag, VaultError};

impl Inner {
    /// Holds the vault against the registry, once; a keyring that does not answer is asked again later.
    pub(super) async fn recover(&self) {
        let begun = self.quietly(|model, now| {
            let planned = model.recovery.filter(|due| *due != Timestamp::MAX);
            let due = planned.is_some_and(|due| is_due(due, now));
            if due {
                // Under way: nobody else begins it.
                model.recovery = Some(Timestamp::MAX);
            }
            due
        });
        if !begun {
            return;
        }
        let Ok(found) = self.heard_keyring(self.vault.all().await) else {
            self.quietly(|model, now| model.recovery = Some(later(now, KEYRING_PAUSE)));
            return;
        };
        // One change for all of them: each is a look at everything that is shown.
        self.change(|model, now| {
            for entry in &found {
                come_back(model, entry, now);
            }
        });
        let mut unanswered = false;
        for entry in found {
            let taken_up = match entry.tag {
                Tag::SigningIn => self.say_cut_off(entry).await,
                Tag::EndSession { .. } => self.offer_page(entry).await,
                Tag::Current { .. } if self.look(|model| is_known(model, entry.session)) => Ok(()),
                Tag::Current { .. } | Tag::Revoking { .. } => self.take_up(entry.session).await,
            };
            // What is damaged now was edited since it was found; everything else is asked for again.
            unanswered |= taken_up.is_err_and(|error| error != VaultError::Damaged);
        }
        self.quietly(|model, now| {
            // Unless somebody has asked for another look meanwhile.
            if model.recovery == Some(Timestamp::MAX) {
                model.recovery = unanswered.then(|| later(now, KEYRING_PAUSE));
            }
        });
    }

    /// Takes up a session that the registry does not know as the vault does. In the session's turn it is read again: a sign-out may have
    /// ended it since it was found.
    async fn take_up(&self, session: SessionId) -> Result<(), VaultError> {
        let lane = self.lanes.of(session);
        let _turn = lane.turn().await;
        let Some(entry) = self.heard_keyring(self.vault.read(session).await)? else {
            return Ok(());
        };
        let take_up = |model: &mut Model, now| {
            let changes = match entry.tag {
                Tag::Current { expires, .. } => found_current(model, &entry, expires, now),
                Tag::Revoking { expires, since, .. } => {
                    found_revoking(model, &entry, expires, since, now)
                }
                Tag::SigningIn | Tag::EndSession { .. } => Vec::new(),
            };
            ((), changes)
        };
        let ((), _) = self.commit(take_up).await;
        Ok(())
    }

    /// A placeholder that nobody waits for: the program ended in the middle of a sign-in, and the server may have made a session. That is
    /// said before the placeholder goes.
    async fn say_cut_off(&self, found: Entry) -> Result<(), VaultError> {
        let session = found.session;
        let lane = self.lanes.of(session);
        let turn = lane.turn().await;
        let entry = self.heard_keyring(self.vault.read(session).await)?;
        let idle = self.look(|model| !model.is_busy(session) && model.holder(session).is_none());
        let placeholder = entry.is_some_and(|entry| matches!(entry.tag, Tag::SigningIn));
        if placeholder && idle {
            if !self.look(|model| model.leftovers.contains(&session)) {
                self.notify_cut_off(session, &found.origin).await;
            }
            self.heard_keyring(self.vault.erase(session).await)?;
            self.quietly(|model, _| model.leftovers.remove(&session));
        }
        drop(turn);
        self.lanes.close(session);
        Ok(())
    }

    /// Says that a sign-in was cut off, once, until the person closes it. A registry that does not take it now is given it again.
    pub(super) async fn notify_cut_off(&self, session: SessionId, site: &SiteOrigin) {
        let notify = |model: &mut Model, now| {
            let (origin, host) = (site.to_string(), site.host());
            let notice = Notice::about(session, NoticeKind::SignInCutOff { origin, host }, now);
            if model.notices.iter().any(|known| known.id == notice.id) {
                return ((), Vec::new());
            }
            model.notices.push(notice.clone());
            ((), vec![Change::SaveNotice(Box::new(notice))])
        };
        let ((), _) = self.commit(notify).await;
    }

    /// An end-session page that no sign-out knows of: it is offered, and never opened by itself. In the session's turn it is read again: it
    /// may have been opened since it was found.
    async fn offer_page(&self, found: Entry) -> Result<(), VaultError> {
        let Tag::EndSession { of, .. } = found.tag else {
            return Ok(());
        };
        let lane = self.lanes.of(of);
        let _turn = lane.turn().await;
        let entry = self.heard_keyring(self.vault.read(found.session).await)?;
        let awaited = self.look(|model| is_awaited(model, found.session));
        let Some(Tag::EndSession { url, .. }) = entry.map(|entry| entry.tag).filter(|_| !awaited)
        else {
            return Ok(());
        };
        let Ok(page) = BrowserUrl::vet(url.expose_secret()) else {
            return self.heard_keyring(self.vault.erase(found.session).await);
        };
        let offer = |model: &mut Model, now| {
            let host = page.host().to_owned();
            let known = model.revocation(of).cloned();
            let mut revocation = match known {
                Some(known) => known,
                None => match account_of(&found, now, now) {
                    Some(stranger) => Revocation::ended(&stranger, of, now),
                    None => return ((), Vec::new()),
                },
            };
            revocation.end_session = Some(found.session);
            revocation.results.single_sign_on = SingleSignOnResult::WaitingForYou { host };
            let changes = vec![Change::SaveRevocation(Box::new(revocation.clone()))];
            match model.revocation_mut(of) {
                Some(row) => *row = revocation,
                None => model.revocations.push(revocation),
            }
            ((), changes)
        };
        let ((), _) = self.commit(offer).await;
        Ok(())
    }
}

/// An entry that was missing or damaged is there again: its session is worth a try.
fn come_back(model: &mut Model, entry: &Entry, now: Timestamp) {
    let gone = |account: &Account| {
        matches!(
            account.standing,
            Standing::NeedsSignIn {
                cause: SignInCause::EntryMissing | SignInCause::EntryDamaged,
                ..
            }
        )
    };
    let current = matches!(entry.tag, Tag::Current { .. });
    if current && model.holder(entry.session).is_some_and(gone) {
        model.due.insert(entry.session, now);
    }
}

fn is_awaited(model: &Model, kept: SessionId) -> bool {
    model
        .revocations
        .iter()
        .any(|revocation| revocation.end_session == Some(kept))
}

fn is_known(model: &Model, session: SessionId) -> bool {
    model.holder(session).is_some() || model.revocation(session).is_some() || model.is_busy(session)
}

/// A session that the registry does not know becomes its account's, unless the account has another one: then it is ended.
fn found_current(
    model: &mut Model,
    entry: &Entry,
    expires: Timestamp,
    now: Timestamp,
) -> Vec<Change> {
    if is_known(model, entry.session) {
        return Vec::new();
    }
    let Some(stranger) = account_of(entry, expires, now) else {
        return Vec::new();
    };
    let same_person =
        |account: &&mut Account| account.origin == entry.origin && account.user == stranger.user;
    let mut changes = vec![Change::SaveSite(Box::new(site_of(model, entry)))];
    match model.accounts.iter_mut().find(same_person) {
        // Signed out for good as far as the person knows: an old keyring has come back with it.
        Some(account) if account.standing.ended(entry.session) => {
            return end(model, &stranger, now);
        }
        Some(account) if matches!(account.standing, Standing::SignedOut { .. }) => {
            account.standing = stranger.standing;
            account.result = None;
            changes.push(Change::SaveAccount(Box::new(account.clone())));
        }
        Some(_) => return end(model, &stranger, now),
        None => {
            changes.push(Change::SaveAccount(Box::new(stranger.clone())));
            model.accounts.push(stranger);
        }
    }
    model.due.insert(entry.session, now);
    changes
}

/// An entry tagged *revoking* is believed, whatever the registry says.
fn found_revoking(
    model: &mut Model,
    entry: &Entry,
    expires: Timestamp,
    since: Timestamp,
    now: Timestamp,
) -> Vec<Change> {
    if model.revocation(entry.session).is_some() {
        return Vec::new();
    }
    if let Some(account) = model.holder(entry.session).cloned()
        && let Some(session) = account.standing.session()
    {
        let begun = Revocation::begin(&account, session, Owner::Account(account.id), since);
        let expires = begun.expires.max(expires);
        let revocation = Revocation {
            expires,
            asked: Asked::ByItself,
            next_try: Some(now),
            ..begun
        };
        let account = Account {
            standing: Standing::SigningOut {
                session: entry.session,
            },
            ..account
        };
        if let Some(row) = model.account_mut(account.id) {
            *row = account.clone();
        }
        model.due.remove(&entry.session);
        model.revocations.push(revocation.clone());
        return vec![
            Change::SaveRevocation(Box::new(revocation)),
            Change::SaveAccount(Box::new(account)),
        ];
    }
    account_of(entry, expires, now).map_or_else(Vec::new, |stranger| end(model, &stranger, now))
}

fn end(model: &mut Model, stranger: &Account, now: Timestamp) -> Vec<Change> {
    let Some(session) = stranger.standing.session() else {
        return Vec::new();
    };
    let owner = Owner::Unfinished(UnfinishedReason::Recovered);
    let revocation = Revocation::begin(stranger, session, owner, now);
    model.revocations.push(revocation.clone());
    vec![Change::SaveRevocation(Box::new(revocation))]
}

fn account_of(entry: &Entry, expires: Timestamp, now: Timestamp) -> Option<Account> {
    let user = User {
        id: entry.user.clone()?,
        nickname: None,
        email: None,
    };
    let expiry = Expiry {
        issued: now,
        access: now,
        refresh: expires,
    };
    Some(new_account(
        entry.origin.clone(),
        user,
        Session::found(entry.session, expiry, now),
    ))
}

fn site_of(model: &mut Model, entry: &Entry) -> Site {
    if let Some(site) = model.site(&entry.origin) {
        return site.clone();
    }
    let site = Site::unknown(entry.origin.clone());
    model.put_site(site.clone());
    site
}
