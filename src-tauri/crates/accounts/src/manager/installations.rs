//! Whether a site is still the installation that its accounts were added from: a name can come to lead to another server.
//!
//! That is said and never followed silently: nothing is renewed there until the person says that it is the right one, or signs in again.
//!
//! Deliberately not here: redirects (the wire never follows them), and the same installation under a second address (`probing`).

use jiff::SignedDuration;

use super::{Inner, Manager};
use crate::account::Site;
use crate::address::SiteOrigin;
use crate::instant::between;
use crate::model::Model;
use crate::provider::SiteFacts;
use crate::registry::Change;

/// How long it is believed what a site said about itself, while all is well there.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_hours(6);

impl Manager {
    /// The person says that the installation which answers now is the right one.
    pub async fn accept_site(&self, origin: &SiteOrigin) {
        let accept = |model: &mut Model, now| {
            let Some(site) = model.site_mut(origin) else {
                return ((), Vec::new());
            };
            site.instance_id = site.other_installation.take().or(site.instance_id.take());
            let changes = vec![Change::SaveSite(Box::new(site.clone()))];
            model.plan_site(origin, now);
            ((), changes)
        };
        // A failure was logged, and the site says the same at the next look.
        let ((), _) = self.0.commit(accept).await;
    }
}

impl Inner {
    pub(super) fn is_known_as_another_installation(&self, origin: &SiteOrigin) -> bool {
        self.look(|model| {
            let site = model.site(origin);
            site.is_some_and(|site| site.other_installation.is_some())
        })
    }

    /// Looks at a site whose session works, when that was long ago or never.
    pub(super) async fn look_at_site(&self, origin: &SiteOrigin) {
        let due = self.quietly(|model, now| {
            let looked = model.looked_at.get(origin);
            let due = looked.is_none_or(|at| between(*at, now) >= LOOK_AGAIN);
            if due {
                // Nobody else looks too.
                model.looked_at.insert(origin.clone(), now);
            }
            due
        });
        if due {
            self.is_another_installation(origin).await;
        }
    }

    /// The former installation may be back.
    pub(super) async fn look_again_at_other_installation(&self, origin: &SiteOrigin) {
        if self.is_known_as_another_installation(origin) {
            self.is_another_installation(origin).await;
        }
    }

    /// Asks the site who it is. One that does not say is not another one.
    pub(super) async fn is_another_installation(&self, origin: &SiteOrigin) -> bool {
        let Ok(facts) = self.provider.probe(origin).await else {
            return self.is_known_as_another_installation(origin);
        };
        let heard = |model: &mut Model, now| {
            model.looked_at.insert(origin.clone(), now);
            let Some(site) = model.site_mut(origin) else {
                return (false, Vec::new());
            };
            let before = site.clone();
            site.hear(&facts);
            let another = site.other_installation.is_some();
            let changes = if *site == before {
                Vec::new()
            } else {
                vec![Change::SaveSite(Box::new(site.clone()))]
            };
            (another, changes)
        };
        self.commit(heard).await.0
    }
}

impl Site {
    /// Takes what the site says about itself; from another installation, only that it is another one.
    fn hear(&mut self, facts: &SiteFacts) {
        if self.is_another(facts) {
            self.other_installation.clone_from(&facts.instance_id);
        } else {
            self.take(facts);
        }
    }

    /// Whether another installation than the known one says this. One that does not name itself is not another one.
    pub(super) fn is_another(&self, facts: &SiteFacts) -> bool {
        match (&self.instance_id, &facts.instance_id) {
            (Some(known), Some(now)) => known != now,
            _ => false,
        }
    }

    /// Believes what the site says about itself.
    pub(super) fn take(&mut self, facts: &SiteFacts) {
        self.other_installation = None;
        if facts.instance_id.is_some() {
            self.instance_id.clone_from(&facts.instance_id);
        }
        self.title.clone_from(&facts.title);
        self.version = Some(facts.version.clone());
        self.edition = facts.edition;
    }
}
