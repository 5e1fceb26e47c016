//! The window: made here and not in the configuration, because the demo has a title of its own. Where it was and how large is kept
//! (`tauri-plugin-window-state`, in the configuration folder), so that it comes back there after it was destroyed, and after a restart.

use std::sync::atomic::{AtomicBool, Ordering};

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindowBuilder, Wry};
use tauri_plugin_window_state::{StateFlags, WindowExt as _};

use crate::background;
use crate::beginning::Beginning;
use crate::identity::Identity;
use crate::news::{Errand, Post};
use crate::theme;

/// The label of the window with the list.
pub(crate) const MAIN: &str = "main";

/// Whether a window is shown is decided by how the program is started, and how it is decorated by the desktop.
const KEPT: StateFlags = StateFlags::SIZE.union(StateFlags::POSITION);

/// Has pages drawn by the processor: a list in a few colours takes it no longer, and neither memory nor time goes into a graphics driver that
/// nothing here needs. Before anything else, while there is only one thread. Who has chosen otherwise in the environment is heeded.
///
/// WebKitGTK has a setting for it, which ends its process when it is changed after the first page has begun to load; and Tauri hands over the
/// web view only then.
#[cfg(target_os = "linux")]
pub(crate) fn draw_without_graphics_card() {
    // Without it the same is shown, with more memory.
    drop(gtk::glib::setenv(
        "WEBKIT_DISABLE_COMPOSITING_MODE",
        "1",
        false,
    ));
}

/// Elsewhere the web view belongs to the system, which shares its driver among all programs.
#[cfg(not(target_os = "linux"))]
pub(crate) fn draw_without_graphics_card() {}

/// Keeps where the window is. One that would be out of sight, on a screen that is gone, is placed by the desktop.
pub(crate) fn memory() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(KEPT)
        .with_filter(|label| label == MAIN)
        .with_filename("window.json")
        .build()
}

/// Makes the window. It never leaves the built-in page: there is no remote content in it.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title(app.state::<Identity>().title())
        .theme(theme::worn(app))
        .inner_size(440.0, 680.0)
        .min_inner_size(360.0, 480.0)
        .initialization_script(Beginning::now(app).script())
        .on_navigation(is_own_page)
        // It appears where it belongs, and does not jump there.
        .visible(false)
        .build()?;
    window.show()
}

/// Brings the window before the person; one that was destroyed is made again. Called from any thread, also while the program is still being set
/// up: then it is done when the loop begins.
pub(crate) fn show(app: &AppHandle) {
    let shown = app.clone();
    let show = move || {
        background::comes_into_sight(&shown);
        bring(&shown);
    };
    // It fails only when the loop has ended, and the program with it.
    drop(app.run_on_main_thread(show));
}

/// Brings the window before the person, to go on there. Called from any thread.
pub(crate) fn go_on(app: &AppHandle, errand: Errand) {
    app.state::<Post>().run(errand);
    show(app);
}

fn bring(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        if let Err(error) = open(app) {
            tracing::error!(%error, "the window could not be made again");
        }
        return;
    };
    if !window.is_visible().unwrap_or_default() {
        // A window manager forgets where a hidden window was.
        drop(window.restore_state(StateFlags::POSITION));
    }
    // A window manager may refuse the focus; the window is there all the same.
    drop(window.unminimize());
    drop(window.show());
    drop(window.set_focus());
}

/// Takes the main window out of sight.
pub(crate) fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        drop(window.hide());
    }
}

/// Takes the main window away, with the processes that show its page. A question in a window of its own stays.
pub(crate) fn destroy_main(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        drop(window.destroy());
    }
}

/// Takes all windows away, with the processes that show their pages.
pub(crate) fn destroy(app: &AppHandle) {
    for window in app.webview_windows().values() {
        drop(window.destroy());
    }
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
