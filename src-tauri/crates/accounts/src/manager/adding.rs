//! Signing in, and making sure that no session exists which nobody remembers.
//!
//! A placeholder is in the vault before the password leaves. Whatever happens after the server made a session, it is either saved or
//! ended again.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;
use serde::Serialize;
use tokio::sync::watch;
use ts_rs::TS;

use super::error::{Cancelled, SignInError};
use super::{Attempt, Inner, Manager};
use crate::account::{Account, AccountId, Site};
use crate::address::SiteOrigin;
use crate::model::Model;
use crate::provider::{
    Checked, Credentials, Revoked, SignInOutcome, SignInStop, SiteFacts, Tokens, Trouble, User,
};
use crate::registry::Change;
use crate::revocation::{Owner, Revocation};
use crate::session::{Expiry, Session, SessionId, Standing};
use crate::snapshot::{Edition, Method, UnfinishedReason};
use crate::vault::{Entry, Tag, VaultError};

/// What a person wants to sign in with.
#[derive(Debug)]
pub struct SignInRequest {
    /// The probed site.
    pub site: SiteOrigin,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: SecretString,
    /// The account that is to be signed in again; somebody else's session is not taken for it.
    pub account: Option<AccountId>,
}

/// A sign-in that succeeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    /// The account's identifier.
    pub account: String,
    /// It was signed in before; its former session is being ended.
    pub replaced: bool,
}

impl Manager {
    /// Signs in with e-mail and password.
    pub async fn sign_in(
        &self,
        attempt: Attempt,
        request: SignInRequest,
    ) -> Result<SignedIn, SignInError> {
        let work =
            |inner: Arc<Inner>, cancelled| async move { inner.sign_in(request, cancelled).await };
        self.0.clone().cancellable(attempt, work).await
    }
}

impl Inner {
    async fn sign_in(
        self: Arc<Self>,
        request: SignInRequest,
        cancelled: watch::Receiver<bool>,
    ) -> Result<SignedIn, SignInError> {
        let expected = self.expected(&request)?;
        let session = SessionId::random();
        let _busy = self.mark_busy(session);
        let placeholder = Entry {
            session,
            provider: self.provider.name().into(),
            origin: request.site.clone(),
            user: None,
            method: Method::Password,
            tag: Tag::SigningIn,
        };
        self.heard_keyring(self.vault.write(placeholder.clone()).await)?;

        let credentials = Credentials {
            email: request.email,
            password: request.password,
        };
        let (user, tokens) = match self.provider.sign_in(&request.site, &credentials).await {
            Ok(SignInOutcome::Done(user, tokens)) => (user, tokens),
            other => {
                // The placeholder holds no token: if it stays behind, the next start clears it away.
                drop(self.heard_keyring(self.vault.erase(session).await));
                return Err(stopped(other, &request.site));
            }
        };
        drop(credentials);
        let entry = Entry {
            user: Some(user.id.clone()),
            tag: Tag::Current {
                token: tokens.refresh.clone(),
                expires: tokens.refresh_expires,
            },
            ..placeholder
        };
        if let Err(error) = self.heard_keyring(self.vault.write(entry).await) {
            return Err(self.end_unsaved(&request.site, &tokens, error).await);
        }
        let cancelled = *cancelled.borrow();
        self.saved(session, request.site, user, tokens, expected, cancelled)
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
        let expiry = Expiry {
            access: tokens.access_expires,
            refresh: tokens.refresh_expires,
        };
        let session = Session::begin(session, expiry, now);
        let wrong_person = expected
            .as_ref()
            .is_some_and(|account| account.user != user.id || account.origin != site);
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
            self.end_in_background(Revocation::begin(
                &stranger,
                &session,
                Owner::Unfinished(reason),
                now,
            ))
            .await;
            return Err(if cancelled {
                Cancelled.into()
            } else {
                SignInError::WrongPerson { who }
            });
        }
        let facts = self.probed().get(&site).cloned();
        let (account, replaced, changes) =
            self.change(|model, now| adopt(model, site, user.clone(), session.clone(), facts, now));
        let former: Vec<SessionId> = changes
            .iter()
            .filter_map(|change| match change {
                Change::SaveRevocation(revocation) => Some(revocation.session),
                _ => None,
            })
            .collect();
        self.registry.write(changes).await?;
        for former in former {
            self.lanes.of(former).supersede();
            let inner = self.clone();
            tokio::spawn(async move { drop(inner.pursue(former).await) });
        }
        let inner = self.clone();
        tokio::spawn(async move { inner.read_profile(account, tokens.access).await });
        Ok(SignedIn {
            account: account.to_string(),
            replaced,
        })
    }

    fn expected(&self, request: &SignInRequest) -> Result<Option<Account>, SignInError> {
        match request.account {
            None => Ok(None),
            Some(id) => self
                .look(|model| model.account(id).cloned())
                .map(Some)
                .ok_or(SignInError::NotFound),
        }
    }

    /// The new session could not be saved: it is ended from memory, while we still hold its token.
    async fn end_unsaved(
        &self,
        site: &SiteOrigin,
        tokens: &Tokens,
        error: VaultError,
    ) -> SignInError {
        for _ in 0..3 {
            let revoked = self.provider.revoke(site, &tokens.refresh).await.outcome;
            if matches!(revoked, Revoked::Accepted { .. })
                && matches!(
                    self.provider.check(site, &tokens.refresh).await.outcome,
                    Checked::Refused
                )
            {
                return SignInError::NotSaved(error);
            }
        }
        SignInError::AnswerLost { host: site.host() }
    }

    async fn end_in_background(self: &Arc<Self>, revocation: Revocation) {
        let session = revocation.session;
        self.change(|model, _| model.revocations.push(revocation.clone()));
        self.save(vec![Change::SaveRevocation(Box::new(revocation))])
            .await;
        let inner = self.clone();
        tokio::spawn(async move { drop(inner.pursue(session).await) });
    }
}

/// Makes the session the account's own; a former one becomes a revocation of its own.
fn adopt(
    model: &mut Model,
    site: SiteOrigin,
    user: User,
    session: Session,
    facts: Option<SiteFacts>,
    now: Timestamp,
) -> (AccountId, bool, Vec<Change>) {
    let mut changes = Vec::new();
    let described = describe(model.site(&site), &site, facts);
    model.put_site(described.clone());
    changes.push(Change::SaveSite(Box::new(described)));

    let known = model
        .accounts
        .iter()
        .position(|account| account.origin == site && account.user == user.id);
    let index = known.unwrap_or_else(|| {
        model
            .accounts
            .push(new_account(site, user.clone(), session.clone()));
        model.accounts.len() - 1
    });
    let former = known.map(|index| model.accounts[index].clone());
    let id = model.accounts[index].id;
    let replaced = former
        .as_ref()
        .and_then(|account| account.standing.session().map(|session| (account, session)));
    if let Some((account, former)) = replaced {
        model.due.remove(&former.id);
        let revocation = Revocation::begin(
            account,
            former,
            Owner::Unfinished(UnfinishedReason::Replaced),
            now,
        );
        changes.push(Change::SaveRevocation(Box::new(revocation.clone())));
        model.revocations.push(revocation);
    }
    for pending in model
        .revocations
        .iter_mut()
        .filter(|pending| pending.owner == Owner::Account(id))
    {
        pending.owner = Owner::Unfinished(UnfinishedReason::Replaced);
        changes.push(Change::SaveRevocation(Box::new(pending.clone())));
    }
    let account = &mut model.accounts[index];
    account.nickname = user.nickname;
    account.email = user.email.or(account.email.take());
    account.method = Method::Password;
    account.result = None;
    account.standing = Standing::Active {
        session: session.clone(),
    };
    changes.push(Change::SaveAccount(Box::new(account.clone())));
    model.problems.remove(&id);
    model.plan(session.id, now);
    (
        id,
        former.is_some_and(|account| account.standing.session().is_some()),
        changes,
    )
}

fn describe(known: Option<&Site>, origin: &SiteOrigin, facts: Option<SiteFacts>) -> Site {
    match (facts, known) {
        (Some(facts), _) => Site {
            origin: origin.clone(),
            instance_id: facts.instance_id,
            title: facts.title,
            version: Some(facts.version),
            edition: facts.edition,
        },
        (None, Some(known)) => known.clone(),
        (None, None) => Site {
            origin: origin.clone(),
            instance_id: None,
            title: None,
            version: None,
            edition: Edition::Open,
        },
    }
}

pub(super) fn new_account(origin: SiteOrigin, user: User, session: Session) -> Account {
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

fn stopped(outcome: Result<SignInOutcome, SignInStop>, site: &SiteOrigin) -> SignInError {
    let host = site.host();
    match outcome {
        Ok(_) => SignInError::CodeWanted,
        Err(SignInStop::Fault(fault))
            if fault.may_have_arrived && is_lost_answer(&fault.trouble) =>
        {
            SignInError::AnswerLost { host }
        }
        Err(stop) => SignInError::Stopped { host, stop },
    }
}

/// After these the server may have made a session, and its tokens never came here.
fn is_lost_answer(trouble: &Trouble) -> bool {
    matches!(
        trouble,
        Trouble::Unreachable | Trouble::TimedOut | Trouble::TooLarge | Trouble::UnexpectedAnswer
    )
}
