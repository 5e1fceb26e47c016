//! Whether this desktop shows what programs put into a tray. On Linux there are two kinds: a StatusNotifier host, found on the session's bus,
//! and an XEmbed tray, which owns a selection of the X server; the icon goes to either. Nothing is polled: both say when they come and go.
//!
//! Deliberately not here: the icon, which finds its own way to a tray that comes later.

#[cfg(target_os = "linux")]
mod notifier;
#[cfg(target_os = "linux")]
mod xembed;

use tauri::AppHandle;
#[cfg(target_os = "linux")]
use tauri::Manager as _;
use tokio::sync::watch;

#[cfg(target_os = "linux")]
use crate::bus;
use crate::news::TrayState;

/// Begins to look. The answer changes as trays come and go.
#[cfg(target_os = "linux")]
pub(super) fn watch(app: &AppHandle) -> watch::Receiver<TrayState> {
    let (sender, mut hosts) = watch::channel(Hosts::default());
    app.manage(hosts.clone());
    let notifier = sender.clone();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let there = |there| tell(&notifier, |hosts| hosts.notifier = Some(there));
        if let Some(bus) = bus::session(&app).await
            && let Err(error) = notifier::follow(&bus, there).await
        {
            tracing::info!(%error, "no bus says whether there is a tray");
        }
        there(false);
    });
    let xembed = sender.clone();
    let follow = move || {
        let there = |there| tell(&xembed, |hosts| hosts.xembed = Some(there));
        if let Err(error) = xembed::follow(there) {
            tracing::info!(%error, "no X server says whether there is a tray");
        }
        there(false);
    };
    // It sleeps until the tray changes hands.
    let thread = std::thread::Builder::new().name("xembed-tray".to_owned());
    if thread.spawn(follow).is_err() {
        tell(&sender, |hosts| hosts.xembed = Some(false));
    }
    let (sender, states) = watch::channel(TrayState::Unknown);
    tauri::async_runtime::spawn(async move {
        loop {
            let state = hosts.borrow_and_update().state();
            sender.send_if_modified(|known| std::mem::replace(known, state) != state);
            if hosts.changed().await.is_err() {
                // Nobody looks any more; what is known stays.
                return sender.closed().await;
            }
        }
    });
    states
}

/// Every other desktop that the program runs on has one.
#[cfg(not(target_os = "linux"))]
pub(super) fn watch(_: &AppHandle) -> watch::Receiver<TrayState> {
    watch::channel(TrayState::Shown).1
}

/// The kind of tray that shows the icon, for who looks into what is wrong.
#[cfg(target_os = "linux")]
pub(super) fn kind(app: &AppHandle) -> &'static str {
    let hosts = app.try_state::<watch::Receiver<Hosts>>();
    hosts.map_or("no icon", |hosts| hosts.borrow().kind())
}

/// The kind of tray that shows the icon: the system's own.
#[cfg(not(target_os = "linux"))]
pub(super) fn kind(_: &AppHandle) -> &'static str {
    "shown"
}

/// For a program that has nothing to put into a tray.
pub(super) fn none() -> watch::Receiver<TrayState> {
    watch::channel(TrayState::Missing).1
}

#[cfg(target_os = "linux")]
fn tell(hosts: &watch::Sender<Hosts>, change: impl FnOnce(&mut Hosts)) {
    hosts.send_modify(change);
}

/// What each of the two kinds of tray has answered; nothing as long as it has not.
#[cfg(target_os = "linux")]
#[derive(Debug, Clone, Copy, Default)]
struct Hosts {
    notifier: Option<bool>,
    xembed: Option<bool>,
}

#[cfg(target_os = "linux")]
impl Hosts {
    fn state(self) -> TrayState {
        match (self.notifier, self.xembed) {
            (Some(true), _) | (_, Some(true)) => TrayState::Shown,
            (Some(false), Some(false)) => TrayState::Missing,
            (None, _) | (_, None) => TrayState::Unknown,
        }
    }

    fn kind(self) -> &'static str {
        match (self.notifier, self.xembed) {
            // The icon goes there while there is one.
            (Some(true), _) => "StatusNotifier host",
            (_, Some(true)) => "XEmbed tray",
            (Some(false), Some(false)) => "none on this desktop",
            (None, _) | (_, None) => "not looked for yet",
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn state(notifier: Option<bool>, xembed: Option<bool>) -> TrayState {
        Hosts { notifier, xembed }.state()
    }

    #[test]
    fn one_kind_of_tray_is_enough() {
        assert_eq!(state(Some(true), None), TrayState::Shown);
        assert_eq!(state(Some(false), Some(true)), TrayState::Shown);
    }

    #[test]
    fn the_kind_that_shows_the_icon_is_named() {
        let kind = |notifier, xembed| Hosts { notifier, xembed }.kind();

        assert_eq!(kind(Some(true), Some(true)), "StatusNotifier host");
        assert_eq!(kind(Some(false), Some(true)), "XEmbed tray");
        assert_eq!(kind(Some(false), Some(false)), "none on this desktop");
    }

    #[test]
    fn there_is_none_only_when_neither_kind_is_there() {
        assert_eq!(state(Some(false), None), TrayState::Unknown);
        assert_eq!(state(None, Some(false)), TrayState::Unknown);
        assert_eq!(state(Some(false), Some(false)), TrayState::Missing);
    }
}
