//! Ending a session that another program has made and left in a file on this computer.
//!
//! It never becomes an account's: it is taken into the vault only to be ended, and is a sign-out like any other from then on.
//!
//! Deliberately not here: finding that file and reading it, which is the shell's, and changing it, which nobody does but its owner.

use std::sync::Arc;

use jiff::Timestamp;

use super::adding::new_account;
use super::end_session::Pages;
use super::error::RevokeForeignError;
use super::{Busy, Inner, Manager};
use crate::account::{Account, UserId};
use crate::address::SiteOrigin;
use crate::instant::later;
use crate::model::Model;
use crate::provider::User;
use crate::registry::Change;
use crate::revocation::{Owner, Revocation};
use crate::secret::RefreshSecret;
use crate::session::{Expiry, LONGEST_LIFE, Session, SessionId};
use crate::snapshot::{Method, ResultView, UnfinishedReason};
use crate::vault::{Entry, Tag, VaultError};

/// A session of another program. It was signed in on its own, so ending it touches no session of ours.
#[derive(Debug, Clone)]
pub struct ForeignSession {
    /// The site.
    pub origin: SiteOrigin,
    /// Whose session it is.
    pub user: UserId,
    /// What the other program calls it.
    pub name: Option<String>,
    /// What ends it.
    pub token: RefreshSecret,
    /// When it ends by itself, where the other program knows it.
    pub expires: Option<Timestamp>,
}

/// An account of ours, as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownUser {
    /// Nickname, else e-mail address.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
}

impl Manager {
    /// The account here of a site's user, whatever its state.
    pub fn known_user(&self, origin: &SiteOrigin, user: &UserId) -> Option<KnownUser> {
        self.0.look(|model| {
            let account = account_of(model, origin, user)?;
            Some(KnownUser {
                name: account.name().to_owned(),
                email: account.email.clone(),
            })
        })
    }

    /// Ends a session of another program on its server, and answers with the results of the first round. What is not ended by then stands
    /// among the unfinished sign-outs.
    pub async fn revoke_foreign(
        &self,
        foreign: ForeignSession,
    ) -> Result<ResultView, RevokeForeignError> {
        let inner = self.0.clone();
        // Detached: it goes on when whoever asked for it goes away.
        let round = tokio::spawn(async move {
            let (session, busy) = inner.begin_foreign(foreign).await?;
            let round = inner.pursue(session, busy, &Pages::default()).await;
            Ok::<_, VaultError>(round.map(|round| round.results))
        });
        let results = round.await.unwrap_or(Ok(None))?;
        results.ok_or(RevokeForeignError::Gone)
    }
}

impl Inner {
    /// Puts the intent into the vault and then on disk. In the session's turn, so that nobody who looks through the vault finds the one
    /// without the other.
    async fn begin_foreign(
        self: &Arc<Self>,
        foreign: ForeignSession,
    ) -> Result<(SessionId, Busy), VaultError> {
        let session = SessionId::of_foreign(&foreign.token);
        let busy = self.mark_busy(session);
        let lane = self.lanes.of(session);
        let _turn = lane.turn().await;
        if self.look(|model| model.revocation(session).is_some()) {
            // Asked for once more while it is on its way.
            return Ok((session, busy));
        }
        let revocation = self.look(|model| revocation(model, session, &foreign, self.clock.now()));
        let entry = Entry {
            session,
            provider: self.provider.name().into(),
            origin: foreign.origin,
            user: Some(foreign.user),
            method: revocation.method,
            tag: Tag::Revoking {
                token: foreign.token,
                expires: revocation.expires,
                since: revocation.since,
            },
        };
        if let Err(error) = self.heard_keyring(self.vault.write(entry).await) {
            self.lanes.close(session);
            return Err(error);
        }
        let begin = |model: &mut Model, _| {
            model.revocations.push(revocation.clone());
            ((), vec![Change::SaveRevocation(Box::new(revocation))])
        };
        // What the registry does not take, it is given again; the vault has it.
        let ((), _) = self.commit(begin).await;
        Ok((session, busy))
    }
}

fn account_of<'model>(
    model: &'model Model,
    origin: &SiteOrigin,
    user: &UserId,
) -> Option<&'model Account> {
    let same = |account: &&Account| account.origin == *origin && account.user == *user;
    model.accounts.iter().find(same)
}

fn revocation(
    model: &Model,
    session: SessionId,
    foreign: &ForeignSession,
    now: Timestamp,
) -> Revocation {
    let expiry = Expiry {
        issued: now,
        access: now,
        refresh: foreign.expires.unwrap_or_else(|| later(now, LONGEST_LIFE)),
    };
    // Nothing is known of its last renewal, so a refusal alone would prove nothing.
    let session = Session::found(session, expiry, now);
    let known = account_of(model, &foreign.origin, &foreign.user);
    let user = User {
        id: foreign.user.clone(),
        nickname: known.map_or_else(
            || foreign.name.clone(),
            |known| Some(known.name().to_owned()),
        ),
        email: known.and_then(|known| known.email.clone()),
    };
    let stranger = Account {
        // That program signs in through the browser and in no other way.
        method: Method::Browser,
        ..new_account(foreign.origin.clone(), user, session.clone())
    };
    let owner = Owner::Unfinished(UnfinishedReason::Imported);
    Revocation::begin(&stranger, &session, owner, now)
}
