//! Notifications, as this desktop shows them.

use accounts::Notification;
use tauri::AppHandle;

/// Shows one, whatever the window does.
pub(crate) fn show(_app: &AppHandle, _notification: &Notification) {}

/// Shows one that came by itself, unless the person is looking at the window.
pub(crate) fn show_unless_seen(app: &AppHandle, notification: &Notification) {
    show(app, notification);
}
