//! The domain's effects outward: the system browser, the page, and the time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use accounts::{BrowserUrl, Clock, Desktop, OpenError, Snapshot};
use jiff::Timestamp;
use tauri::AppHandle;
use tauri::ipc::Channel;
use tauri_plugin_opener::OpenerExt as _;

/// The shortest time between two snapshots on their way to the window. A hundred renewals at once are a hundred changes, and nobody sees more
/// than ten in a second.
const PACE: Duration = Duration::from_millis(100);

/// The person's desktop. The window that watches last gets the snapshots.
pub(crate) struct SystemDesktop {
    app: AppHandle,
    outbox: Arc<Mutex<Outbox>>,
}

/// The newest snapshot, until it is sent.
#[derive(Default)]
struct Outbox {
    watcher: Option<Channel<Snapshot>>,
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

    /// Sends every snapshot to this channel from now on, instead of to a former one.
    pub(crate) fn watch(&self, channel: Channel<Snapshot>) {
        locked(&self.outbox).watcher = Some(channel);
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
        let outbox = self.outbox.clone();
        tauri::async_runtime::spawn(async move {
            tokio::time::sleep(wait).await;
            locked(&outbox).send();
        });
    }
}

impl Outbox {
    fn send(&mut self) {
        self.scheduled = false;
        self.sent = Some(Instant::now());
        let newest = self.newest.take();
        let closed = match (&self.watcher, newest) {
            (Some(channel), Some(snapshot)) => channel.send(snapshot).is_err(),
            _ => false,
        };
        if closed {
            self.watcher = None;
        }
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
