//! Renewing a session, and reading the profile with the access token that a renewal brings.
//!
//! One at a time per session. After waiting for its turn a renewal looks again: a session that was signed out meanwhile is not renewed. The
//! refresh token is read after that, and the new one is saved before anything is built on it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::error::RenewError;
use super::{Busy, Inner, Manager, Unsaved};
use crate::account::{Account, AccountId};
use crate::instant::{between, later};
use crate::model::Model;
use crate::problem::Problem;
use crate::provider::{Renewed, Reply};
use crate::registry::Change;
use crate::secret::AccessSecret;
use crate::session::{RenewalEvent, SessionId};
use crate::vault::{Entry, KEYRING_PAUSE, Tag, VaultError};

/// How old a profile may become before a renewal reads it again.
const PROFILE_AGE: SignedDuration = SignedDuration::from_mins(15);

impl Manager {
    /// Renews an account's session now.
    pub async fn renew(&self, account: AccountId) -> Result<(), RenewError> {
        let session = self.0.look(|model| {
            model
                .account(account)?
                .standing
                .session()
                .map(|session| session.id)
        });
        let session = session.ok_or(RenewError::NotFound)?;
        let (inner, busy) = (self.0.clone(), self.0.mark_busy(session));
        // Detached: a caller that goes away cannot lose a new token.
        let renewal = tokio::spawn(async move { inner.renew(session, busy).await });
        renewal.await.unwrap_or(Err(RenewError::Superseded))
    }
}

impl Inner {
    pub(super) async fn renew(
        self: Arc<Self>,
        session: SessionId,
        busy: Busy,
    ) -> Result<(), RenewError> {
        let lane = self.lanes.of(session);
        let generation = lane.generation();
        let Some(account) = self.look(|model| model.holder(session).cloned()) else {
            self.change(|model, _| model.due.remove(&session));
            return Err(RenewError::NotFound);
        };
        let _slot = self
            .slots
            .take(&account.origin)
            .await
            .ok_or(RenewError::Superseded)?;
        self.look_again_at_other_installation(&account.origin).await;
        let turn = lane.turn().await;
        if lane.generation() != generation {
            return Err(RenewError::Superseded);
        }
        let answer = if self.is_known_as_another_installation(&account.origin) {
            let host = account.origin.host();
            self.heard(session, RenewalEvent::NoAnswer, None).await;
            Err(RenewError::OtherInstallation { host })
        } else {
            self.renew_in_turn(&account, session).await
        };
        drop(turn);
        self.change(|model, now| {
            match &answer {
                // The state says all there is to say.
                Ok(_) | Err(RenewError::EntryMissing | RenewError::EntryDamaged) => {
                    drop(model.problems.remove(&account.id));
                }
                // A sign-out that waited for it has its own results.
                Err(error) if model.holder(session).is_some() => {
                    drop(model.problems.insert(account.id, Problem::from(error)));
                }
                Err(_) => {}
            }
            model.plan(session, now);
            // Nothing is known about a session whose keyring does not answer, so only the time of the next try changes.
            if matches!(answer, Err(RenewError::Keyring(_))) && model.holder(session).is_some() {
                model.due.insert(session, later(now, KEYRING_PAUSE));
            }
        });
        drop(busy);
        let Some(access) = answer? else {
            return Ok(());
        };
        self.look_at_site(&account.origin).await;
        if self.look(|model| is_stale(model.profiles.get(&account.id), self.clock.now())) {
            self.read_profile(account.id, access).await;
        }
        Ok(())
    }

    async fn renew_in_turn(
        &self,
        account: &Account,
        session: SessionId,
    ) -> Result<Option<AccessSecret>, RenewError> {
        let unsaved = self.unsaved().get(&session).cloned();
        let read = match self.heard_keyring(self.vault.read(session).await) {
            Ok(entry) => Ok(entry.filter(|entry| entry.token().is_some())),
            Err(VaultError::Damaged) => Err(RenewalEvent::EntryDamaged),
            Err(error) => return Err(error.into()),
        };
        if let Some(unsaved) = unsaved {
            let entry = read.ok().flatten();
            let entry = entry.unwrap_or_else(|| self.entry_anew(account, session, &unsaved));
            self.keep(session, entry, unsaved, None).await?;
            return Ok(None);
        }
        let entry = match read {
            Ok(Some(entry)) => entry,
            Ok(None) => {
                self.heard(session, RenewalEvent::EntryMissing, None).await;
                return Err(RenewError::EntryMissing);
            }
            Err(damaged) => {
                self.heard(session, damaged, None).await;
                return Err(RenewError::EntryDamaged);
            }
        };
        let Some(token) = entry.token().cloned() else {
            return Err(RenewError::EntryMissing);
        };
        let Reply {
            outcome,
            server_time,
        } = self.provider.renew(&account.origin, &token).await;
        match outcome {
            Renewed::Tokens(tokens) => {
                let unsaved = Unsaved {
                    expiry: tokens.expiry(self.clock.now()),
                    token: tokens.refresh,
                };
                self.keep(session, entry, unsaved, server_time).await?;
                Ok(Some(tokens.access))
            }
            Renewed::Refused(refusal) => {
                if self.is_another_installation(&account.origin).await {
                    // Its refusal says nothing about a session that it never made.
                    self.heard(session, RenewalEvent::NoAnswer, server_time)
                        .await;
                    return Err(RenewError::OtherInstallation {
                        host: account.origin.host(),
                    });
                }
                self.heard(session, RenewalEvent::Refused, server_time)
                    .await;
                Err(RenewError::Refused(refusal))
            }
            Renewed::NoAnswer(fault) => {
                self.heard(session, RenewalEvent::NoAnswer, server_time)
                    .await;
                Err(RenewError::Fault {
                    host: account.origin.host(),
                    fault,
                })
            }
        }
    }

    /// The entry of a session whose own is gone, while its newest token is in memory.
    fn entry_anew(&self, account: &Account, session: SessionId, unsaved: &Unsaved) -> Entry {
        Entry {
            session,
            provider: self.provider.name().into(),
            origin: account.origin.clone(),
            user: Some(account.user.clone()),
            method: account.method,
            tag: Tag::Current {
                token: unsaved.token.clone(),
                expires: unsaved.expiry.refresh,
            },
        }
    }

    /// Saves a new token of a family, with the tag that the entry has. While the keyring does not take it, it stays in memory and is saved
    /// before anything else is done with the session.
    async fn keep(
        &self,
        session: SessionId,
        entry: Entry,
        unsaved: Unsaved,
        server_time: Option<Timestamp>,
    ) -> Result<(), VaultError> {
        let (token, expiry) = (unsaved.token.clone(), unsaved.expiry);
        self.unsaved().insert(session, unsaved);
        let tag = match entry.tag {
            Tag::Revoking { expires, since, .. } => Tag::Revoking {
                token,
                expires: expires.max(expiry.refresh),
                since,
            },
            Tag::Current { expires, .. } => Tag::Current {
                token,
                expires: expires.max(expiry.refresh),
            },
            other @ (Tag::SigningIn | Tag::EndSession { .. }) => other,
        };
        let kept = self.heard_keyring(self.vault.write(Entry { tag, ..entry }).await);
        let event = match kept {
            Ok(()) => {
                self.unsaved().remove(&session);
                RenewalEvent::Renewed(expiry)
            }
            Err(_) => RenewalEvent::NotSaved(expiry),
        };
        self.heard(session, event, server_time).await;
        kept
    }

    /// Moves the session's account on, and puts it on disk. A sign-out that waits for its turn learns it too.
    async fn heard(&self, session: SessionId, event: RenewalEvent, server_time: Option<Timestamp>) {
        let moved = |model: &mut Model, now| {
            let mut changes = Vec::new();
            let holder = model.holder(session).map(|account| account.id);
            if let Some(account) = holder.and_then(|id| model.account_mut(id)) {
                account.standing = account.standing.clone().after(event, now, server_time);
                changes.push(Change::SaveAccount(Box::new(account.clone())));
            }
            if let Some(revocation) = model.revocation_mut(session) {
                revocation.heard(event);
                changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
            }
            ((), changes)
        };
        // A failure was logged, and the vault knows the session.
        let ((), _) = self.commit(moved).await;
    }

    /// Reads name, storage and picture; what cannot be read stays as it was.
    pub(super) async fn read_profile(self: Arc<Self>, id: AccountId, access: AccessSecret) {
        let Some((origin, user)) = self.look(|model| {
            model
                .account(id)
                .map(|account| (account.origin.clone(), account.user.clone()))
        }) else {
            return;
        };
        let profile = self.provider.profile(&origin, &access, &user).await;
        let read = |model: &mut Model, now| {
            let Some(account) = model.account_mut(id) else {
                return ((), Vec::new());
            };
            if let Some(person) = profile.user.filter(|person| person.id == user) {
                account.nickname = person.nickname;
                account.email = person.email.or(account.email.take());
            }
            account.storage = profile
                .storage
                .map(|quota| (quota.used, quota.total))
                .or(account.storage);
            let changes = vec![Change::SaveAccount(Box::new(account.clone()))];
            model.profiles.insert(id, now);
            if let Some(picture) = profile.picture {
                model.pictures.insert(id, picture);
            }
            ((), changes)
        };
        let ((), _) = self.commit(read).await;
    }
}

fn is_stale(read: Option<&Timestamp>, now: Timestamp) -> bool {
    read.is_none_or(|read| between(*read, now) >= PROFILE_AGE)
}
