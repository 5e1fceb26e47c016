//! What becomes of a session that a server has made for a sign-in: it is an account's, or it is ended again. No session exists that nobody
//! remembers.
//!
//! Deliberately not here: asking for it (`adding`).

use std::sync::Arc;

use jiff::Timestamp;
use tokio::task::JoinHandle;

use super::{Place, SignInError, SignedIn, Wanted};
use crate::account::{Account, AccountId, Site};
use crate::address::SiteOrigin;
use crate::manager::end_session::Pages;
use crate::manager::error::Cancelled;
use crate::manager::{Inner, Unsaved};
use crate::model::Model;
use crate::provider::{SiteFacts, Tokens, User};
use crate::registry::Change;
use crate::revocation::{Owner, Revocation};
use crate::session::{Session, SessionId, Standing};
use crate::snapshot::{Method, ResultView, ServerResult, UnfinishedReason};
use crate::vault::{Entry, Tag, VaultError};

impl Inner {
    /// Puts a session that the server has made into its place. Whatever happens here, it is either saved or ended again.
    pub(super) async fn take_place(
        self: &Arc<Self>,
        place: Place,
        wanted: Wanted,
        user: User,
        tokens: Tokens,
    ) -> Result<SignedIn, SignInError> {
        let session = place.entry.session;
        let Wanted {
            site,
            account: expected,
            cancelled,
        } = wanted;
        let now = self.clock.now();
        let (token, expires) = (tokens.refresh.clone(), tokens.expiry(now).refresh);
        let unwanted = *cancelled.borrow() || is_wrong_person(expected.as_ref(), &site, &user);
        // One that nobody wants is not found as somebody's session, should the program end here.
        let tag = if unwanted {
            Tag::Revoking {
                token,
                expires,
                since: now,
            }
        } else {
            Tag::Current { token, expires }
        };
        let entry = Entry {
            user: Some(user.id.clone()),
            tag,
            ..place.entry.clone()
        };
        if let Err(error) = self.heard_keyring(self.vault.write(entry).await) {
            return Err(self.end_unsaved(session, site, user, tokens, error).await);
        }
        let cancelled = *cancelled.borrow();
        self.saved(session, site, user, tokens, expected, cancelled)
            .await
    }

    /// The session is in the vault: it becomes the account's, or it is ended again.
    async fn saved(
        self: &Arc<Self>,
        session: SessionId,
        site: SiteOrigin,
        user: User,
        tokens: Tokens,
        expected: Option<Account>,
        cancelled: bool,
    ) -> Result<SignedIn, SignInError> {
        let now = self.clock.now();
        let expiry = tokens.expiry(now);
        let session = Session::begin(session, expiry, now);
        let wrong_person = is_wrong_person(expected.as_ref(), &site, &user);
        if cancelled || wrong_person {
            let reason = if cancelled {
                UnfinishedReason::Cancelled
            } else {
                UnfinishedReason::WrongPerson
            };
            let who = user
                .nickname
                .clone()
                .or_else(|| user.email.clone())
                .unwrap_or_else(|| user.id.as_str().into());
            let stranger = new_account(site, user, session.clone());
            let owner = Owner::Unfinished(reason);
            drop(
                self.end_in_background(Revocation::begin(&stranger, &session, owner, now))
                    .await,
            );
            return Err(if cancelled {
                Cancelled.into()
            } else {
                SignInError::WrongPerson { who }
            });
        }
        let facts = self.probed().get(&site).cloned();
        let adopted = |model: &mut Model, now| adopt(model, site, user, session, facts, now);
        // What the registry does not take, it is given again; the session is in the vault.
        let (adopted, _) = self.commit(adopted).await;
        for former in adopted.former {
            self.lanes.of(former).supersede();
            let (inner, busy) = (self.clone(), self.marked(former));
            tokio::spawn(async move { drop(inner.pursue(former, busy, &Pages::default()).await) });
        }
        let (account, replaced) = (adopted.account, adopted.replaced);
        let inner = self.clone();
        tokio::spawn(async move { inner.read_profile(account, tokens.access).await });
        Ok(SignedIn {
            account: account.to_string(),
            replaced,
        })
    }

    /// The new session could not be saved: it is ended while we still hold its token, which then lives in memory only.
    async fn end_unsaved(
        self: &Arc<Self>,
        session: SessionId,
        site: SiteOrigin,
        user: User,
        tokens: Tokens,
        error: VaultError,
    ) -> SignInError {
        let now = self.clock.now();
        let session = Session::begin(session, tokens.expiry(now), now);
        let stranger = new_account(site, user, session.clone());
        let unsaved = Unsaved {
            expiry: session.expiry,
            token: tokens.refresh,
        };
        self.unsaved().insert(session.id, unsaved);
        let owner = Owner::Unfinished(UnfinishedReason::NotSaved);
        let pursuit = self
            .end_in_background(Revocation::begin(&stranger, &session, owner, now))
            .await;
        // A pursuit that panicked has ended nothing.
        let results = pursuit.await.ok().flatten();
        let ended = results.is_some_and(|results| results.server == ServerResult::Confirmed);
        if ended {
            SignInError::NotSaved(error)
        } else {
            SignInError::NotSavedNotEnded(error)
        }
    }

    async fn end_in_background(
        self: &Arc<Self>,
        revocation: Revocation,
    ) -> JoinHandle<Option<ResultView>> {
        let session = revocation.session;
        let begun = |model: &mut Model, _| {
            model.begin_work(session);
            model.revocations.push(revocation.clone());
            ((), vec![Change::SaveRevocation(Box::new(revocation))])
        };
        let ((), _) = self.commit(begun).await;
        let (inner, busy) = (self.clone(), self.marked(session));
        tokio::spawn(async move {
            let round = inner.pursue(session, busy, &Pages::default()).await?;
            Some(round.results)
        })
    }
}

fn is_wrong_person(expected: Option<&Account>, site: &SiteOrigin, user: &User) -> bool {
    expected.is_some_and(|account| account.user != user.id || account.origin != *site)
}

/// What became of a new session.
struct Adopted {
    account: AccountId,
    replaced: bool,
    /// The sessions that it replaces, marked as having work under way.
    former: Vec<SessionId>,
}

/// Makes the session the account's own; a former one becomes a revocation of its own.
fn adopt(
    model: &mut Model,
    site: SiteOrigin,
    user: User,
    session: Session,
    facts: Option<SiteFacts>,
    now: Timestamp,
) -> (Adopted, Vec<Change>) {
    let mut changes = Vec::new();
    let described = describe(model.site(&site), &site, facts);
    model.put_site(described.clone());
    changes.push(Change::SaveSite(Box::new(described)));

    let known = |account: &&Account| account.origin == site && account.user == user.id;
    let former = model.accounts.iter().find(known).cloned();
    let replaced = former
        .as_ref()
        .and_then(|account| account.standing.session().map(|session| (account, session)));
    let mut account = match &former {
        Some(account) => account.clone(),
        None => new_account(site, user.clone(), session.clone()),
    };
    if let Some((account, former)) = replaced {
        model.due.remove(&former.id);
        model.revocations.push(Revocation::begin(
            account,
            former,
            Owner::Account(account.id),
            now,
        ));
    }
    let mut ending = Vec::new();
    for pending in model
        .revocations
        .iter_mut()
        .filter(|pending| pending.owner == Owner::Account(account.id))
    {
        pending.owner = Owner::Unfinished(UnfinishedReason::Replaced);
        // Its page would end what the browser goes on using.
        pending.end_session_unwanted = true;
        ending.push(pending.session);
        changes.push(Change::SaveRevocation(Box::new(pending.clone())));
    }
    let replaced = replaced.is_some();
    account.nickname = user.nickname;
    account.email = user.email.or(account.email.take());
    account.method = Method::Password;
    account.result = None;
    account.standing = Standing::Active {
        session: session.clone(),
    };
    changes.push(Change::SaveAccount(Box::new(account.clone())));
    let id = account.id;
    match model.account_mut(id) {
        Some(row) => *row = account,
        None => model.accounts.push(account),
    }
    for session in &ending {
        model.begin_work(*session);
    }
    model.problems.remove(&id);
    model.plan(session.id, now);
    (
        Adopted {
            account: id,
            replaced,
            former: ending,
        },
        changes,
    )
}

fn describe(known: Option<&Site>, origin: &SiteOrigin, facts: Option<SiteFacts>) -> Site {
    match (facts, known) {
        // The person signs in to what answers now, whatever was known of the address.
        (Some(facts), _) => {
            let mut site = Site::unknown(origin.clone());
            site.take(&facts);
            site
        }
        (None, Some(known)) => known.clone(),
        (None, None) => Site::unknown(origin.clone()),
    }
}

pub(in crate::manager) fn new_account(origin: SiteOrigin, user: User, session: Session) -> Account {
    Account {
        id: AccountId::random(),
        origin,
        user: user.id,
        nickname: user.nickname,
        email: user.email,
        label: None,
        method: Method::Password,
        standing: Standing::Active { session },
        result: None,
        storage: None,
    }
}
