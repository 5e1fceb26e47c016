//! What the computer and its desktop say: the screen is locked, nobody is there, it will sleep, it woke up, the network is back, the session
//! ends. Each becomes one request to the domain.

use tauri::AppHandle;

/// Begins to listen.
pub(crate) fn begin(_app: &AppHandle) {}
