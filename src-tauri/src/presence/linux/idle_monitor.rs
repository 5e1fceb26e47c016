//! For how long nobody has used the computer, on the session's bus, while the person has chosen a time.
//!
//! GNOME's and Cinnamon's window managers tell by themselves when a time has passed (mutter, `data/dbus-interfaces/org.gnome.Mutter.IdleMonitor.xml`).
//! KDE's screen locker is asked (kscreenlocker, `interface.cpp`: milliseconds on X11; on Wayland it refuses, and older ones answer 0 for ever, so
//! that it is not asked there). Deliberately absent: other names that have `GetSessionIdleTime`, which count in seconds, or answer nothing; and
//! the protocols of X11 and Wayland.

use std::time::Duration;

use futures::StreamExt as _;
use tokio::time::{Instant, sleep};
use zbus::Connection;
use zbus::names::OwnedUniqueName;

use super::{Ear, follow, object};
use crate::presence::Signal;
use crate::presence::idle::IdleTimes;

const MUTTER: (&str, &str) = (
    "org.gnome.Mutter.IdleMonitor",
    "/org/gnome/Mutter/IdleMonitor/Core",
);
const MUFFIN: (&str, &str) = (
    "org.cinnamon.Muffin.IdleMonitor",
    "/org/cinnamon/Muffin/IdleMonitor/Core",
);
/// By its second name, which no other screen saver has.
const KDE: &str = "org.kde.screensaver";

pub(super) async fn listen(bus: &Connection, is_wayland: bool, ear: &Ear) {
    let gone = || ear.report(|reports| reports.idle = false);
    let watched = |(name, path)| {
        let serve = move |owner| watch(bus, owner, name, path, ear);
        follow(bus, name, serve, gone)
    };
    let asked = async {
        if !is_wayland {
            follow(bus, KDE, |owner| ask(bus, owner, ear), gone).await;
        }
    };
    tokio::join!(watched(MUTTER), watched(MUFFIN), asked);
}

/// Has the window manager tell.
async fn watch(
    bus: &Connection,
    owner: OwnedUniqueName,
    interface: &'static str,
    path: &'static str,
    ear: &Ear,
) -> zbus::Result<()> {
    let monitor = object(bus, &owner, path, interface).await?;
    let mut fired = monitor.receive_signal("WatchFired").await?;
    ear.report(|reports| reports.idle = true);
    let mut wishes = ear.wishes.clone();
    loop {
        let chosen = wishes.borrow_and_update().idle;
        let watch: Option<u32> = match chosen {
            Some(chosen) => Some(monitor.call("AddIdleWatch", &milliseconds(chosen)).await?),
            None => None,
        };
        // It fires once in each time without a person, until it is removed.
        while wishes.borrow().idle == chosen {
            tokio::select! {
                signal = fired.next() => match signal {
                    Some(signal) if Some(signal.body().deserialize()?) == watch => {
                        ear.hear(Signal::Idle);
                    }
                    Some(_) => {}
                    None => return Ok(()),
                },
                changed = wishes.changed() => if changed.is_err() {
                    return Ok(());
                },
            }
        }
        if let Some(watch) = watch {
            monitor.call::<_, _, ()>("RemoveWatch", &watch).await?;
        }
    }
}

/// Asks the screen locker: once whether it answers at all, and then no oftener than something may have become true.
async fn ask(bus: &Connection, owner: OwnedUniqueName, ear: &Ear) -> zbus::Result<()> {
    let locker = object(bus, &owner, "/ScreenSaver", "org.freedesktop.ScreenSaver").await?;
    let ask = async || -> zbus::Result<Duration> {
        let milliseconds: u32 = locker.call("GetSessionIdleTime", &()).await?;
        Ok(Duration::from_millis(milliseconds.into()))
    };
    ask().await?;
    ear.report(|reports| reports.idle = true);
    let mut wishes = ear.wishes.clone();
    let mut times = IdleTimes::default();
    loop {
        let chosen = wishes.borrow_and_update().idle;
        let changed = match chosen {
            None => wishes.changed().await,
            Some(chosen) => {
                let heard = times.heard(ask().await?, chosen, Instant::now());
                if heard.is_idle {
                    ear.hear(Signal::Idle);
                }
                tokio::select! {
                    () = sleep(heard.ask_again_in) => Ok(()),
                    changed = wishes.changed() => changed,
                }
            }
        };
        if changed.is_err() {
            return Ok(());
        }
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
