//! What is shown of the state: the [`Snapshot`].

use super::Model;
use crate::account::{Account, AccountId, Site};
use crate::instant::millis;
use crate::notice::Notice;
use crate::revocation::{Owner, Revocation};
use crate::session::Standing;
use crate::snapshot::{
    AccountView, KeyringState, KeyringView, ResultView, SiteView, Snapshot, StateView,
    UnfinishedView, WaitingFor,
};

impl Model {
    /// A new snapshot, when it shows anything that the last one did not.
    pub(crate) fn news(&mut self) -> Option<Snapshot> {
        let snapshot = self.snapshot();
        if self.published.as_ref() == Some(&snapshot) {
            return None;
        }
        self.revision += 1;
        let news = self.snapshot();
        self.published = Some(news.clone());
        Some(news)
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        Snapshot {
            revision: self.revision,
            keyring: KeyringView {
                name: self.keyring_name.clone(),
                state: self.keyring,
            },
            registry: self.registry,
            settings: self.settings.clone(),
            notices: self.notices.iter().map(Notice::view).collect(),
            sites: self.sites.iter().map(|site| self.site_view(site)).collect(),
            unfinished: self
                .revocations
                .iter()
                .filter_map(|revocation| self.unfinished_view(revocation))
                .collect(),
        }
    }

    fn site_view(&self, site: &Site) -> SiteView {
        let accounts = self
            .accounts
            .iter()
            .filter(|account| account.origin == site.origin);
        SiteView {
            origin: site.origin.to_string(),
            host: site.origin.host(),
            title: site.shown_title(),
            version: site.version.clone(),
            edition: site.edition,
            plain_http: site.origin.is_plain_http(),
            other_installation: site.other_installation.is_some(),
            accounts: accounts.map(|account| self.account_view(account)).collect(),
        }
    }

    fn account_view(&self, account: &Account) -> AccountView {
        let session = account.standing.session();
        AccountView {
            id: account.id.to_string(),
            name: account.name().to_owned(),
            label: account.label.clone(),
            email: account.email.clone(),
            has_avatar: self.pictures.contains_key(&account.id),
            storage: account.storage_view(),
            state: self.state_view(&account.standing),
            result: self.result_view(account),
            method: account.method,
            signed_in_at: session.map(|session| millis(session.signed_in_at)),
            renewed_at: session.map(|session| millis(session.renewed_at)),
            last_problem: self.problems.get(&account.id).cloned(),
        }
    }

    fn state_view(&self, standing: &Standing) -> StateView {
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
                let revocation = self.revocation(*session);
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
        self.account(id)
            .and_then(|account| self.result_view(account))
    }

    /// The results of the sign-out under way, else of the last one.
    fn result_view(&self, account: &Account) -> Option<ResultView> {
        let under_way = match account.standing {
            Standing::SigningOut { session } => self.revocation(session),
            _ => None,
        };
        under_way
            .map(|revocation| revocation.results.view(revocation.method))
            .or_else(|| {
                account
                    .result
                    .as_ref()
                    .map(|ended| ended.results.view(account.method))
            })
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
