//! The domain's effects outward: the system browser, the page, and the time.

use std::sync::{Mutex, PoisonError};

use accounts::{BrowserUrl, Clock, Desktop, OpenError, Snapshot};
use jiff::Timestamp;
use tauri::AppHandle;
use tauri::ipc::Channel;
use tauri_plugin_opener::OpenerExt as _;

/// The person's desktop. The window that watches last gets the snapshots.
pub(crate) struct SystemDesktop {
    app: AppHandle,
    watcher: Mutex<Option<Channel<Snapshot>>>,
}

impl SystemDesktop {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self {
            app,
            watcher: Mutex::default(),
        }
    }

    /// Sends every snapshot to this channel from now on, instead of to a former one.
    pub(crate) fn watch(&self, channel: Channel<Snapshot>) {
        *self.watcher.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
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
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        if watcher
            .as_ref()
            .is_some_and(|channel| channel.send(snapshot.clone()).is_err())
        {
            *watcher = None;
        }
    }
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
