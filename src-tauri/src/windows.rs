//! The window: made here and not in the configuration, because the demo has a title of its own.

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
