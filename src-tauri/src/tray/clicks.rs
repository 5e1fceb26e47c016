//! What a click in the menu leads to: one request to the domain, or the window. Nothing here is waited for by the menu.

use accounts::{AccountId, Manager, Named, Notification, Opening};
use tauri::{AppHandle, Manager as _};

use super::confirm::{self, named};
use super::menu::Click;
use crate::background;
use crate::news::{Errand, Post};
use crate::notifications;
use crate::windows;

/// Does what was clicked. On the main thread.
pub(super) fn clicked(app: &AppHandle, click: Click) {
    match click {
        Click::SignOut(account) => sign_out(app, account),
        Click::TryNow(id) => try_now(app, id),
        Click::Unlock => unlock(app),
        Click::OpenSite(account) => open_site(app, account),
        Click::Finish(id) => finish(app, id),
        Click::SignInAgain(account) => go_on_in_the_window(app, Errand::SignInAgain { account }),
        Click::Look(id) => go_on_in_the_window(app, Errand::Show { id }),
        Click::AddAccount => go_on_in_the_window(app, Errand::AddAccount),
        Click::SignOutOfAll => confirm::ask(app),
        Click::Show | Click::ShowWhatIsWrong => windows::show(app),
        Click::Quit => background::quit(app),
    }
}

fn sign_out(app: &AppHandle, account: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        let Ok(id) = account.parse::<AccountId>() else {
            return;
        };
        let who = named(&manager.snapshot(), &account);
        match manager.sign_out(id).await {
            Ok(result) => tell(&app, who, result),
            // Somebody else has signed it out, or removed it, between the menu and the click.
            Err(error) => tracing::info!(%error, "nothing was signed out"),
        }
    });
}

fn try_now(app: &AppHandle, id: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        let snapshot = manager.snapshot();
        let unfinished = || {
            let mut unfinished = snapshot.unfinished.iter();
            unfinished.find(|other| other.id == id).map(|other| Named {
                id: other.id.clone(),
                name: other.name.clone(),
                site: other.site.clone(),
                host: other.host.clone(),
            })
        };
        let who = named(&snapshot, &id).or_else(unfinished);
        match manager.try_again(&id).await {
            Ok(result) => tell(&app, who, result),
            Err(error) => tracing::info!(%error, "there was nothing to try again"),
        }
    });
}

fn tell(app: &AppHandle, who: Option<Named>, result: accounts::ResultView) {
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
        let opened = account
            .parse()
            .map(|id| app.state::<Manager>().open_page(&Opening::Account(id)));
        if !matches!(opened, Ok(Ok(()))) {
            show_instead(&app, account);
        }
    });
}

fn finish(app: &AppHandle, id: String) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let manager = app.state::<Manager>().inner().clone();
        if manager.open_end_session(&id).await.is_err() {
            show_instead(&app, id);
        }
    });
}

/// The browser did not start: the row in the window says what can be done.
fn show_instead(app: &AppHandle, id: String) {
    let shown = app.clone();
    // It fails only when the loop has ended, and the program with it.
    drop(app.run_on_main_thread(move || go_on_in_the_window(&shown, Errand::Show { id })));
}

fn go_on_in_the_window(app: &AppHandle, errand: Errand) {
    windows::show(app);
    app.state::<Post>().run(errand);
}
