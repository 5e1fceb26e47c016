//! Sites' logos: each fetched once for light and once for dark surroundings, and kept in memory.
//!
//! A site without one that may be shown is not asked again until somebody looks at it anew; one that did not say where its logos lie is, as it
//! may have been out of reach. Deliberately not here: which addresses are asked (the wire decides), and showing an SVG without running it, which
//! is the page's part.

use std::collections::HashMap;
use std::sync::{Arc, MutexGuard, PoisonError};

use tokio::sync::OnceCell;

use super::{Inner, Manager};
use crate::address::SiteOrigin;
use crate::provider::{Fault, Picture};

/// A picture of a site; may be an SVG.
pub type Logo = Picture;

/// What a logo is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Surroundings {
    /// A light ground.
    Light,
    /// A dark ground.
    Dark,
}

/// The logos so far; an empty cell is one that is under way, or was given up by who asked for it.
#[derive(Debug, Default)]
pub(super) struct Kept(HashMap<(SiteOrigin, Surroundings), Arc<OnceCell<Option<Logo>>>>);

impl Manager {
    /// The site's logo, when it has one that may be shown. Only sites that were looked at or are known have one.
    pub async fn logo(&self, site: SiteOrigin, on: Surroundings) -> Option<Logo> {
        if !self.0.knows(&site) {
            return None;
        }
        let cell = self.0.logos().cell(&site, on);
        let fetched = cell.get_or_try_init(|| self.0.fetch_logo(&site, on));
        fetched.await.ok().cloned().flatten()
    }
}

impl Kept {
    /// Two who ask at once share a cell, and so one request.
    fn cell(&mut self, site: &SiteOrigin, on: Surroundings) -> Arc<OnceCell<Option<Logo>>> {
        self.0.entry((site.clone(), on)).or_default().clone()
    }

    /// Forgets that a site has no logo: it was heard just now.
    pub(super) fn try_again(&mut self, site: &SiteOrigin) {
        self.0
            .retain(|(known, _), cell| known != site || !matches!(cell.get(), Some(None)));
    }
}

impl Inner {
    pub(super) fn logos(&self) -> MutexGuard<'_, Kept> {
        self.logos.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// # Errors
    /// Nobody knows whether the site has one.
    async fn fetch_logo(&self, site: &SiteOrigin, on: Surroundings) -> Result<Option<Logo>, Fault> {
        let probed = self.probed().get(site).map(|facts| facts.logos.clone());
        let logos = match probed {
            Some(logos) => logos,
            None => self.provider.logos(site).await?,
        };
        // A site with one logo means it for both.
        let address = match on {
            Surroundings::Light => logos.on_light.or(logos.on_dark),
            Surroundings::Dark => logos.on_dark.or(logos.on_light),
        };
        let Some(address) = address else {
            return Ok(None);
        };
        Ok(self.provider.logo(site, &address).await)
    }
}
