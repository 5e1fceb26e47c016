//! Pages in the system browser, pictures, and the keyring's own question.
//!
//! The page never hands an address over: it names an account or a site, and the address is made here.

use super::error::{OpenSiteError, UnlockError};
use super::{Inner, Manager};
use crate::account::AccountId;
use crate::address::SiteOrigin;
use crate::browser::{BrowserUrl, SitePage};
use crate::desktop::OpenError;
use crate::model::Model;
use crate::notice::Notice;
use crate::revocation::{Owner, Revocation};
use crate::session::SessionId;
use crate::snapshot::NoticeKind;

/// A picture of an account.
pub type Avatar = crate::provider::Picture;

/// Which page to open.
#[derive(Debug, Clone)]
pub enum Opening {
    /// The site, with the account chosen.
    Account(AccountId),
    /// A page of a site that was probed or is known.
    Page(SiteOrigin, SitePage),
}

impl Manager {
    /// Opens a page of a site.
    pub async fn open_page(&self, opening: &Opening) -> Result<(), OpenSiteError> {
        let page = match opening {
            Opening::Account(id) => self.0.look(|model| {
                let account = model.account(*id)?;
                Some(BrowserUrl::of_account(
                    &account.origin,
                    "/home",
                    account.user.as_str(),
                ))
            }),
            Opening::Page(origin, page) => self.0.page(origin, *page)?,
        };
        let page = page.ok_or(OpenSiteError::NotFound)?;
        Ok(self.0.open_in_browser(page).await?)
    }

    /// Opens the end-session page that waits for the person: an account's, or an unfinished sign-out's.
    pub async fn open_end_session(&self, id: &str) -> Result<(), OpenSiteError> {
        let waiting = self.0.look(|model| {
            let account: Option<AccountId> = id.parse().ok();
            let session: Option<SessionId> = id.parse().ok();
            let meant = |revocation: &&Revocation| {
                revocation.end_session.is_some()
                    && (account.is_some_and(|id| revocation.owner == Owner::Account(id))
                        || session == Some(revocation.session))
            };
            model
                .revocations
                .iter()
                .find(meant)
                .map(|revocation| revocation.session)
        });
        self.0
            .open_kept_page(waiting.ok_or(OpenSiteError::NotFound)?)
            .await
    }

    /// The account's picture, when the server has one.
    pub fn avatar(&self, account: AccountId) -> Option<Avatar> {
        self.0.look(|model| model.pictures.get(&account).cloned())
    }

    /// Lets the keyring ask the person, and goes on with what waited for it.
    pub async fn unlock(&self) -> Result<(), UnlockError> {
        self.0.heard_keyring(self.0.vault.unlock().await)?;
        self.0.change(|model, now| model.plan_all(now));
        Ok(())
    }
}

impl Inner {
    /// Starting a browser takes its time, which nothing else waits for.
    pub(super) async fn open_in_browser(&self, page: BrowserUrl) -> Result<(), OpenError> {
        let desktop = self.desktop.clone();
        let opened = tokio::task::spawn_blocking(move || desktop.open_url(&page)).await;
        opened.unwrap_or(Err(OpenError))
    }

    /// Web pages of a Cloudreve that are worth opening (`router/index.tsx` of the web client).
    fn page(
        &self,
        origin: &SiteOrigin,
        page: SitePage,
    ) -> Result<Option<BrowserUrl>, OpenSiteError> {
        let facts = self.probed().get(origin).cloned();
        if facts.is_none() && !self.look(|model| is_named(model, origin)) {
            return Ok(None);
        }
        let own = |path| Ok(Some(BrowserUrl::of_site(origin, path)));
        let theirs = |address: Option<String>| {
            let address = address.filter(|address| !address.trim().is_empty());
            address
                .map(|address| BrowserUrl::vet(&address).map_err(OpenSiteError::Rejected))
                .transpose()
        };
        match page {
            SitePage::Home => own("/home"),
            SitePage::SignUp => own("/session/signup"),
            SitePage::ForgotPassword => own("/session"),
            // One tab has both: the password and the apps that were let in (`SecuritySetting.tsx` of the web client).
            SitePage::Security | SitePage::GrantedApps => {
                Ok(Some(BrowserUrl::of_tab(origin, "/settings", "security")))
            }
            SitePage::Terms => theirs(facts.and_then(|facts| facts.terms)),
            SitePage::Privacy => theirs(facts.and_then(|facts| facts.privacy)),
        }
    }
}

/// Sites of accounts are known; a notice may name one that has no account yet.
fn is_named(model: &Model, origin: &SiteOrigin) -> bool {
    let text = origin.to_string();
    let names = |notice: &Notice| matches!(&notice.what, NoticeKind::SignInCutOff { origin, .. } if *origin == text);
    model.site(origin).is_some() || model.notices.iter().any(names)
}
