//! Life without a window: what closing does, when the hidden window goes, and whether there is a tray to come back from.
//!
//! Deliberately not here: what is in the tray, and what the person is asked, which the page says.

mod autostart;
mod closing;
mod ending;
mod host;
mod life;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use accounts::{Closing, Manager};
use tauri::{AppHandle, Manager as _, Window, WindowEvent};
use tokio::sync::watch;
use tokio::time::timeout;

use self::autostart::Autostart;
pub(crate) use self::autostart::AutostartError;
use self::closing::Step;
pub(crate) use self::ending::{end_session, quit};
pub(crate) use self::life::Life;
use crate::arguments::{Action, Arguments};
use crate::desktop::SystemDesktop;
use crate::news::{Errand, Post, TrayState};
use crate::tools::Tools;
use crate::tray;
use crate::windows::{self, Focus, MAIN};

/// A panel that is started anew has its tray back within this time; at login it comes later than the programs do.
const PATIENCE_WITH_PANELS: Duration = Duration::from_secs(10);

/// How long closing waits for the answer whether there is a tray. Only a session's bus that does not answer keeps it so long, or a page that has
/// not come yet.
const PATIENCE_WITH_THE_BUS: Duration = Duration::from_secs(4);

/// What is known of the tray.
#[derive(Debug)]
struct Tray(watch::Sender<TrayState>);

/// Heeds what ends the program from outside, and has who closes the window wait until it is known whether there is a tray. Before the window.
pub(crate) fn prepare(app: &AppHandle) {
    app.manage(Tray(watch::Sender::new(TrayState::Unknown)));
    ending::heed_signals(app);
}

/// Begins to look for a tray. After the icon was made.
pub(crate) fn begin(app: &AppHandle) {
    let tray = if tray::has_icon(app) {
        host::watch(app)
    } else {
        host::none()
    };
    app.manage(Autostart::of(app));
    look_at_autostart(app);
    tauri::async_runtime::spawn(tell_of_the_tray(app.clone(), tray.clone()));
    tauri::async_runtime::spawn(come_out_without_a_tray(app.clone(), tray));
}

/// The kind of tray that shows the icon, for who looks into what is wrong.
pub(crate) fn tray_kind(app: &AppHandle) -> &'static str {
    host::kind(app)
}

/// The first start: with a window, or without one.
pub(crate) fn appear(app: &AppHandle, arguments: &Arguments) -> tauri::Result<()> {
    if arguments.stays_hidden() {
        app.state::<Life>().hides();
        return Ok(());
    }
    run(app, arguments.action);
    windows::open(app)
}

/// The program was started once more. Called from any thread, also while it is still being set up.
pub(crate) fn called_again(app: &AppHandle, arguments: &Arguments) {
    if arguments.stays_hidden() {
        return;
    }
    if arguments.action == Some(Action::SignOutOfAll) && works(app) {
        let asked = app.clone();
        // It fails only when the loop has ended, and the program with it.
        drop(app.run_on_main_thread(move || tray::ask_to_sign_out_of_all(&asked)));
    } else {
        run(app, arguments.action);
        windows::show(app);
    }
}

fn run(app: &AppHandle, action: Option<Action>) {
    let errand = action.map(|action| match action {
        Action::AddAccount => Errand::AddAccount,
        Action::SignOutOfAll => Errand::SignOutOfAll,
    });
    if let Some(errand) = errand {
        app.state::<Post>().run(errand);
    }
}

/// The window is brought before the person: a program that was about to end is kept.
pub(crate) fn comes_into_sight(app: &AppHandle) {
    app.state::<Life>().goes_on();
    look_at_autostart(app);
}

/// Something happened to a window.
pub(crate) fn heard(window: &Window, event: &WindowEvent) {
    let app = window.app_handle();
    match event {
        WindowEvent::CloseRequested { api, .. } if window.label() == MAIN && works(app) => {
            api.prevent_close();
            tauri::async_runtime::spawn(close_requested(app.clone()));
        }
        WindowEvent::Focused(focused) if window.label() == MAIN => {
            app.state::<Focus>().set(*focused);
            if *focused {
                // It may have been changed in the desktop's own settings meanwhile.
                look_at_autostart(app);
            }
        }
        WindowEvent::Destroyed => gone(app, window.label()),
        _ => {}
    }
}

async fn close_requested(app: AppHandle) {
    if app.state::<Life>().has_just_asked() {
        return;
    }
    let has_tray = has_tray(&app).await;
    let life = app.state::<Life>();
    let manager = app.state::<Manager>();
    let settings = manager.settings();
    let mut step = closing::step(&settings, has_tray, life.asked());
    if let Step::Ask(question) = step {
        if app.state::<Post>().run_now(question.errand()) {
            return life.asks(question);
        }
        // A page that does not listen must not keep the person in the window.
        step = closing::step(&settings, has_tray, Some(question));
    } else if let Some(told) = closing::told(&settings, life.asked()) {
        drop(manager.change_settings(told).await);
    }
    take(&app, step);
}

/// Closes the window as the person has just chosen, and keeps that.
pub(crate) async fn close(app: &AppHandle, chosen: Closing) {
    let Some(manager) = app.try_state::<Manager>() else {
        return quit(app);
    };
    let has_tray = has_tray(app).await;
    let asked = app.state::<Life>().answered();
    let (settings, step) = closing::answered(manager.settings(), asked, has_tray, chosen);
    // What the disk did not take is said by the registry's own state.
    drop(manager.change_settings(settings).await);
    take(app, step);
}

fn take(app: &AppHandle, step: Step) {
    match step {
        Step::Hide => hide(app),
        Step::Quit => quit(app),
        Step::Stay | Step::Ask(_) => {}
    }
}

/// Hides the window at once; when nobody wants it back, it goes for good, and the processes that show its page with it.
fn hide(app: &AppHandle) {
    let turn = app.state::<Life>().hides();
    windows::hide(app);
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if !app.state::<Life>().stays_hidden(turn).await {
            return;
        }
        let destroyed = app.clone();
        // Looked at again on the thread that shows it.
        let destroy = move || {
            if destroyed.state::<Life>().lets_go(turn) {
                windows::destroy_main(&destroyed);
            }
        };
        drop(app.run_on_main_thread(destroy));
    });
}

fn gone(app: &AppHandle, label: &str) {
    if label == MAIN {
        app.state::<Focus>().set(false);
        app.state::<Tools>().window_is_gone();
    }
    if let Some(desktop) = app.try_state::<Arc<SystemDesktop>>() {
        desktop.window_is_gone(label);
    }
    if label != MAIN || !works(app) {
        return;
    }
    let (post, life) = (app.state::<Post>(), app.state::<Life>());
    post.page_is_gone();
    life.answered();
    if life.is_missed() {
        let app = app.clone();
        // Not in here, where the window that goes is still known by its name.
        tauri::async_runtime::spawn(async move { windows::show(&app) });
    } else if life.is_in_sight() {
        // Neither hidden nor ended by us: the desktop took it away.
        match post.view().tray {
            TrayState::Shown => {
                life.hides();
            }
            TrayState::Unknown | TrayState::Missing => quit(app),
        }
    }
}

/// Whether the program could begin its work. One that could not has nothing to go on with.
fn works(app: &AppHandle) -> bool {
    app.try_state::<Manager>().is_some()
}

async fn has_tray(app: &AppHandle) -> bool {
    let Some(tray) = app.try_state::<Tray>() else {
        return false;
    };
    let mut tray = tray.0.subscribe();
    let known = tray.wait_for(|tray| *tray != TrayState::Unknown);
    let known = timeout(PATIENCE_WITH_THE_BUS, known).await;
    matches!(known, Ok(Ok(tray)) if *tray == TrayState::Shown)
}

async fn tell_of_the_tray(app: AppHandle, mut tray: watch::Receiver<TrayState>) {
    loop {
        let now = *tray.borrow_and_update();
        app.state::<Tray>().0.send_replace(now);
        app.state::<Post>().change(|view| view.tray = now);
        if tray.changed().await.is_err() {
            return;
        }
    }
}

/// A program without a window and without a tray could not be found by anybody.
async fn come_out_without_a_tray(app: AppHandle, mut tray: watch::Receiver<TrayState>) {
    let shown = |tray: &TrayState| *tray == TrayState::Shown;
    loop {
        if tray.wait_for(|tray| !shown(tray)).await.is_err() {
            return;
        }
        let back = timeout(PATIENCE_WITH_PANELS, tray.wait_for(shown));
        let is_back = matches!(back.await, Ok(Ok(_)));
        if !is_back && app.state::<Life>().is_hidden() {
            windows::show(&app);
        }
        if tray.wait_for(shown).await.is_err() {
            return;
        }
    }
}

/// Has the program started at login, or not.
pub(crate) fn set_start_at_login(app: &AppHandle, on: bool) -> Result<(), AutostartError> {
    let Some(autostart) = app.try_state::<Autostart>() else {
        return Err(AutostartError::Impossible);
    };
    let set = autostart.set(app, on);
    if let Err(error) = &set {
        tracing::warn!(%error, on, "start at login was not changed");
    }
    look_at_autostart(app);
    set
}

fn look_at_autostart(app: &AppHandle) {
    if let Some(autostart) = app.try_state::<Autostart>() {
        let is_on = autostart.is_on(app);
        app.state::<Post>()
            .change(|view| view.start_at_login = is_on);
    }
}

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
