//! What a click in the menu leads to: one request to the domain, or the window. Nothing here is waited for by the menu.

use accounts::{AccountId, Manager, Named, Notification, Opening, ResultView};
use tauri::{AppHandle, Manager as _};

use super::confirm;
use super::menu::Click;
use crate::background;
use crate::news::Errand;
use crate::notifications;
use crate::windows;

/// Does what was clicked. On the main thread.
pub(super) fn clicked(app: &AppHandle, click: Click) {
    match click {
        Click::SignOut(account) => sign_out(app, &account),
        Click::TryNow(id) => try_now(app, id),
        Click::Unlock => unlock(app),
        Click::OpenSite(account) => open_site(app, account),
        Click::Finish(id) => finish(app, id),
        Click::SignInAgain(account) => windows::go_on(app, Errand::SignInAgain { account }),
        Click::Look(id) => windows::go_on(app, Errand::Show { id }),
        Click::AddAccount => windows::go_on(app, Errand::AddAccount),
        Click::SignOutOfAll => confirm::ask(app),
        Click::Show | Click::ShowWhatIsWrong => windows::show(app),
        Click::Quit => background::quit(app),
    }
}

fn sign_out(app: &AppHandle, account: &str) {
    let Ok(id) = account.parse::<AccountId>() else {
        return;
    };
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        match manager.sign_out(id).await {
            Ok(result) => tell(&app, manager.named(id), result),
            // Somebody else has signed it out, or removed it, between the menu and the click.
            Err(error) => tracing::info!(%error, "nothing was signed out"),
        }
    });
}

fn try_now(app: &AppHandle, id: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        let who = whose(&manager, &id);
        match manager.try_again(&id).await {
            Ok(result) => tell(&app, who, result),
            Err(error) => tracing::info!(%error, "there was nothing to try again"),
        }
    });
}

/// Whose sign-out this is: an account's, or one that has no account any more.
fn whose(manager: &Manager, id: &str) -> Option<Named> {
    let account = id.parse().ok().and_then(|id| manager.named(id));
    account.or_else(|| {
        let mut unfinished = manager.snapshot().unfinished.into_iter();
        let unfinished = unfinished.find(|other| other.id == id)?;
        Some(Named {
            id: unfinished.id,
            name: unfinished.name,
            site: unfinished.site,
            host: unfinished.host,
        })
    })
}

fn tell(app: &AppHandle, who: Option<Named>, result: ResultView) {
    if let Some(who) = who {
        notifications::show(app, &Notification::SignedOut { who, result });
    }
}

fn unlock(app: &AppHandle) {
    let manager = app.state::<Manager>().inner().clone();
    tauri::async_runtime::spawn(async move {
        if let Err(error) = manager.unlock().await {
            // The menu goes on to offer it.
            tracing::info!(%error, "the keyring was not unlocked");
        }
    });
}

fn open_site(app: &AppHandle, account: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        let opened = match account.parse() {
            Ok(id) => manager.open_page(&Opening::Account(id)).await.is_ok(),
            Err(_) => false,
        };
        if !opened {
            // The browser did not start: the row in the window says what can be done.
            windows::go_on(&app, Errand::Show { id: account });
        }
    });
}

fn finish(app: &AppHandle, id: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        if manager.open_end_session(&id).await.is_err() {
            windows::go_on(&app, Errand::Show { id });
        }
    });
}
