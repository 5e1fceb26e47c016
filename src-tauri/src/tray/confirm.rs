//! "Sign out of all" asked for in the tray: one question, in the window when it is open, else in a small window of its own.
//!
//! Deliberately not here: the question's words, which are the page's (`index.html?confirm=sign-out-of-all`).

use accounts::{AccountId, Manager, Notification};
use tauri::{AppHandle, Manager as _, WebviewUrl, WebviewWindowBuilder};

use crate::background::Life;
use crate::beginning::Beginning;
use crate::news::Errand;
use crate::notifications;
use crate::sentences::Speech;
use crate::theme;
use crate::windows;

/// The small window.
const CONFIRM: &str = "confirm";

const QUESTION: &str = "index.html?confirm=sign-out-of-all";

/// Asks whether to sign out of all accounts. On the main thread.
pub(crate) fn ask(app: &AppHandle) {
    let main = app.get_webview_window(windows::MAIN);
    let is_open = main.is_some_and(|window| {
        window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false)
    });
    // A program that is about to end is called back by its window, and goes on with the question there.
    if is_open || app.state::<Life>().is_ending() {
        windows::go_on(app, Errand::SignOutOfAll);
    } else if let Err(error) = show(app) {
        tracing::error!(%error, "the question whether to sign out of all could not be asked");
    }
}

fn show(app: &AppHandle) -> tauri::Result<()> {
    if let Some(window) = app.get_webview_window(CONFIRM) {
        return window.set_focus();
    }
    let title = app.state::<Speech>().sentences().say("tray-confirm-title");
    WebviewWindowBuilder::new(app, CONFIRM, WebviewUrl::App(QUESTION.into()))
        .title(title)
        .theme(theme::worn(app))
        .inner_size(400.0, 260.0)
        .resizable(false)
        .maximizable(false)
        .minimizable(false)
        .center()
        .focused(true)
        .initialization_script(Beginning::now(app).script())
        .on_navigation(windows::is_own_page)
        .build()?;
    Ok(())
}

/// The small window was answered with these accounts; nobody is a no. It goes at once, the results are told when they are there.
pub(crate) fn answered(app: &AppHandle, accounts: Vec<AccountId>) {
    let app = app.clone();
    // Not at once: the window must not go while its page is being answered.
    tauri::async_runtime::spawn(async move {
        if let Some(window) = app.get_webview_window(CONFIRM) {
            // A window that cannot be closed is one that is gone.
            drop(window.destroy());
        }
        if !accounts.is_empty() {
            sign_out_of(&app, &accounts).await;
        }
    });
}

async fn sign_out_of(app: &AppHandle, accounts: &[AccountId]) {
    let manager = app.state::<Manager>().inner().clone();
    let results = manager.sign_out_of(accounts).await.into_iter();
    let results = results
        .filter_map(|(id, result)| Some((manager.named(id)?, result.ok())))
        .collect();
    notifications::show(app, &Notification::SignedOutOfSeveral { results });
}
