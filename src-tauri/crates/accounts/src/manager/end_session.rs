//! End-session pages: kept in the vault until they are opened or dismissed, and opened at most once by themselves.
//!
//! Deliberately not here: when a sign-out comes to one (`pursuit`).

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret as _, SecretString};

use super::Inner;
use super::error::OpenSiteError;
use crate::browser::BrowserUrl;
use crate::revocation::{EndSession, Revocation};
use crate::session::SessionId;
use crate::snapshot::SingleSignOnResult;
use crate::vault::{Tag, VaultError};

/// The end-session pages of sign-outs that belong together: the browser holds one session at each endpoint, so one page ends it.
#[derive(Debug, Default)]
pub(super) struct Pages(Mutex<Endpoints>);

#[derive(Debug, Default)]
struct Endpoints {
    opened: HashSet<String>,
    offered: HashSet<String>,
}

impl Pages {
    /// The first page of an endpoint opens; later ones wait as links in their rows.
    pub(super) fn may_open(&self, page: &BrowserUrl) -> bool {
        self.endpoints().opened.insert(page.endpoint())
    }

    /// Of the pages that wait, the person is told of the first of each endpoint, unless one was opened.
    pub(super) fn may_offer(&self, page: &BrowserUrl) -> bool {
        let mut endpoints = self.endpoints();
        let opened = endpoints.opened.contains(&page.endpoint());
        endpoints.offered.insert(page.endpoint()) && !opened
    }

    fn endpoints(&self) -> MutexGuard<'_, Endpoints> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// Opens the end-session page that is kept for the person, in the session's turn: two clicks open one page.
    pub(super) async fn open_kept_page(&self, session: SessionId) -> Result<(), OpenSiteError> {
        let lane = self.lanes.of(session);
        let _turn = lane.turn().await;
        let revocation = self.look(|model| model.revocation(session).cloned());
        let mut revocation = revocation.ok_or(OpenSiteError::NotFound)?;
        let kept = revocation.end_session.ok_or(OpenSiteError::NotFound)?;
        let entry = match self.heard_keyring(self.vault.read(kept).await) {
            Err(VaultError::Damaged) => None,
            read => read?,
        };
        let opened = match entry.map(|entry| entry.tag) {
            Some(Tag::EndSession { url, .. }) => {
                let page = BrowserUrl::vet(url.expose_secret()).map_err(OpenSiteError::Rejected)?;
                self.open_end_session_page(&mut revocation, &page).await
            }
            _ => {
                // Somebody deleted it: it is not offered any more.
                revocation.end_session = None;
                Err(OpenSiteError::NotFound)
            }
        };
        self.store(revocation, true).await;
        opened
    }

    /// Opens a page whose revocation is on disk as "waiting for you": after a crash it is offered, not opened again.
    pub(super) async fn open_end_session_page(
        &self,
        revocation: &mut Revocation,
        page: &BrowserUrl,
    ) -> Result<(), OpenSiteError> {
        let host = page.host().to_owned();
        if let Err(error) = self.open_in_browser(page.clone()).await {
            revocation.results.single_sign_on = SingleSignOnResult::CouldNotBeOpened { host };
            return Err(error.into());
        }
        revocation.results.single_sign_on = SingleSignOnResult::Opened { host };
        revocation.end_session_unwanted = true;
        // Known on disk before the address goes: it is not offered once more.
        if let Some(stored) = self.store(revocation.clone(), false).await {
            *revocation = stored;
        }
        self.let_end_session_go(revocation).await;
        Ok(())
    }

    /// The address leaves the vault; while the keyring does not let it go, that is tried again.
    pub(super) async fn let_end_session_go(&self, revocation: &mut Revocation) {
        let Some(kept) = revocation.end_session else {
            return;
        };
        match self.heard_keyring(self.vault.erase(kept).await) {
            Ok(()) => revocation.end_session = None,
            Err(_) => revocation.after_page_stayed(self.clock.now()),
        }
    }

    /// Vets the end-session URL, and keeps it in the vault until it is opened or dismissed.
    pub(super) async fn take_end_session(
        &self,
        revocation: &mut Revocation,
        url: Option<SecretString>,
    ) -> Option<BrowserUrl> {
        let page = match EndSession::of(url.as_ref().map(|url| url.expose_secret())) {
            EndSession::Page(page) if revocation.may_end_single_sign_on() => page,
            EndSession::None | EndSession::Page(_) => {
                revocation.results.single_sign_on = SingleSignOnResult::None;
                return None;
            }
            EndSession::Rejected(rejected) => {
                revocation.results.single_sign_on = SingleSignOnResult::Rejected {
                    host: rejected.host,
                };
                return None;
            }
        };
        let kept = SessionId::random();
        let tag = Tag::EndSession {
            of: revocation.session,
            url: page.expose().into(),
        };
        // An earlier round's page, whose answer was not kept in time.
        self.let_end_session_go(revocation).await;
        let entry = self.entry_of(revocation, kept, tag);
        let written = self.heard_keyring(self.vault.write(entry).await);
        // One that took too long may be there all the same.
        if matches!(written, Ok(()) | Err(VaultError::TimedOut)) {
            revocation.end_session = Some(kept);
        }
        revocation.results.single_sign_on = SingleSignOnResult::WaitingForYou {
            host: page.host().to_owned(),
        };
        Some(page)
    }
}
