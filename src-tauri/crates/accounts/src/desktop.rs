//! Effects outward, as operations that the domain needs.
//!
//! Deliberately absent: reading anything from the desktop.

use jiff::Timestamp;

use crate::browser::BrowserUrl;
use crate::notification::Notification;
use crate::snapshot::Snapshot;

/// The person's desktop.
pub trait Desktop: Send + Sync {
    /// Opens a page in the system browser.
    fn open_url(&self, url: &BrowserUrl) -> Result<(), OpenError>;

    /// Shows a new state. Called in order and while the domain's state is locked, so it must only hand the snapshot on.
    fn publish(&self, snapshot: &Snapshot);

    /// Tells the person something while they may not be looking. Called while the domain's state is locked or from any thread, so it must
    /// only hand it on. Whether it is shown is the desktop's to decide.
    fn notify(&self, notification: &Notification);
}

/// The system browser could not be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system browser could not be started")]
pub struct OpenError;

/// What time it is. The domain has no clock of its own, so that its tests can pass the time in.
pub trait Clock: Send + Sync {
    /// Now, by this computer's clock.
    fn now(&self) -> Timestamp;
}
