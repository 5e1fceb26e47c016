//! Telling the person something while they may not be looking. What is told is decided in `model::telling`.

use super::leaving::FirstRound;
use super::{Inner, Manager};
use crate::account::AccountId;
use crate::model::Model;
use crate::notification::{Named, Notification};

impl Manager {
    /// How an account is named to a person; `None` when there is none.
    pub fn named(&self, account: AccountId) -> Option<Named> {
        self.0
            .look(|model| Some(model.named(model.account(account)?)))
    }
}

impl Inner {
    /// Tells the person, unless they do not want to be told.
    pub(super) fn tell(&self, notification: &Notification) {
        if self.look(Model::wants_notifications) {
            self.desktop.notify(notification);
        }
    }

    /// Tells how sign-outs ended that nobody clicked for: one by itself, several in one.
    pub(super) fn tell_departure(&self, results: &[FirstRound]) {
        let results = self.look(|model| {
            let named = results.iter().filter_map(|(id, result)| {
                let who = model.named(model.account(*id)?);
                Some((who, result.as_ref().ok().cloned()))
            });
            named.collect::<Vec<_>>()
        });
        match <[_; 1]>::try_from(results) {
            Ok([(who, Some(result))]) => self.tell(&Notification::SignedOut { who, result }),
            Ok([alone]) => self.tell(&Notification::SignedOutOfSeveral {
                results: vec![alone],
            }),
            Err(results) if results.is_empty() => {}
            Err(results) => self.tell(&Notification::SignedOutOfSeveral { results }),
        }
    }

    /// Tells of sessions that end soon because they could not be renewed, once each.
    pub(super) async fn tell_of_near_ends(&self) {
        let now = self.clock.now();
        if !self.look(|model| model.wants_notifications() && model.has_untold_end(now)) {
            return;
        }
        // A failure was logged: what is not on disk is told once more after the next start.
        let (notification, _) = self.commit(Model::tell_ends).await;
        self.tell(&notification);
    }
}
