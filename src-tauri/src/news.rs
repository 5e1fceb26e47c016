//! What the page learns beside the snapshot: what this desktop can do, and errands that begin outside the window (tray, menu entry, closing).
//!
//! An errand that comes while no page listens waits for the next page. Deliberately not here: what an errand leads to.

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tauri::ipc::Channel;
use tokio::sync::Notify;
use ts_rs::TS;

/// What this desktop offers, as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DesktopView {
    /// Whether there is a tray.
    pub(crate) tray: TrayState,
    /// Whether the program starts at login; nothing where that cannot be asked.
    pub(crate) start_at_login: Option<bool>,
    /// The desktop says when the screen is locked.
    pub(crate) reports_lock: bool,
    /// The desktop says for how long nobody has used the computer.
    pub(crate) reports_idle: bool,
    /// Something here shows notifications.
    pub(crate) shows_notifications: bool,
}

/// Whether there is a tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TrayState {
    /// Not looked for yet.
    #[default]
    Unknown,
    /// The icon is shown.
    Shown,
    /// This desktop has none: closing the window quits.
    Missing,
}

/// Something that the person asked for outside the page, to be gone on with there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Errand {
    /// Ask whether to sign out of all accounts.
    SignOutOfAll,
    /// Open the form for a new account.
    AddAccount,
    /// Open the form that signs this account in again.
    SignInAgain {
        /// The account.
        account: String,
    },
    /// Bring this account, or unfinished sign-out, before the person.
    Show {
        /// Its identifier.
        id: String,
    },
    /// The window is being closed for the first time: say that the program goes on in the tray, and offer to quit instead.
    SayHiding,
    /// The same where there is no tray: say that closing quits, and offer to stay.
    SayQuitting,
}

/// One message to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum News {
    /// What this desktop offers, whole, at once and whenever it changes.
    Desktop {
        /// All of it.
        view: DesktopView,
    },
    /// Something to go on with.
    Errand {
        /// What.
        errand: Errand,
    },
}

/// The way to the main window's page.
#[derive(Debug, Default)]
pub(crate) struct Post {
    desk: Mutex<Desk>,
    listens: Notify,
}

#[derive(Default)]
struct Desk {
    view: DesktopView,
    page: Option<Channel<News>>,
    waiting: Vec<Errand>,
}

impl Post {
    /// Sends everything to this page from now on, and at once what it should know.
    pub(crate) fn watch(&self, page: Channel<News>) {
        let mut desk = self.desk();
        let view = desk.view.clone();
        let waiting = std::mem::take(&mut desk.waiting);
        desk.page = Some(page);
        desk.send(News::Desktop { view });
        for errand in waiting {
            desk.run(errand);
        }
        self.listens.notify_waiters();
    }

    /// Waits until a page listens.
    pub(crate) async fn page_listens(&self) {
        let begins = self.listens.notified();
        if self.desk().page.is_none() {
            begins.await;
        }
    }

    /// The page is gone; what comes now waits for the next one.
    pub(crate) fn page_is_gone(&self) {
        self.desk().page = None;
    }

    /// What this desktop offers.
    pub(crate) fn view(&self) -> DesktopView {
        self.desk().view.clone()
    }

    /// Changes what this desktop offers, and says so when that is news.
    pub(crate) fn change(&self, change: impl FnOnce(&mut DesktopView)) {
        let mut desk = self.desk();
        let mut view = desk.view.clone();
        change(&mut view);
        if view != desk.view {
            desk.view = view.clone();
            desk.send(News::Desktop { view });
        }
    }

    /// Hands an errand to the page, or keeps it for the next one.
    pub(crate) fn run(&self, errand: Errand) {
        self.desk().run(errand);
    }

    /// Hands an errand to the page that listens now; false when none does.
    pub(crate) fn run_now(&self, errand: Errand) -> bool {
        self.desk().send(News::Errand { errand })
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    fn run(&mut self, errand: Errand) {
        let sent = self.send(News::Errand {
            errand: errand.clone(),
        });
        if !sent && !self.waiting.contains(&errand) {
            self.waiting.push(errand);
        }
    }

    fn send(&mut self, news: News) -> bool {
        let sent = self
            .page
            .as_ref()
            .is_some_and(|page| page.send(news).is_ok());
        if !sent {
            self.page = None;
        }
        sent
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk")
            .field("view", &self.view)
            .field("waiting", &self.waiting)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_waits_for_a_page_goes_on_when_one_listens_and_need_not_wait_again() {
        // Given
        let post = Post::default();
        let listens = async { post.watch(Channel::new(|_| Ok(()))) };

        // When
        tokio::join!(post.page_listens(), listens);

        // Then
        post.page_listens().await;
    }
}
