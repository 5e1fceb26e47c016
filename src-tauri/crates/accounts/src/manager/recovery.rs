//! Once after each start: what the vault holds against what the registry says. The vault wins where a session would be forgotten.
//!
//! Deliberately not here: a damaged registry, and entries that vanished (a renewal finds that out by name).

use jiff::Timestamp;

use super::adding::new_account;
use super::{Inner, KEYRING_PAUSE};
use crate::account::{Account, Site};
use crate::instant::later;
use crate::model::Model;
use crate::provider::User;
use crate::registry::Change;
use crate::revocation::{Owner, Revocation};
use crate::session::{Expiry, Session, SessionId, Standing};
use crate::snapshot::{Edition, UnfinishedReason};
use crate::vault::{Entry, Tag};

impl Inner {
    /// Holds the vault against the registry, once; a keyring that does not answer is asked again later.
    pub(super) async fn recover(&self) {
        let now = self.clock.now();
        if self.look(|model| model.recovery.is_none_or(|due| due > now)) {
            return;
        }
        let found = self.heard_keyring(self.vault.all().await);
        let again = found.is_err().then(|| later(now, KEYRING_PAUSE));
        self.change(|model, _| model.recovery = again);
        let Ok(entries) = found else {
            return;
        };
        let mut leftovers = Vec::new();
        let mut changes = Vec::new();
        self.change(|model, now| {
            for entry in entries {
                match entry.tag {
                    Tag::SigningIn if !model.busy.contains(&entry.session) => {
                        leftovers.push(entry.session)
                    }
                    Tag::EndSession { .. } if !is_awaited(model, entry.session) => {
                        leftovers.push(entry.session)
                    }
                    Tag::SigningIn | Tag::EndSession { .. } => {}
                    Tag::Current { expires, .. } => {
                        changes.extend(found_current(model, &entry, expires, now))
                    }
                    Tag::Revoking { expires, since, .. } => {
                        changes.extend(found_revoking(model, &entry, expires, since, now));
                    }
                }
            }
        });
        self.save(changes).await;
        for session in leftovers {
            // Neither holds a token of a live session: a failure costs nothing but another try at the next start.
            drop(self.heard_keyring(self.vault.erase(session).await));
        }
    }
}

fn is_awaited(model: &Model, kept: SessionId) -> bool {
    model
        .revocations
        .iter()
        .any(|revocation| revocation.end_session == Some(kept))
}

/// A session that the registry does not know becomes its account's, unless the account has another one: then it is ended.
fn found_current(
    model: &mut Model,
    entry: &Entry,
    expires: Timestamp,
    now: Timestamp,
) -> Vec<Change> {
    let known = model.holder(entry.session).is_some() || model.revocation(entry.session).is_some();
    if known || model.busy.contains(&entry.session) {
        return Vec::new();
    }
    let Some(stranger) = account_of(entry, expires, now) else {
        return Vec::new();
    };
    let same_person =
        |account: &&mut Account| account.origin == entry.origin && account.user == stranger.user;
    let mut changes = vec![Change::SaveSite(Box::new(site_of(model, entry)))];
    match model.accounts.iter_mut().find(same_person) {
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
    model.plan(entry.session, now);
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
        let revocation = Revocation::begin(&account, session, Owner::Account(account.id), since);
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
        model.revocations.push(Revocation {
            next_try: Some(now),
            ..revocation.clone()
        });
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
    // Nothing is known of its last renewal, so a refusal would prove nothing.
    let revocation = Revocation {
        clean: false,
        ..Revocation::begin(stranger, session, owner, now)
    };
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
        access: now,
        refresh: expires,
    };
    Some(new_account(
        entry.origin.clone(),
        user,
        Session::begin(entry.session, expiry, now),
    ))
}

fn site_of(model: &mut Model, entry: &Entry) -> Site {
    if let Some(site) = model.site(&entry.origin) {
        return site.clone();
    }
    let site = Site {
        origin: entry.origin.clone(),
        instance_id: None,
        title: None,
        version: None,
        edition: Edition::Open,
    };
    model.put_site(site.clone());
    site
}
