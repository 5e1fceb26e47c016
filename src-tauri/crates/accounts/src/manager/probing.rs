//! Looking at a site before anybody signs in: what lives at the address, and what it says about itself.
//!
//! Deliberately not here: passwords. What was heard is kept for the sign-in that may follow.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use serde::Serialize;
use ts_rs::TS;

use super::error::ProbeError;
use super::{Attempt, CaptchaError, Inner, Manager};
use crate::account::Site;
use crate::address::{AddressError, SiteOrigin, TypedAddress};
use crate::model::Model;
use crate::provider::{Captcha, CaptchaKind, SiteFacts, Trouble};
use crate::snapshot::Edition;

/// A site as the person sees it before signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SiteCard {
    /// What identifies the site.
    pub origin: String,
    /// Host, with the port when it is not the usual one.
    pub host: String,
    /// The site's title; the host when it has none.
    pub title: String,
    /// Version without edition.
    pub version: String,
    /// Open or Pro.
    pub edition: Edition,
    /// The connection is not encrypted.
    pub plain_http: bool,
    /// What signing in by password asks for beside the password.
    pub captcha: CaptchaKind,
    /// The site takes new people.
    pub sign_up: bool,
    /// The site has terms to read.
    pub terms: bool,
    /// The site has a privacy policy to read.
    pub privacy: bool,
    /// Another installation answers here than the one that the accounts of this site were added from.
    pub other_installation: bool,
    /// The same installation is already known under this other host.
    pub known_as: Option<String>,
}

impl Manager {
    /// Finds out what lives at the address that a person typed.
    pub async fn probe(
        &self,
        attempt: Attempt,
        typed: &str,
        plain_http: bool,
    ) -> Result<SiteCard, ProbeError> {
        let address = TypedAddress::read(typed)?;
        let plain_http = PlainHttp(plain_http);
        self.0.agreed(address.first.clone(), plain_http)?;
        let work =
            |inner: Arc<Inner>, _| async move { inner.probe_typed(address, plain_http).await };
        self.0.clone().cancellable(attempt, work).await
    }

    /// Gets a picture with letters for the next try to sign in; every try needs a new one.
    pub async fn captcha(
        &self,
        attempt: Attempt,
        site: SiteOrigin,
    ) -> Result<Captcha, CaptchaError> {
        let work = |inner: Arc<Inner>, _| async move { inner.captcha(&site).await };
        self.0.clone().cancellable(attempt, work).await
    }
}

/// Whether the person has just said yes to a connection that is not encrypted.
#[derive(Debug, Clone, Copy)]
struct PlainHttp(bool);

impl Inner {
    /// A password goes only where a site was looked at before, which is where plain http is asked for.
    pub(super) fn knows(&self, site: &SiteOrigin) -> bool {
        self.probed().contains_key(site) || self.look(|model| model.site(site).is_some())
    }

    /// The person's yes to plain http is remembered with the site.
    fn agreed(&self, site: SiteOrigin, yes: PlainHttp) -> Result<SiteOrigin, AddressError> {
        let known = self.look(|model| model.site(&site).is_some());
        site.agreed(yes.0 || known)
    }

    /// Asks the other scheme when the person named none and the first one is not spoken there. A probe carries nothing secret; plain http
    /// elsewhere is still asked for before anything else is sent.
    async fn probe_typed(
        &self,
        address: TypedAddress,
        yes: PlainHttp,
    ) -> Result<SiteCard, ProbeError> {
        let TypedAddress { first, otherwise } = address;
        let error = match self.probe(first).await {
            Err(ProbeError::Fault { host, fault }) => ProbeError::Fault { host, fault },
            answer => return answer,
        };
        let Some(otherwise) = otherwise.filter(|_| not_spoken(&error)) else {
            return Err(error);
        };
        match self.probe(otherwise.clone()).await {
            Ok(card) => {
                if let Err(asked) = self.agreed(otherwise.clone(), yes) {
                    // Not looked at, as far as a password goes.
                    self.probed().remove(&otherwise);
                    return Err(asked.into());
                }
                Ok(card)
            }
            Err(_) => Err(error),
        }
    }

    async fn probe(&self, site: SiteOrigin) -> Result<SiteCard, ProbeError> {
        let host = site.host();
        let facts = match self.provider.probe(&site).await {
            Ok(facts) => facts,
            Err(fault) => return Err(ProbeError::Fault { host, fault }),
        };
        let known_as = self.look(|model| known_elsewhere(model, &site, &facts));
        let other_installation = self.look(|model| {
            let known = model.site(&site);
            known.is_some_and(|known| known.is_another(&facts))
        });
        let card = SiteCard {
            origin: site.to_string(),
            title: facts.title.clone().unwrap_or_else(|| host.clone()),
            host,
            version: facts.version.clone(),
            edition: facts.edition,
            plain_http: site.is_plain_http(),
            captcha: if facts.password_captcha {
                facts.captcha
            } else {
                CaptchaKind::None
            },
            sign_up: facts.sign_up,
            terms: facts.terms.is_some(),
            privacy: facts.privacy.is_some(),
            other_installation,
            known_as,
        };
        self.logos().try_again(&site);
        self.probed().insert(site, facts);
        Ok(card)
    }

    async fn captcha(&self, site: &SiteOrigin) -> Result<Captcha, CaptchaError> {
        if !self.knows(site) {
            return Err(CaptchaError::NotProbed);
        }
        let host = site.host();
        let kind = self.probed().get(site).map(|facts| facts.captcha);
        if kind.is_some_and(|kind| !kind.is_shown()) {
            // The server draws a picture all the same, and takes nobody's answer to it.
            return Err(CaptchaError::Unsupported { host });
        }
        let captcha = self.provider.captcha(site).await;
        captcha.map_err(|fault| CaptchaError::Fault { host, fault })
    }

    pub(super) fn probed(&self) -> MutexGuard<'_, HashMap<SiteOrigin, SiteFacts>> {
        self.probed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known_elsewhere(model: &Model, site: &SiteOrigin, facts: &SiteFacts) -> Option<String> {
    let instance = facts.instance_id.as_ref()?;
    let same =
        |known: &&Site| known.instance_id.as_ref() == Some(instance) && known.origin != *site;
    model
        .sites
        .iter()
        .find(same)
        .map(|known| known.origin.host())
}

/// A server of the other scheme answers like this: none behind TLS, none on the port, or a sentence in plain text.
fn not_spoken(error: &ProbeError) -> bool {
    let ProbeError::Fault { fault, .. } = error else {
        return false;
    };
    matches!(
        fault.trouble,
        Trouble::Tls | Trouble::ConnectionRefused | Trouble::Unreachable | Trouble::NotThisKind
    )
}
