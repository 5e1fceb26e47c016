//! Light or dark, as the person has chosen: what the desktop draws around the page, and what the page takes for the system's choice. Worn
//! before a window is made, so that its first picture fits.
//!
//! Deliberately not here: the page's colours (`ui/src/theme`).

use std::sync::{Mutex, PoisonError};

use accounts::Theme;
use tauri::{AppHandle, Manager as _};

/// What is worn.
#[derive(Debug, Default)]
pub(crate) struct Worn(Mutex<Theme>);

/// Wears what the person has chosen. Called from any thread; what is worn already is left alone.
pub(crate) fn wear(app: &AppHandle, theme: Theme) {
    let worn = app.state::<Worn>();
    let mut worn = worn.0.lock().unwrap_or_else(PoisonError::into_inner);
    if *worn != theme {
        *worn = theme;
        platform::wear(app, theme);
    }
}

/// What a window that is made now wears; nothing for what the desktop wears.
pub(crate) fn worn(app: &AppHandle) -> Option<tauri::Theme> {
    let worn = app.state::<Worn>();
    let worn = worn.0.lock().unwrap_or_else(PoisonError::into_inner);
    toolkits(*worn)
}

const fn toolkits(theme: Theme) -> Option<tauri::Theme> {
    match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use accounts::Theme;
    use gtk::prelude::GtkSettingsExt as _;
    use tauri::AppHandle;

    /// One for the whole program, and WebKit heeds it.
    const PREFER_DARK: &str = "gtk-application-prefer-dark-theme";

    /// Not by the toolkit's `set_theme`: where nothing is chosen, that says "light", and not what the desktop has.
    pub(super) fn wear(app: &AppHandle, theme: Theme) {
        let dress = move || {
            let Some(settings) = gtk::Settings::default() else {
                return;
            };
            match theme {
                Theme::System => settings.reset_property(PREFER_DARK),
                Theme::Light => settings.set_gtk_application_prefer_dark_theme(false),
                Theme::Dark => settings.set_gtk_application_prefer_dark_theme(true),
            }
        };
        // It fails only when the loop has ended, and the program with it.
        drop(app.run_on_main_thread(dress));
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use accounts::Theme;
    use tauri::AppHandle;

    pub(super) fn wear(app: &AppHandle, theme: Theme) {
        app.set_theme(super::toolkits(theme));
    }
}
