//! A sign-out on its way, step by step: the intent in the vault, the server, the check, the entry wiped and read back, the end-session page.
//!
//! Each step is on disk before the next one begins, so that a crash at any point ends in a sign-out that goes on after the restart. Nothing
//! here says "confirmed" or "erased" that was not seen.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};

use super::Inner;
use crate::provider::{Checked, Reply, Revoked};
use crate::registry::Change;
use crate::revocation::{EndSession, Revocation, ServerRound};
use crate::secret::RefreshSecret;
use crate::session::SessionId;
use crate::snapshot::{ResultView, SingleSignOnResult};
use crate::vault::{Entry, Tag, VaultError};

/// Checks without a clear answer before it is said that it could not be checked; and lives that a family may have after a revocation.
const TRIES: usize = 3;

/// What came of asking the server.
struct Asked {
    round: ServerRound,
    end_session: Option<SecretString>,
    server_time: Option<Timestamp>,
}

impl Inner {
    /// Goes on with a sign-out as far as it can be gone on with now. `None` when there is none any more.
    pub(super) async fn pursue(self: Arc<Self>, session: SessionId) -> Option<ResultView> {
        let lane = self.lanes.of(session);
        let busy = self.mark_busy(session);
        let turn = lane.turn().await;
        let mut revocation = self.look(|model| model.revocation(session).cloned())?;
        if !revocation.server_ended() {
            self.ask(&mut revocation).await;
        }
        let page_is_new = revocation.end_session.is_some() && !revocation.is_over();
        if revocation.server_ended() && !revocation.is_over() {
            self.wipe(&mut revocation).await;
        }
        if revocation.is_over() && page_is_new && revocation.opens_by_itself(self.clock.now()) {
            self.open_end_session_page(&mut revocation).await;
        }
        let results = revocation.results.view(revocation.method);
        self.store(revocation, true).await;
        drop(turn);
        drop(busy);
        if self.look(|model| model.revocation(session).is_none()) {
            self.lanes.close(session);
        }
        Some(results)
    }

    /// Opens the end-session page. That it is being opened is on disk first: after a crash it is offered, not opened again.
    pub(super) async fn open_end_session_page(&self, revocation: &mut Revocation) {
        let Some(kept) = revocation.end_session else {
            return;
        };
        self.store(revocation.clone(), false).await;
        let entry = self.heard_keyring(self.vault.read(kept).await);
        let Ok(Some(Entry {
            tag: Tag::EndSession { url },
            ..
        })) = entry
        else {
            return;
        };
        let EndSession::Page(page) = EndSession::of(Some(url.expose_secret())) else {
            return;
        };
        let host = page.host().to_owned();
        if self.desktop.open_url(&page).is_err() {
            revocation.results.single_sign_on = SingleSignOnResult::CouldNotBeOpened { host };
            return;
        }
        revocation.results.single_sign_on = SingleSignOnResult::Opened { host };
        if self.heard_keyring(self.vault.erase(kept).await).is_ok() {
            revocation.end_session = None;
        }
    }

    /// The person does not want the page: the address leaves the vault.
    pub(super) async fn let_end_session_go(&self, session: SessionId) {
        let Some(mut revocation) = self.look(|model| model.revocation(session).cloned()) else {
            return;
        };
        if let Some(kept) = revocation.end_session
            && self.heard_keyring(self.vault.erase(kept).await).is_ok()
        {
            revocation.end_session = None;
            self.store(revocation, false).await;
        }
    }

    /// Puts a sign-out's progress into the state and on disk. An owner that changed meanwhile stays changed.
    pub(super) async fn store(&self, revocation: Revocation, settle: bool) {
        let session = revocation.session;
        let changes = self.change(|model, _| {
            let Some(known) = model.revocation_mut(session) else {
                return Vec::new();
            };
            *known = Revocation {
                owner: known.owner,
                ..revocation
            };
            let (owner, known) = (known.owner, known.clone());
            if settle || known.is_over() {
                model.settle(session);
            }
            let mut changes = match model.revocation(session) {
                Some(revocation) => vec![Change::SaveRevocation(Box::new(revocation.clone()))],
                None => vec![Change::RemoveRevocation(session)],
            };
            if let crate::revocation::Owner::Account(id) = owner
                && let Some(account) = model.account(id)
            {
                changes.push(Change::SaveAccount(Box::new(account.clone())));
            }
            changes
        });
        self.save(changes).await;
    }

    /// Reads the token, tags the entry, and asks the server.
    async fn ask(&self, revocation: &mut Revocation) {
        let now = self.clock.now();
        let entry = match self.heard_keyring(self.vault.read(revocation.session).await) {
            Ok(entry) => entry,
            Err(_) => return revocation.after_keyring_failed(now),
        };
        let token = entry.as_ref().and_then(|entry| entry.token().cloned());
        let (Some(entry), Some(token)) = (entry, token) else {
            return revocation.after_round(ServerRound::NothingToAskWith, now, None, 0.0);
        };
        let tag = Tag::Revoking {
            token: token.clone(),
            expires: revocation.expires,
            since: revocation.since,
        };
        let entry = Entry { tag, ..entry };
        if self
            .heard_keyring(self.vault.write(entry.clone()).await)
            .is_err()
        {
            // The registry holds the intent; asking the server is what matters now.
            tracing::warn!(session = %revocation.session, "the vault entry was not tagged");
        }
        revocation.results.computer = crate::snapshot::ComputerResult::KeptToFinish;
        let asked = self.revoke_and_check(revocation, entry, token).await;
        let now = self.clock.now();
        revocation.after_round(asked.round, now, asked.server_time, fastrand::f64());
        if revocation.server_ended() {
            self.take_end_session(revocation, asked.end_session).await;
        }
    }

    /// Revokes, and asks whether it took effect. A family that is alive after all hands out new tokens: they are kept, and revoked too.
    async fn revoke_and_check(
        &self,
        revocation: &mut Revocation,
        mut entry: Entry,
        token: RefreshSecret,
    ) -> Asked {
        let mut token = token;
        let mut end_session = None;
        let mut server_time = None;
        for _ in 0..TRIES {
            let Reply {
                outcome,
                server_time: time,
            } = self.provider.revoke(&revocation.origin, &token).await;
            server_time = time.or(server_time);
            match outcome {
                Revoked::Accepted { end_session: url } => end_session = url.or(end_session),
                Revoked::NotRecognised(_) => {
                    return Asked {
                        round: ServerRound::NotRecognised,
                        end_session,
                        server_time,
                    };
                }
                Revoked::NoAnswer(_) => {
                    return Asked {
                        round: ServerRound::NoAnswer,
                        end_session,
                        server_time,
                    };
                }
            }
            let Reply {
                outcome,
                server_time: time,
            } = self.check(revocation, &token).await;
            server_time = time.or(server_time);
            match outcome {
                Checked::Refused => {
                    return Asked {
                        round: ServerRound::AcceptedAndRefused,
                        end_session,
                        server_time,
                    };
                }
                Checked::Unclear => {
                    return Asked {
                        round: ServerRound::AcceptedUnchecked,
                        end_session,
                        server_time,
                    };
                }
                Checked::Alive(tokens) => {
                    revocation.expires = revocation.expires.max(tokens.refresh_expires);
                    drop(self.keep(entry.clone(), &tokens).await);
                    token = tokens.refresh;
                    entry.tag = Tag::Revoking {
                        token: token.clone(),
                        expires: revocation.expires,
                        since: revocation.since,
                    };
                }
            }
        }
        Asked {
            round: ServerRound::StillAlive,
            end_session,
            server_time,
        }
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

    /// Vets the end-session URL, and keeps it in the vault until it is opened or dismissed.
    async fn take_end_session(&self, revocation: &mut Revocation, url: Option<SecretString>) {
        let vetted = EndSession::of(url.as_ref().map(|url| url.expose_secret()));
        revocation.results.single_sign_on = match vetted {
            EndSession::None => SingleSignOnResult::None,
            EndSession::Rejected(rejected) => SingleSignOnResult::Rejected {
                host: rejected.host,
            },
            EndSession::Page(_) if !revocation.may_end_single_sign_on() => SingleSignOnResult::None,
            EndSession::Page(page) => {
                let kept = SessionId::random();
                let entry = Entry {
                    session: kept,
                    provider: self.provider.name().into(),
                    origin: revocation.origin.clone(),
                    user: Some(revocation.user.clone()),
                    method: revocation.method,
                    tag: Tag::EndSession {
                        url: page.expose().into(),
                    },
                };
                let host = page.host().to_owned();
                match self.heard_keyring(self.vault.write(entry).await) {
                    Ok(()) => {
                        revocation.end_session = Some(kept);
                        SingleSignOnResult::WaitingForYou { host }
                    }
                    // Nowhere to keep it, so it opens now or never.
                    Err(_) if self.desktop.open_url(&page).is_ok() => {
                        SingleSignOnResult::Opened { host }
                    }
                    Err(_) => SingleSignOnResult::CouldNotBeOpened { host },
                }
            }
        };
        // The server's end is on disk before the token that could ask again is wiped.
        self.store(revocation.clone(), false).await;
    }

    async fn wipe(&self, revocation: &mut Revocation) {
        let wiped: Result<(), VaultError> =
            self.heard_keyring(self.vault.erase(revocation.session).await);
        let now = self.clock.now();
        match wiped {
            Ok(()) => revocation.after_erased(now),
            Err(_) => revocation.after_keyring_failed(now),
        }
    }
}
