//! What a person asks for when leaving: sign out, try again, give up, remove.
//!
//! Each begins at the click, before anything is awaited: the row says "Signing out" at once, and a renewal that was not sent is not sent
//! any more. How the sign-out then goes on is in `pursuit`.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinHandle;

use super::end_session::Pages;
use super::error::{ForgetError, RemoveError, SignOutError};
use super::{Busy, Inner, Manager};
use crate::account::{Account, AccountId};
use crate::lane::Slot;
use crate::model::Model;
use crate::registry::Change;
use crate::revocation::{Asked, Owner, Revocation};
use crate::session::{SessionId, Standing};
use crate::snapshot::{ResultView, UnfinishedReason};

impl Manager {
    /// Signs an account out and answers with the three results of the first round.
    pub async fn sign_out(&self, account: AccountId) -> Result<ResultView, SignOutError> {
        let begun = |_: &Model| vec![account];
        let begun = self.0.begin_sign_outs(begun, Asked::ByPerson).await.pop();
        let (session, busy) = begun.ok_or(SignOutError::NotFound)?.1?;
        // A second click finds the first one's sign-out at its end: those results answer both.
        let results = self.pursue(session, busy).await;
        let results = results.or_else(|| self.0.look(|model| model.last_result(account)));
        results.ok_or(SignOutError::NotFound)
    }

    /// Signs several accounts out; each ends as it does alone, but one page is opened for each end-session endpoint. All intents are on disk
    /// before the first server is asked.
    pub async fn sign_out_of(
        &self,
        accounts: &[AccountId],
    ) -> Vec<(AccountId, Result<ResultView, SignOutError>)> {
        let begun = |_: &Model| accounts.to_vec();
        let begun = self.0.begin_sign_outs(begun, Asked::ByPerson).await;
        let rounds = self.0.first_rounds(begun, Asked::ByPerson);
        rounds.await.unwrap_or_default()
    }

    /// Goes on with a sign-out now: an account's, or an unfinished one.
    pub async fn try_again(&self, id: &str) -> Result<ResultView, SignOutError> {
        let session = self
            .0
            .look(|model| pending(model, id))
            .ok_or(SignOutError::NotFound)?;
        self.pursue(session, self.0.mark_busy(session))
            .await
            .ok_or(SignOutError::NotFound)
    }

    /// Gives up on the server: the keyring is wiped, and the record says until when the session may live. An end-session page that waits to
    /// be opened goes too.
    pub async fn forget(&self, id: &str) -> Result<(), ForgetError> {
        let session = self
            .0
            .look(|model| pending(model, id))
            .ok_or(ForgetError::NotFound)?;
        let give_up = |model: &mut Model, now| {
            let Some(revocation) = model.revocation_mut(session) else {
                return (Err(ForgetError::NotFound), Vec::new());
            };
            revocation.forget(now);
            revocation.end_session_unwanted = true;
            let changes = vec![Change::SaveRevocation(Box::new(revocation.clone()))];
            model.begin_work(session);
            (Ok(self.0.marked(session)), changes)
        };
        let (given_up, _) = self.0.commit(give_up).await;
        self.pursue(session, given_up?).await;
        Ok(())
    }

    /// Signs out and takes the account off the list; what the server has not answered yet goes on among the unfinished sign-outs.
    pub async fn remove(&self, account: AccountId) -> Result<(), RemoveError> {
        let (removed, _) = self
            .0
            .commit(|model, now| {
                let (sessions, changes) = remove(model, account, now);
                (
                    sessions.map(|sessions| self.0.all_marked(sessions)),
                    changes,
                )
            })
            .await;
        let sessions = removed.ok_or(RemoveError::NotFound)?;
        for (session, _) in &sessions {
            self.0.lanes.of(*session).supersede();
        }
        let pursuits = sessions
            .into_iter()
            .map(|(session, busy)| self.pursue(session, busy));
        futures::future::join_all(pursuits).await;
        Ok(())
    }

    /// Closes the result of a sign-out. An end-session page that waits to be opened goes with it.
    pub async fn dismiss(&self, account: AccountId) {
        let dismiss = |model: &mut Model, _| {
            let (sessions, changes) = dismiss(model, account);
            (self.0.all_marked(sessions), changes)
        };
        for (session, busy) in self.0.commit(dismiss).await.0 {
            self.pursue(session, busy).await;
        }
    }

    /// Detached: a sign-out goes on when whoever asked for it goes away.
    async fn pursue(&self, session: SessionId, busy: Busy) -> Option<ResultView> {
        let inner = self.0.clone();
        let round =
            tokio::spawn(async move { inner.pursue(session, busy, &Pages::default()).await });
        Some(round.await.ok()??.results)
    }
}

/// A sign-out whose intent is on disk, with the mark that keeps others from it.
pub(super) type Begun = Result<(SessionId, Busy), SignOutError>;

/// What the first round of a sign-out came to.
pub(super) type FirstRound = (AccountId, Result<ResultView, SignOutError>);

impl Inner {
    /// The guards of work that was marked in the change that is being made.
    fn all_marked(self: &Arc<Self>, sessions: Vec<SessionId>) -> Vec<(SessionId, Busy)> {
        let guards = sessions.into_iter();
        guards
            .map(|session| (session, self.marked(session)))
            .collect()
    }

    /// The right to go on with one of many sign-outs.
    pub(super) async fn leaving_slot(&self, session: SessionId) -> Option<Slot> {
        let origin = self.look(|model| {
            model
                .revocation(session)
                .map(|revocation| revocation.origin.clone())
        })?;
        self.leaving.take(&origin).await
    }

    /// Moves accounts to "signing out" and puts all intents on disk, in one write. They are marked as work under way from the first moment,
    /// so that nobody asks a server before its intent is written.
    pub(super) async fn begin_sign_outs(
        self: &Arc<Self>,
        whose: impl FnOnce(&Model) -> Vec<AccountId>,
        asked: Asked,
    ) -> Vec<(AccountId, Begun)> {
        let begin = |model: &mut Model, now| {
            let mut changes = Vec::new();
            let begun = whose(model).into_iter().map(|id| {
                let begun = begin_sign_out(model, id, asked, now).map(|(session, more)| {
                    self.lanes.of(session).supersede();
                    model.begin_work(session);
                    changes.extend(more);
                    (session, self.marked(session))
                });
                (id, begun)
            });
            (begun.collect(), changes)
        };
        self.commit(begin).await.0
    }

    /// Goes on with sign-outs that belong together. Detached: they go on when whoever asked for them goes away. When nobody clicked, the person
    /// is told how the first round ended.
    pub(super) fn first_rounds(
        self: &Arc<Self>,
        begun: Vec<(AccountId, Begun)>,
        asked: Asked,
    ) -> JoinHandle<Vec<FirstRound>> {
        let inner = self.clone();
        tokio::spawn(async move {
            let pages = Arc::new(Pages::default());
            let rounds = begun.into_iter().map(|(id, begun)| {
                let (inner, pages) = (inner.clone(), pages.clone());
                let round = tokio::spawn(async move {
                    let (session, busy) = begun?;
                    let _slot = inner.leaving_slot(session).await;
                    let round = inner.clone().pursue(session, busy, &pages).await;
                    let (results, finish) =
                        round.map_or((None, None), |round| (Some(round.results), round.finish));
                    let results = results.or_else(|| inner.look(|model| model.last_result(id)));
                    Ok((results.ok_or(SignOutError::NotFound)?, finish))
                });
                async move { (id, round.await.unwrap_or(Err(SignOutError::NotFound))) }
            });
            let (mut results, mut finish) = (Vec::new(), Vec::new());
            for (id, round) in futures::future::join_all(rounds).await {
                results.push((
                    id,
                    round.map(|(result, page)| {
                        finish.extend(page);
                        result
                    }),
                ));
            }
            if asked == Asked::ByItself {
                inner.tell_departure(&results);
                finish.iter().for_each(|page| inner.tell(page));
            }
            results
        })
    }
}

fn begin_sign_out(
    model: &mut Model,
    id: AccountId,
    asked: Asked,
    now: Timestamp,
) -> Result<(SessionId, Vec<Change>), SignOutError> {
    let account = model.account(id).ok_or(SignOutError::NotFound)?.clone();
    if let Standing::SigningOut { session } = account.standing {
        return Ok((session, Vec::new()));
    }
    let session = account
        .standing
        .session()
        .ok_or(SignOutError::NothingToSignOut)?;
    let revocation = Revocation {
        asked,
        ..Revocation::begin(&account, session, Owner::Account(id), now)
    };
    Ok((session.id, sign_out(model, account, revocation)))
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

/// Takes an account off the list; its sign-outs, with the one that begins now, have to be gone on with.
fn remove(
    model: &mut Model,
    id: AccountId,
    now: Timestamp,
) -> (Option<Vec<SessionId>>, Vec<Change>) {
    let Some(account) = model.account(id).cloned() else {
        return (None, Vec::new());
    };
    if let Some(session) = account.standing.session() {
        model.due.remove(&session.id);
        model.revocations.push(Revocation::begin(
            &account,
            session,
            Owner::Account(id),
            now,
        ));
    }
    let mut sessions = Vec::new();
    let mut changes = Vec::new();
    for revocation in model
        .revocations
        .iter_mut()
        .filter(|revocation| revocation.owner == Owner::Account(id))
    {
        // A page that only waited to be opened went with the row that offered it.
        revocation.end_session_unwanted |= revocation.is_over();
        revocation.owner = Owner::Unfinished(UnfinishedReason::Removed);
        // As the person knew it when it was there last.
        revocation.name = account.called().to_owned();
        sessions.push(revocation.session);
        changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
    }
    for session in &sessions {
        model.begin_work(*session);
    }
    changes.extend(model.remove_account(id));
    (Some(sessions), changes)
}

fn dismiss(model: &mut Model, id: AccountId) -> (Vec<SessionId>, Vec<Change>) {
    let mut sessions = Vec::new();
    let mut changes = Vec::new();
    if let Some(account) = model.account_mut(id) {
        account.result = None;
        changes.push(Change::SaveAccount(Box::new(account.clone())));
    }
    let offered = |revocation: &&mut Revocation| {
        revocation.owner == Owner::Account(id) && revocation.is_over()
    };
    for revocation in model.revocations.iter_mut().filter(offered) {
        revocation.end_session_unwanted = true;
        sessions.push(revocation.session);
        changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
    }
    for session in &sessions {
        model.begin_work(*session);
    }
    (sessions, changes)
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
