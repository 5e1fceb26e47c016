//! The tray icon and its menu: every snapshot becomes a menu, and what is shown is changed into it item by item, so that a menu that is open
//! neither closes nor jumps.
//!
//! Deliberately not here: whether this desktop has a tray at all (`background`).

mod changes;
mod clicks;
mod confirm;
mod look;
mod menu;
mod name;
mod shown;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use accounts::{Manager, Snapshot};
use tauri::{AppHandle, Manager as _};

pub(crate) use self::confirm::{answered, ask as ask_to_sign_out_of_all};
use self::look::Look;
use self::menu::{Menu, menu};
use self::shown::Shown;
use crate::sentences::Speech;

/// The icon, once it is there.
struct Tray(Mutex<Desk>);

struct Desk {
    /// Of the newest snapshot.
    revision: u64,
    wanted: Wanted,
    shown: Shown,
}

/// What is to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    menu: Menu,
    look: Look,
    /// The look in words.
    words: String,
}

/// Puts the icon into the tray. A desktop without one, or without the library that speaks to it, costs the tray and nothing else. On the main
/// thread.
pub(crate) fn begin(app: &AppHandle) {
    let snapshot = app.state::<Manager>().snapshot();
    let wanted = Wanted::of(app, &snapshot);
    // The library is looked for when the icon is made, and not to find it is a panic there.
    let made = catch_unwind(AssertUnwindSafe(|| Shown::make(app, &wanted)));
    match made {
        Ok(Ok(shown)) => {
            app.manage(Tray(Mutex::new(Desk {
                revision: snapshot.revision,
                wanted,
                shown,
            })));
            // What was published while the icon was made.
            show(app, &app.state::<Manager>().snapshot());
        }
        Ok(Err(error)) => tracing::warn!(%error, "there is no tray icon"),
        Err(_) => tracing::warn!("there is no tray icon: its library is missing"),
    }
}

/// Whether there is an icon that a tray could show.
pub(crate) fn has_icon(app: &AppHandle) -> bool {
    app.try_state::<Tray>().is_some()
}

/// Shows a new state. Called from any thread; the main one is troubled only when there is something to change.
pub(crate) fn show(app: &AppHandle, snapshot: &Snapshot) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    let wanted = Wanted::of(app, snapshot);
    let mut desk = tray.desk();
    if snapshot.revision <= desk.revision {
        return;
    }
    desk.revision = snapshot.revision;
    if desk.wanted == wanted {
        return;
    }
    desk.wanted = wanted;
    drop(desk);
    let to_change = app.clone();
    // It fails only when the loop has ended, and the program with it.
    drop(app.run_on_main_thread(move || catch_up(&to_change)));
}

/// Changes what is shown into what is wanted by now.
fn catch_up(app: &AppHandle) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    let mut desk = tray.desk();
    let wanted = desk.wanted.clone();
    if let Err(error) = desk.shown.become_like(app, wanted) {
        tracing::error!(%error, "the tray could not be changed");
    }
}

/// The item with this name in the toolkit was clicked.
fn heard(app: &AppHandle, name: &str) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    // What is not in the menu any more by now is not done either.
    let click = menu::find(&tray.desk().wanted.menu, name);
    if let Some(click) = click {
        clicks::clicked(app, click);
    }
}

impl Wanted {
    fn of(app: &AppHandle, snapshot: &Snapshot) -> Self {
        let sentences = app.state::<Speech>().sentences();
        let look = Look::of(snapshot);
        Self {
            menu: menu(snapshot, &sentences),
            look,
            words: sentences.say(look.sentence()),
        }
    }
}

impl Tray {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
