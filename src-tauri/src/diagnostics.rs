//! What helps to find out what is wrong, as text that a person reads before they hand it on: versions, desktop, keyring, tray, counts.
//! Deliberately not in it: names, addresses, anything secret.

use tauri::AppHandle;

/// The text.
pub(crate) fn text(_app: &AppHandle) -> String {
    format!("Keyreve {}\n", env!("CARGO_PKG_VERSION"))
}
