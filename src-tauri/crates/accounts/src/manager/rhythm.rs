//! When work is done by itself: what is due now, and how long the program rests until something is.
//!
//! Deliberately not here: when something is due (`renewal`, `revocation`).

use std::sync::Arc;
use std::sync::atomic::Ordering;

use futures::future::join_all;
use jiff::SignedDuration;

use super::end_session::Pages;
use super::{Inner, Manager};
use crate::instant::{between, later};
use crate::model::Model;

/// The longest sleep of the loop where nobody tells when the computer has slept: its clock has moved on then.
const LONGEST_SLEEP: SignedDuration = SignedDuration::from_secs(30);

/// The same where somebody tells: a program that rests costs nothing. A clock that was set is noticed by then.
const LONGEST_REST: SignedDuration = SignedDuration::from_mins(15);

impl Manager {
    /// Does what is due, for as long as the program runs.
    pub async fn run(&self) {
        loop {
            let inner = self.0.clone();
            tokio::spawn(async move { inner.run_due().await });
            let now = self.0.clock.now();
            let longest = if self.0.is_told_of_waking.load(Ordering::Relaxed) {
                LONGEST_REST
            } else {
                LONGEST_SLEEP
            };
            let due = self.0.look(|model| model.next_due());
            let due = due.into_iter().chain(self.0.waiting_for_code().until());
            let due = due.min();
            let due = due.unwrap_or_else(|| later(now, longest));
            let sleep = between(now, due).clamp(SignedDuration::from_secs(1), longest);
            tokio::select! {
                () = tokio::time::sleep(sleep.unsigned_abs()) => {}
                () = self.0.wake.notified() => {}
            }
        }
    }

    /// Does what is due now, and waits for it.
    pub async fn run_due(&self) {
        self.0.clone().run_due().await;
    }

    /// Somebody calls [`Self::look_again`] from now on whenever the computer has slept, or nobody does any more.
    pub fn is_told_of_waking(&self, told: bool) {
        self.0.is_told_of_waking.store(told, Ordering::Relaxed);
        self.0.wake.notify_one();
    }
}

impl Inner {
    async fn run_due(self: Arc<Self>) {
        self.waiting_for_code().forget_old(self.clock.now());
        self.write_again().await;
        self.recover().await;
        self.tell_of_near_ends().await;
        let (renewals, revocations) = self.quietly(Model::take_due);
        if renewals.is_empty() && revocations.is_empty() {
            return;
        }
        self.change(|_, _| ());
        let renewals = renewals.into_iter().map(|session| {
            let (inner, busy) = (self.clone(), self.marked(session));
            tokio::spawn(async move { drop(inner.renew(session, busy).await) })
        });
        let pages = Arc::new(Pages::default());
        let revocations = revocations.into_iter().map(|session| {
            let (inner, busy) = (self.clone(), self.marked(session));
            let pages = pages.clone();
            tokio::spawn(async move {
                let _slot = inner.leaving_slot(session).await;
                // Nobody waits for it.
                if let Some(round) = inner.clone().pursue(session, busy, &pages).await {
                    let told = round.signed_out.iter().chain(&round.finish);
                    told.for_each(|notification| inner.tell(notification));
                }
            })
        });
        // A task that panicked has lost its own answer only.
        join_all(renewals.chain(revocations)).await;
    }
}
