//! A sign-out on its way, step by step: the intent in the vault, the server, the check, the entry wiped and read back, the end-session page.
//!
//! Each step is on disk before the next one begins, so that a crash at any point ends in a sign-out that goes on after the restart. Nothing
//! here says "confirmed" or "erased" that was not seen.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;

use super::end_session::Pages;
use super::{Busy, Inner};
use crate::browser::BrowserUrl;
use crate::notification::Notification;
use crate::provider::{Checked, Renewed, Reply, Revoked};
use crate::registry::Change;
use crate::revocation::{Owner, Revocation, ServerRound};
use crate::secret::RefreshSecret;
use crate::session::{RenewalEvent, SessionId};
use crate::snapshot::{ComputerResult, ResultView, SingleSignOnResult};
use crate::vault::{Entry, Tag, VaultError};

/// Checks without a clear answer before it is said that it could not be checked; and lives that a family may have after a revocation.
const TRIES: usize = 3;

/// What came of asking the server.
struct Asked {
    round: ServerRound,
    end_session: Option<SecretString>,
    server_time: Option<Timestamp>,
}

/// What a round came to.
pub(super) struct Round {
    pub(super) results: ResultView,
    /// What the person is told of the results when nobody waits for them.
    pub(super) signed_out: Option<Notification>,
    /// What the person is told of a page that waits for them since this round, when nobody sees the results.
    pub(super) finish: Option<Notification>,
}

impl Inner {
    /// Goes on with a sign-out as far as it can be gone on with now. `None` when there is none any more.
    pub(super) async fn pursue(
        self: Arc<Self>,
        session: SessionId,
        busy: Busy,
        pages: &Pages,
    ) -> Option<Round> {
        let lane = self.lanes.of(session);
        let turn = lane.turn().await;
        let before = self.look(|model| model.revocation(session).cloned())?;
        let mut revocation = before.clone();
        let mut page = None;
        if !revocation.server_ended() {
            page = self.ask(&mut revocation).await;
            revocation = self.store(revocation, false).await?;
        }
        if revocation.server_ended() && !revocation.is_over() {
            self.wipe(&mut revocation).await;
            revocation = self.store(revocation, false).await?;
        }
        if let Some(page) = &page {
            let wanted =
                revocation.opens_by_itself(self.clock.now()) && !revocation.end_session_unwanted;
            if wanted && revocation.is_over() && pages.may_open(page) {
                // A browser that cannot be started is one of the results.
                drop(self.open_end_session_page(&mut revocation, page).await);
            } else if revocation.end_session.is_none() {
                let host = page.host().to_owned();
                revocation.results.single_sign_on = SingleSignOnResult::NotKept { host };
            }
        }
        if revocation.end_session_unwanted {
            self.let_end_session_go(&mut revocation).await;
        }
        let results = revocation.results.view(revocation.method);
        let after = self.store(revocation, true).await;
        let after = after.as_ref();
        let offered = after.filter(|after| {
            let page = page.as_ref().filter(|_| after.offers_page());
            page.is_some_and(|page| pages.may_offer(page))
        });
        let (signed_out, finish) = self.look(|model| {
            (
                after.and_then(|after| model.signed_out(&before, after)),
                offered.and_then(|after| model.finish(after)),
            )
        });
        drop(turn);
        drop(busy);
        if self.look(|model| model.revocation(session).is_none()) {
            self.lanes.close(session);
        }
        Some(Round {
            results,
            signed_out,
            finish,
        })
    }

    /// Puts a sign-out's progress into the state and on disk, and answers with what it then is: its owner may have changed meanwhile, and the
    /// person may have given up. With `settle` a sign-out that is over leaves for its row.
    pub(super) async fn store(&self, revocation: Revocation, settle: bool) -> Option<Revocation> {
        let session = revocation.session;
        let stored = |model: &mut crate::model::Model, _| {
            let Some(known) = model.revocation_mut(session) else {
                return (None, Vec::new());
            };
            *known = revocation.over(known);
            let known = known.clone();
            if settle {
                model.settle(session);
            }
            let mut changes = match model.revocation(session) {
                Some(revocation) => vec![Change::SaveRevocation(Box::new(revocation.clone()))],
                None => vec![Change::RemoveRevocation(session)],
            };
            if let Owner::Account(id) = known.owner
                && let Some(account) = model.account(id)
            {
                changes.push(Change::SaveAccount(Box::new(account.clone())));
            }
            (Some(known), changes)
        };
        self.commit(stored).await.0
    }

    /// Reads the token, tags the entry, and asks the server. Answers with the end-session page, when there is one that may be opened.
    async fn ask(&self, revocation: &mut Revocation) -> Option<BrowserUrl> {
        let now = self.clock.now();
        let unsaved = self.unsaved().get(&revocation.session).cloned();
        let unsaved = unsaved.map(|unsaved| unsaved.token);
        let entry = match self.heard_keyring(self.vault.read(revocation.session).await) {
            Ok(entry) => entry,
            // It holds no token that could be read: the same as none.
            Err(VaultError::Damaged) => None,
            Err(_) if unsaved.is_some() => None,
            Err(_) => {
                revocation.after_keyring_failed(now);
                return None;
            }
        };
        if let Some(Tag::Current { expires, .. } | Tag::Revoking { expires, .. }) =
            entry.as_ref().map(|entry| &entry.tag)
        {
            revocation.expires = revocation.expires.max(*expires);
        }
        // The one that could not be saved is the newer one.
        let Some(token) = unsaved.or_else(|| entry.as_ref().and_then(Entry::token).cloned()) else {
            revocation.after_round(ServerRound::NothingToAskWith, now, None, 0.0);
            return None;
        };
        if self.keep_revoking(revocation, &token).await.is_err() {
            // The registry holds the intent; asking the server is what matters now.
            tracing::warn!(session = %revocation.session, "the vault entry was not tagged");
        }
        revocation.results.computer = ComputerResult::KeptToFinish;
        if self.is_answered_by_another(revocation).await {
            // It gets no token: it never made the session, and its word about it is worth nothing.
            let now = self.clock.now();
            revocation.after_round(ServerRound::OtherInstallation, now, None, 0.0);
            return None;
        }
        let mut asked = self.revoke_and_check(revocation, token).await;
        if asked.round == ServerRound::NotRecognised
            && self.is_another_installation(&revocation.origin).await
        {
            asked.round = ServerRound::OtherInstallation;
        }
        revocation.after_round(
            asked.round,
            self.clock.now(),
            asked.server_time,
            fastrand::f64(),
        );
        if revocation.server_ended() {
            return self.take_end_session(revocation, asked.end_session).await;
        }
        None
    }

    /// Whether another installation is known to answer there; where the last renewal failed, it is asked who it is.
    async fn is_answered_by_another(&self, revocation: &Revocation) -> bool {
        let origin = &revocation.origin;
        if revocation.clean && !self.is_known_as_another_installation(origin) {
            return false;
        }
        self.is_another_installation(origin).await
    }

    /// An entry that goes with a sign-out, under its own name.
    pub(super) fn entry_of(&self, revocation: &Revocation, name: SessionId, tag: Tag) -> Entry {
        Entry {
            session: name,
            provider: self.provider.name().into(),
            origin: revocation.origin.clone(),
            user: Some(revocation.user.clone()),
            method: revocation.method,
            tag,
        }
    }

    /// Keeps a token of the family only to finish its sign-out.
    async fn keep_revoking(
        &self,
        revocation: &Revocation,
        token: &RefreshSecret,
    ) -> Result<(), VaultError> {
        let tag = Tag::Revoking {
            token: token.clone(),
            expires: revocation.expires,
            since: revocation.since,
        };
        let entry = self.entry_of(revocation, revocation.session, tag);
        self.heard_keyring(self.vault.write(entry).await)
    }

    /// Revokes, and asks whether it took effect. A family that is alive after all hands out new tokens: they are kept, and revoked too.
    async fn revoke_and_check(
        &self,
        revocation: &mut Revocation,
        mut token: RefreshSecret,
    ) -> Asked {
        let mut asked = Asked {
            round: ServerRound::StillAlive,
            end_session: None,
            server_time: None,
        };
        if !revocation.clean {
            token = self.renew_first(revocation, token).await;
        }
        for _ in 0..TRIES {
            let Reply {
                outcome,
                server_time,
            } = self.provider.revoke(&revocation.origin, &token).await;
            asked.server_time = server_time.or(asked.server_time);
            asked.round = match outcome {
                Revoked::Accepted { end_session } => {
                    asked.end_session = end_session.or(asked.end_session);
                    ServerRound::AcceptedUnchecked
                }
                Revoked::NotRecognised(_) => ServerRound::NotRecognised,
                Revoked::NoAnswer(_) => ServerRound::NoAnswer,
            };
            if asked.round != ServerRound::AcceptedUnchecked {
                return asked;
            }
            let Reply {
                outcome,
                server_time,
            } = self.check(revocation, &token).await;
            asked.server_time = server_time.or(asked.server_time);
            match outcome {
                Checked::Refused => asked.round = ServerRound::AcceptedAndRefused,
                Checked::Unclear => {}
                Checked::Alive(tokens) => {
                    asked.round = ServerRound::StillAlive;
                    revocation.heard(RenewalEvent::Renewed(tokens.expiry(self.clock.now())));
                    token = tokens.refresh;
                    // When the vault does not take it, the one that it has is of the same family.
                    drop(self.keep_revoking(revocation, &token).await);
                    continue;
                }
            }
            return asked;
        }
        asked
    }

    /// The last renewal did not succeed, so a refusal would prove nothing. One that succeeds now lets it prove something.
    async fn renew_first(
        &self,
        revocation: &mut Revocation,
        token: RefreshSecret,
    ) -> RefreshSecret {
        let Renewed::Tokens(tokens) = self
            .provider
            .renew(&revocation.origin, &token)
            .await
            .outcome
        else {
            return token;
        };
        revocation.heard(RenewalEvent::Renewed(tokens.expiry(self.clock.now())));
        // When the vault does not take it, the one that it has is of the same family.
        drop(self.keep_revoking(revocation, &tokens.refresh).await);
        tokens.refresh
    }

    async fn check(&self, revocation: &Revocation, token: &RefreshSecret) -> Reply<Checked> {
        let mut last = Reply {
            outcome: Checked::Unclear,
            server_time: None,
        };
        for _ in 0..TRIES {
            last = self.provider.check(&revocation.origin, token).await;
            if !matches!(last.outcome, Checked::Unclear) {
                break;
            }
        }
        last
    }

    async fn wipe(&self, revocation: &mut Revocation) {
        let wiped = self.heard_keyring(self.vault.erase(revocation.session).await);
        let now = self.clock.now();
        match wiped {
            Ok(()) => {
                self.unsaved().remove(&revocation.session);
                revocation.after_erased(now);
            }
            Err(_) => revocation.after_keyring_failed(now),
        }
    }
}
