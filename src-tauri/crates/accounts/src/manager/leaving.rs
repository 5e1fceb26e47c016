//! What a person asks for when leaving: sign out, try again, give up, remove.
//!
//! Each begins at the click, before anything is awaited: the row says "Signing out" at once, and a renewal that was not sent is not sent
//! any more. How the sign-out then goes on is in `pursuit`.

use std::sync::Arc;

use jiff::Timestamp;

use super::error::{ForgetError, RemoveError, SignOutError};
use super::{Inner, Manager};
use crate::account::{Account, AccountId};
use crate::model::Model;
use crate::registry::Change;
use crate::revocation::{Owner, Revocation};
use crate::session::{SessionId, Standing};
use crate::snapshot::{ResultView, UnfinishedReason};

impl Manager {
    /// Signs an account out and answers with the three results of the first round.
    pub async fn sign_out(&self, account: AccountId) -> Result<ResultView, SignOutError> {
        let session = self.0.clone().begin_sign_out(account).await?;
        // A second click finds the first one's sign-out at its end: those results answer both.
        let results = self.pursue(session).await;
        results
            .or_else(|| self.0.look(|model| model.last_result(account)))
            .ok_or(SignOutError::NotFound)
    }

    /// Goes on with a sign-out now: an account's, or an unfinished one.
    pub async fn try_again(&self, id: &str) -> Result<ResultView, SignOutError> {
        let session = self
            .0
            .look(|model| pending(model, id))
            .ok_or(SignOutError::NotFound)?;
        self.pursue(session).await.ok_or(SignOutError::NotFound)
    }

    /// Gives up on the server: the keyring is wiped, and the record says until when the session may live.
    pub async fn forget(&self, id: &str) -> Result<(), ForgetError> {
        let session = self
            .0
            .look(|model| pending(model, id))
            .ok_or(ForgetError::NotFound)?;
        self.0.lanes.of(session).supersede();
        let forgotten = self.0.change(|model, now| {
            let revocation = model.revocation_mut(session)?;
            revocation.forget(now);
            Some(revocation.clone())
        });
        let revocation = forgotten.ok_or(ForgetError::NotFound)?;
        self.0
            .save(vec![Change::SaveRevocation(Box::new(revocation))])
            .await;
        self.pursue(session).await;
        self.0.let_end_session_go(session).await;
        Ok(())
    }

    /// Signs out and takes the account off the list; what the server has not answered yet goes on among the unfinished sign-outs.
    pub async fn remove(&self, account: AccountId) -> Result<(), RemoveError> {
        let removed = self
            .0
            .change(|model, now| remove(model, account, now))
            .ok_or(RemoveError::NotFound)?;
        if let Some(session) = removed.session {
            self.0.lanes.of(session).supersede();
        }
        self.0.registry.write(removed.changes).await?;
        if let Some(session) = removed.session {
            self.pursue(session).await;
        }
        for session in removed.offers {
            self.0.let_end_session_go(session).await;
        }
        Ok(())
    }

    /// Closes the result of a sign-out. An end-session page that waits to be opened goes with it.
    pub async fn dismiss(&self, account: AccountId) {
        let (saved, offered) = self.0.change(|model, _| {
            let saved = model.account_mut(account).map(|account| {
                account.result = None;
                account.clone()
            });
            (saved, offers_of(model, account))
        });
        self.0
            .save(
                saved
                    .map(|account| Change::SaveAccount(Box::new(account)))
                    .into_iter()
                    .collect(),
            )
            .await;
        for session in offered {
            self.0.let_end_session_go(session).await;
        }
    }

    /// Detached: a sign-out goes on when whoever asked for it goes away.
    async fn pursue(&self, session: SessionId) -> Option<ResultView> {
        let inner = self.0.clone();
        tokio::spawn(async move { inner.pursue(session).await })
            .await
            .ok()
            .flatten()
    }
}

impl Inner {
    /// Moves the account to "signing out" and puts the intent on disk.
    async fn begin_sign_out(self: Arc<Self>, id: AccountId) -> Result<SessionId, SignOutError> {
        let begun = self.change(|model, now| {
            let account = model.account(id).ok_or(SignOutError::NotFound)?.clone();
            if let Standing::SigningOut { session } = account.standing {
                return Ok((session, Vec::new()));
            }
            let session = account
                .standing
                .session()
                .ok_or(SignOutError::NothingToSignOut)?;
            let revocation = Revocation::begin(&account, session, Owner::Account(id), now);
            let session = session.id;
            Ok((session, sign_out(model, account, revocation)))
        });
        let (session, changes) = begun?;
        self.lanes.of(session).supersede();
        self.save(changes).await;
        Ok(session)
    }
}

fn sign_out(model: &mut Model, account: Account, revocation: Revocation) -> Vec<Change> {
    model.due.remove(&revocation.session);
    model.problems.remove(&account.id);
    let account = Account {
        standing: Standing::SigningOut {
            session: revocation.session,
        },
        result: None,
        ..account
    };
    if let Some(row) = model.account_mut(account.id) {
        *row = account.clone();
    }
    model.revocations.push(revocation.clone());
    vec![
        Change::SaveRevocation(Box::new(revocation)),
        Change::SaveAccount(Box::new(account)),
    ]
}

/// An account that was taken off the list, and what is left to do for it.
struct Removed {
    session: Option<SessionId>,
    changes: Vec<Change>,
    /// Its former sign-outs whose end-session page was still offered.
    offers: Vec<SessionId>,
}

fn remove(model: &mut Model, id: AccountId, now: Timestamp) -> Option<Removed> {
    let account = model.account(id)?.clone();
    let mut changes = vec![Change::RemoveAccount(id)];
    let offers = offers_of(model, id);
    let session = match &account.standing {
        Standing::SigningOut { session } => Some(*session),
        standing => standing.session().map(|session| {
            model.due.remove(&session.id);
            model.revocations.push(Revocation::begin(
                &account,
                session,
                Owner::Account(id),
                now,
            ));
            session.id
        }),
    };
    for revocation in model
        .revocations
        .iter_mut()
        .filter(|revocation| revocation.owner == Owner::Account(id))
    {
        revocation.owner = Owner::Unfinished(UnfinishedReason::Removed);
        changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
    }
    model.remove_account(id);
    Some(Removed {
        session,
        changes,
        offers,
    })
}

/// The ended sign-outs of an account whose end-session page waits to be opened.
fn offers_of(model: &Model, id: AccountId) -> Vec<SessionId> {
    let offered =
        |revocation: &&Revocation| revocation.owner == Owner::Account(id) && revocation.is_over();
    model
        .revocations
        .iter()
        .filter(offered)
        .map(|revocation| revocation.session)
        .collect()
}

/// The sign-out behind an account's or an unfinished sign-out's identifier.
fn pending(model: &Model, id: &str) -> Option<SessionId> {
    if let Some(account) = id.parse().ok().and_then(|id| model.account(id)) {
        return match account.standing {
            Standing::SigningOut { session } => Some(session),
            _ => None,
        };
    }
    let session = id.parse().ok()?;
    model
        .revocation(session)
        .map(|revocation| revocation.session)
}
