//! The domain's effects outward: the system browser, the pages, the tray, notifications, and the time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use accounts::{BrowserUrl, Clock, Desktop, Notification, OpenError, Snapshot};
use jiff::Timestamp;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _};
use tauri_plugin_opener::OpenerExt as _;

use crate::notifications;
use crate::presence;
use crate::sentences::Speech;
use crate::theme;
use crate::tray;

/// The shortest time between two snapshots on their way to the window. A hundred renewals at once are a hundred changes, and nobody sees more
/// than ten in a second.
const PACE: Duration = Duration::from_millis(100);

/// The person's desktop. Every window that watches gets the snapshots, and so does the tray.
pub(crate) struct SystemDesktop {
    app: AppHandle,
    outbox: Arc<Mutex<Outbox>>,
}

/// The newest snapshot, until it is sent.
#[derive(Default)]
struct Outbox {
    /// By the window's label: a page that is loaded anew takes the place of the former one.
    watchers: HashMap<String, Channel<Snapshot>>,
    newest: Option<Snapshot>,
    sent: Option<Instant>,
    /// Somebody is about to send.
    scheduled: bool,
}

impl SystemDesktop {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self {
            app,
            outbox: Arc::default(),
        }
    }

    /// Sends every snapshot to this window from now on.
    pub(crate) fn watch(&self, window: &str, channel: Channel<Snapshot>) {
        locked(&self.outbox)
            .watchers
            .insert(window.to_owned(), channel);
    }

    /// A window is gone.
    pub(crate) fn window_is_gone(&self, window: &str) {
        locked(&self.outbox).watchers.remove(window);
    }
}

impl Desktop for SystemDesktop {
    fn open_url(&self, url: &BrowserUrl) -> Result<(), OpenError> {
        self.app
            .opener()
            .open_url(url.expose(), None::<&str>)
            .map_err(|_| {
                tracing::warn!(host = url.host(), "the system browser could not be started");
                OpenError
            })
    }

    fn publish(&self, snapshot: &Snapshot) {
        let mut outbox = locked(&self.outbox);
        outbox.newest = Some(snapshot.clone());
        if outbox.scheduled {
            return;
        }
        outbox.scheduled = true;
        let wait = outbox
            .sent
            .map_or(Duration::ZERO, |sent| PACE.saturating_sub(sent.elapsed()));
        let (outbox, app) = (self.outbox.clone(), self.app.clone());
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(wait).await;
            if let Some(sent) = locked(&outbox).send() {
                // Before the tray, whose labels are made anew with each snapshot.
                app.state::<Speech>().choose(sent.settings.language);
                theme::wear(&app, sent.settings.theme);
                tray::show(&app, &sent);
                presence::settings_changed(&app, &sent.settings);
            }
        });
    }

    fn notify(&self, notification: &Notification) {
        notifications::show_unless_seen(&self.app, notification);
    }
}

impl Outbox {
    fn send(&mut self) -> Option<Snapshot> {
        self.scheduled = false;
        self.sent = Some(Instant::now());
        let newest = self.newest.take()?;
        self.watchers
            .retain(|_, channel| channel.send(newest.clone()).is_ok());
        Some(newest)
    }
}

fn locked(outbox: &Mutex<Outbox>) -> MutexGuard<'_, Outbox> {
    outbox.lock().unwrap_or_else(PoisonError::into_inner)
}

/// This computer's clock.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that asks what time it is"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
