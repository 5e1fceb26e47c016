//! The window: made here and not in the configuration, because the demo has a title of its own.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindowBuilder};

use crate::identity::Identity;

/// The label of the window with the list.
pub(crate) const MAIN: &str = "main";

/// Makes the window. It never leaves the built-in page: there is no remote content in it.
pub(crate) fn open(app: &AppHandle, identity: Identity) -> tauri::Result<()> {
    WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title(identity.title())
        .inner_size(440.0, 680.0)
        .min_inner_size(360.0, 480.0)
        .on_navigation(is_own_page)
        .build()?;
    Ok(())
}

/// Brings the window before the person; one that was closed while answers were waited for is made again.
pub(crate) fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        if let Err(error) = open(app, *app.state::<Identity>()) {
            tracing::error!(%error, "the window could not be made again");
        }
        return;
    };
    // A window manager may refuse the focus; the window is there all the same.
    drop(window.unminimize());
    drop(window.show());
    drop(window.set_focus());
}

/// The same, from any thread.
pub(crate) fn show_from_anywhere(app: &AppHandle) {
    let shown = app.clone();
    // It fails only when the loop has ended, and the program with it.
    drop(app.run_on_main_thread(move || show(&shown)));
}

/// Whether the person has the window before them. From any thread, without asking the window system: the domain's state may be locked.
pub(crate) fn is_looked_at(app: &AppHandle) -> bool {
    app.state::<Focus>().0.load(Ordering::Relaxed)
}

/// Whether the main window has the focus.
#[derive(Debug, Default)]
pub(crate) struct Focus(AtomicBool);

impl Focus {
    /// The window got the focus, or lost it, or is gone.
    pub(crate) fn set(&self, focused: bool) {
        self.0.store(focused, Ordering::Relaxed);
    }
}

/// Whether an address belongs to the built-in page.
pub(crate) fn is_own_page(url: &url::Url) -> bool {
    url.scheme() == "tauri" || (url.scheme() == "http" && url.host_str() == Some("tauri.localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_the_built_in_page_and_nothing_else() {
        let own = |text: &str| is_own_page(&text.parse().expect("a URL"));

        assert!(own("tauri://localhost/index.html"));
        assert!(own("http://tauri.localhost/index.html"));
        assert!(!own("https://cloud.example.com/"));
        assert!(!own("data:text/html,hello"));
    }
}
