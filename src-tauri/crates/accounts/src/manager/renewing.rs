//! Renewing a session, and reading the profile with the access token that a renewal brings.
//!
//! One at a time per session. After waiting for its turn a renewal looks again: a session that was signed out meanwhile is not renewed. The
//! refresh token is read after that, and the new one is saved before anything is built on it.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::error::RenewError;
use super::{Inner, KEYRING_PAUSE, Manager};
use crate::account::{Account, AccountId};
use crate::instant::{between, later};
use crate::problem::Problem;
use crate::provider::{Renewed, Reply, Tokens};
use crate::registry::Change;
use crate::secret::AccessSecret;
use crate::session::{Expiry, RenewalEvent, SessionId};
use crate::vault::{Entry, Tag};

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
        let inner = self.0.clone();
        // Detached: a caller that goes away cannot lose a new token.
        tokio::spawn(async move { inner.renew(session).await })
            .await
            .unwrap_or(Err(RenewError::Superseded))
    }
}

impl Inner {
    pub(super) async fn renew(self: Arc<Self>, session: SessionId) -> Result<(), RenewError> {
        let lane = self.lanes.of(session);
        let generation = lane.generation();
        let account = self
            .look(|model| model.holder(session).cloned())
            .ok_or(RenewError::NotFound)?;
        let busy = self.mark_busy(session);
        let _slot = self
            .slots
            .take(&account.origin)
            .await
            .ok_or(RenewError::Superseded)?;
        let turn = lane.turn().await;
        if lane.generation() != generation {
            return Err(RenewError::Superseded);
        }
        let answer = self.renew_in_turn(&account, session).await;
        drop(turn);
        let problem = answer
            .as_ref()
            .err()
            .filter(|error| !matches!(error, RenewError::Superseded))
            .map(Problem::from);
        self.change(|model, now| {
            match problem {
                Some(problem) => model.problems.insert(account.id, problem),
                None => model.problems.remove(&account.id),
            };
            match answer {
                // Nothing is known about the session, so only the time of the next try changes.
                Err(RenewError::Keyring(_)) => {
                    model.due.insert(session, later(now, KEYRING_PAUSE));
                }
                _ => model.plan(session, now),
            }
        });
        drop(busy);
        let access = answer?;
        if self.look(|model| is_stale(model.profiles.get(&account.id), self.clock.now())) {
            self.read_profile(account.id, access).await;
        }
        Ok(())
    }

    async fn renew_in_turn(
        &self,
        account: &Account,
        session: SessionId,
    ) -> Result<AccessSecret, RenewError> {
        let entry = match self.heard_keyring(self.vault.read(session).await) {
            Ok(entry) => entry,
            Err(error) => return Err(error.into()),
        };
        let Some((entry, token)) =
            entry.and_then(|entry| entry.token().cloned().map(|token| (entry, token)))
        else {
            self.heard(session, RenewalEvent::EntryMissing, None).await;
            return Err(RenewError::EntryMissing);
        };
        let Reply {
            outcome,
            server_time,
        } = self.provider.renew(&account.origin, &token).await;
        match outcome {
            Renewed::Tokens(tokens) => {
                self.keep(entry, &tokens).await?;
                self.heard(session, RenewalEvent::Renewed(expiry(&tokens)), server_time)
                    .await;
                Ok(tokens.access)
            }
            Renewed::Refused(refusal) => {
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

    /// Saves new tokens of a family, with the tag that the entry has.
    pub(super) async fn keep(
        &self,
        entry: Entry,
        tokens: &Tokens,
    ) -> Result<(), crate::vault::VaultError> {
        let (token, renewed) = (tokens.refresh.clone(), tokens.refresh_expires);
        let tag = match entry.tag {
            Tag::Revoking { expires, since, .. } => Tag::Revoking {
                token,
                expires: expires.max(renewed),
                since,
            },
            Tag::Current { expires, .. } => Tag::Current {
                token,
                expires: expires.max(renewed),
            },
            other @ (Tag::SigningIn | Tag::EndSession { .. }) => other,
        };
        self.heard_keyring(self.vault.write(Entry { tag, ..entry }).await)
    }

    /// Moves the session's account on, and puts it on disk. A sign-out that waits for its turn adopts the expiry.
    async fn heard(&self, session: SessionId, event: RenewalEvent, server_time: Option<Timestamp>) {
        let changes = self.change(|model, now| {
            let mut changes = Vec::new();
            let holder = model.holder(session).map(|account| account.id);
            if let Some(account) = holder.and_then(|id| model.account_mut(id)) {
                account.standing = account.standing.clone().after(event, now, server_time);
                changes.push(Change::SaveAccount(Box::new(account.clone())));
            }
            if let (Some(revocation), RenewalEvent::Renewed(expiry)) =
                (model.revocation_mut(session), event)
            {
                revocation.expires = revocation.expires.max(expiry.refresh);
                changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
            }
            changes
        });
        self.save(changes).await;
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
        let saved = self.change(|model, now| {
            model.profiles.insert(id, now);
            if let Some(picture) = profile.picture {
                model.pictures.insert(id, picture);
            }
            let account = model.account_mut(id)?;
            if let Some(person) = profile.user.filter(|person| person.id == user) {
                account.nickname = person.nickname;
                account.email = person.email.or(account.email.take());
            }
            account.storage = profile
                .storage
                .map(|quota| (quota.used, quota.total))
                .or(account.storage);
            Some(account.clone())
        });
        self.save(
            saved
                .map(|account| Change::SaveAccount(Box::new(account)))
                .into_iter()
                .collect(),
        )
        .await;
    }
}

fn expiry(tokens: &Tokens) -> Expiry {
    Expiry {
        access: tokens.access_expires,
        refresh: tokens.refresh_expires,
    }
}

fn is_stale(read: Option<&Timestamp>, now: Timestamp) -> bool {
    read.is_none_or(|read| between(*read, now) >= PROFILE_AGE)
}
