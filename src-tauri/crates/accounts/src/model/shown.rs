//! What is shown of the state: the [`Snapshot`].

use std::collections::HashMap;

use super::Model;
use crate::account::{Account, AccountId, Site};
use crate::instant::millis;
use crate::notice::Notice;
use crate::revocation::{Owner, Revocation};
use crate::session::{SessionId, Standing};
use crate::snapshot::{
    AccountView, KeyringState, KeyringView, ResultView, SiteView, Snapshot, StateView,
    UnfinishedView, WaitingFor,
};

impl Model {
    /// A new snapshot, when it shows anything that the last one did not.
    pub(crate) fn news(&mut self) -> Option<Snapshot> {
        let mut news = self.snapshot();
        if self.published.as_ref() == Some(&news) {
            return None;
        }
        self.revision += 1;
        news.revision = self.revision;
        self.published = Some(news.clone());
        Some(news)
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let under_way = self.revocations.iter();
        let under_way = under_way
            .map(|revocation| (revocation.session, revocation))
            .collect();
        let mut of_site: HashMap<_, Vec<_>> = HashMap::new();
        for account in &self.accounts {
            let view = self.account_view(account, &under_way);
            of_site.entry(&account.origin).or_default().push(view);
        }
        let sites = self.sites.iter().map(|site| {
            let accounts = of_site.remove(&site.origin).unwrap_or_default();
            site_view(site, accounts)
        });
        Snapshot {
            sites: sites.collect(),
            revision: self.revision,
            keyring: KeyringView {
                name: self.keyring_name.clone(),
                state: self.keyring,
            },
            registry: self.registry,
            settings: self.settings.clone(),
            notices: self.notices.iter().map(Notice::view).collect(),
            unfinished: self
                .revocations
                .iter()
                .filter_map(|revocation| self.unfinished_view(revocation))
                .collect(),
        }
    }

    fn account_view(&self, account: &Account, under_way: &UnderWay<'_>) -> AccountView {
        let session = account.standing.session();
        AccountView {
            id: account.id.to_string(),
            name: account.name().to_owned(),
            label: account
                .label
                .as_ref()
                .map(|label| label.as_str().to_owned()),
            user_id: account.user.as_str().to_owned(),
            email: account.email.clone(),
            has_avatar: self.pictures.contains_key(&account.id),
            storage: account.storage_view(),
            state: self.state_view(&account.standing, under_way),
            result: result_view(account, under_way_of(account, under_way)),
            method: account.method,
            signed_in_at: session.map(|session| millis(session.signed_in_at)),
            renewed_at: session.map(|session| millis(session.renewed_at)),
            last_problem: self.problems.get(&account.id).cloned(),
        }
    }

    fn state_view(&self, standing: &Standing, under_way: &UnderWay<'_>) -> StateView {
        let locked = self.keyring == KeyringState::Locked;
        match standing {
            Standing::Active { .. } if locked => StateView::Locked,
            Standing::Active { session } => match session.unreachable_since {
                Some(since) => StateView::Offline {
                    since: millis(since),
                    until: millis(session.expiry.refresh),
                },
                None => StateView::Active {
                    until: millis(session.expiry.refresh),
                },
            },
            Standing::NeedsSignIn { cause, since, .. } => StateView::NeedsSignIn {
                cause: *cause,
                since: millis(*since),
            },
            Standing::SigningOut { session } => {
                let revocation = under_way.get(session).copied();
                StateView::SigningOut {
                    waiting_for: revocation.map_or(WaitingFor::Server, Revocation::waiting_for),
                    next_try: revocation
                        .filter(|_| !self.is_busy(*session))
                        .and_then(|revocation| revocation.next_try)
                        .map(millis),
                }
            }
            Standing::SignedOut { at, server, .. } => StateView::SignedOut {
                at: millis(*at),
                server: *server,
            },
        }
    }

    /// The results of an account's last sign-out, while they are shown.
    pub(crate) fn last_result(&self, id: AccountId) -> Option<ResultView> {
        let account = self.account(id)?;
        let under_way = match account.standing {
            Standing::SigningOut { session } => self.revocation(session),
            _ => None,
        };
        result_view(account, under_way)
    }

    fn unfinished_view(&self, revocation: &Revocation) -> Option<UnfinishedView> {
        let Owner::Unfinished(reason) = revocation.owner else {
            return None;
        };
        let site = self.site(&revocation.origin).map(Site::shown_title);
        Some(UnfinishedView {
            id: revocation.session.to_string(),
            name: revocation.name.clone(),
            email: revocation.email.clone(),
            site: site.unwrap_or_else(|| revocation.origin.host()),
            host: revocation.origin.host(),
            reason,
            result: revocation.results.view(revocation.method),
        })
    }
}

/// Sign-outs by their session.
type UnderWay<'a> = HashMap<SessionId, &'a Revocation>;

fn under_way_of<'a>(account: &Account, under_way: &UnderWay<'a>) -> Option<&'a Revocation> {
    match account.standing {
        Standing::SigningOut { session } => under_way.get(&session).copied(),
        _ => None,
    }
}

/// The results of the sign-out under way, else of the last one.
fn result_view(account: &Account, under_way: Option<&Revocation>) -> Option<ResultView> {
    under_way
        .map(|revocation| revocation.results.view(revocation.method))
        .or_else(|| {
            account
                .result
                .as_ref()
                .map(|ended| ended.results.view(account.method))
        })
}

fn site_view(site: &Site, accounts: Vec<AccountView>) -> SiteView {
    SiteView {
        origin: site.origin.to_string(),
        host: site.origin.host(),
        title: site.shown_title(),
        version: site.version.clone(),
        edition: site.edition,
        plain_http: site.origin.is_plain_http(),
        other_installation: site.other_installation.is_some(),
        accounts,
    }
}
