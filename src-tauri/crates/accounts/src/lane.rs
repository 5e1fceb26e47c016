//! One serial lane per session, with a generation number: renew, revoke and vault writes of a session never overlap.
//!
//! A sign-out makes a new generation at the click, before it waits for its turn; a renewal that was not sent by then sees that its
//! generation has passed and is not sent at all. Also here: how many renewals may be under way at once.
//!
//! Deliberately not here: what is done in a turn.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as Turns, MutexGuard, OwnedSemaphorePermit, Semaphore};

use crate::address::SiteOrigin;
use crate::session::SessionId;

/// Renewals at once to one site.
const PER_SITE: usize = 4;
/// Renewals at once in all.
const IN_ALL: usize = 16;

/// The lanes of all sessions.
#[derive(Debug, Default)]
pub(crate) struct Lanes(Mutex<HashMap<SessionId, Arc<Lane>>>);

/// One session's lane.
#[derive(Debug, Default)]
pub(crate) struct Lane {
    turns: Turns<()>,
    generation: AtomicU64,
}

/// A generation of a session's lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Generation(u64);

impl Lanes {
    pub(crate) fn of(&self, session: SessionId) -> Arc<Lane> {
        let mut lanes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.entry(session).or_default().clone()
    }

    /// Forgets the lane of a session that has ended.
    pub(crate) fn close(&self, session: SessionId) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&session);
    }
}

impl Lane {
    pub(crate) fn generation(&self) -> Generation {
        Generation(self.generation.load(Ordering::Acquire))
    }

    /// Begins a new generation: whatever was queued before and is not sent yet will not be.
    pub(crate) fn supersede(&self) -> Generation {
        Generation(self.generation.fetch_add(1, Ordering::AcqRel) + 1)
    }

    /// Waits for the turn. Whoever holds it ends within the deadlines of the wire and the vault.
    pub(crate) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turns.lock().await
    }
}

/// At most four renewals at once to one site, and sixteen in all.
#[derive(Debug)]
pub(crate) struct Slots {
    all: Arc<Semaphore>,
    sites: Mutex<HashMap<SiteOrigin, Arc<Semaphore>>>,
}

/// The right to have one renewal under way.
#[derive(Debug)]
pub(crate) struct Slot {
    _site: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Slots {
    pub(crate) fn new() -> Self {
        Self {
            all: Arc::new(Semaphore::new(IN_ALL)),
            sites: Mutex::default(),
        }
    }

    /// Waits for a slot; `None` only when the program ends. A site's own queue comes first, so that a slow site does not hold the others'.
    pub(crate) async fn take(&self, site: &SiteOrigin) -> Option<Slot> {
        let of_site = {
            let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
            sites
                .entry(site.clone())
                .or_insert_with(|| Arc::new(Semaphore::new(PER_SITE)))
                .clone()
        };
        let site = of_site.acquire_owned().await.ok()?;
        let all = self.all.clone().acquire_owned().await.ok()?;
        Some(Slot {
            _site: site,
            _all: all,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::FutureExt as _;

    fn site(host: &str) -> SiteOrigin {
        SiteOrigin::typed(host, false).expect("an address")
    }

    #[test]
    fn a_site_has_four_renewals_at_once() {
        let slots = Slots::new();
        let held: Vec<_> = (0..4)
            .map(|_| slots.take(&site("a.example")).now_or_never().flatten())
            .collect();

        let fifth = slots.take(&site("a.example")).now_or_never();
        let elsewhere = slots.take(&site("b.example")).now_or_never().flatten();

        assert!(held.iter().all(Option::is_some));
        assert!(fifth.is_none());
        assert!(elsewhere.is_some());
    }

    #[test]
    fn all_sites_together_have_sixteen() {
        let slots = Slots::new();
        let hosts = ["a.example", "b.example", "c.example", "d.example"];
        let held: Vec<_> = hosts
            .iter()
            .flat_map(|host| (0..4).map(|_| slots.take(&site(host)).now_or_never().flatten()))
            .collect();

        let seventeenth = slots.take(&site("e.example")).now_or_never();

        assert!(held.iter().all(Option::is_some));
        assert!(seventeenth.is_none());
    }

    #[test]
    fn a_new_generation_is_seen_by_who_waited() {
        let lane = Lane::default();
        let before = lane.generation();

        lane.supersede();

        assert_ne!(lane.generation(), before);
    }

    #[test]
    fn a_lane_has_one_turn_at_a_time() {
        let lanes = Lanes::default();
        let session = SessionId::random();
        let lane = lanes.of(session);
        let first = lane.turn().now_or_never();

        let same_lane = lanes.of(session);
        assert!(same_lane.turn().now_or_never().is_none());

        drop(first);
        assert!(same_lane.turn().now_or_never().is_some());
    }
}
