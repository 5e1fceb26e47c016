//! logind on the system bus (org.freedesktop.login1(5)): our session's lock, sleep, and the end of the session.
//!
//! The end waits for us by a delay inhibitor (<https://systemd.io/INHIBITOR_LOCKS/>), which is held only while somebody is to be signed out then.
//! Deliberately absent: other people's sessions, and `IdleHint`, which some desktops set after a delay of their own and others never.

use std::collections::HashMap;

use futures::StreamExt as _;
use futures::stream::{SelectAll, select_all};
use zbus::names::OwnedUniqueName;
use zbus::proxy::SignalStream;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};
use zbus::{Connection, Message, Proxy};

use super::{Ear, follow, object};
use crate::presence::{Hold, Signal};

const NAME: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

pub(super) async fn listen(bus: &Connection, ear: &Ear) {
    let serve = |owner| serve(bus, owner, ear);
    follow(bus, NAME, serve, || ear.lock_is_said(NAME, false)).await;
}

async fn serve(bus: &Connection, owner: OwnedUniqueName, ear: &Ear) -> zbus::Result<()> {
    let manager = object(bus, &owner, PATH, MANAGER).await?;
    let mut signals = select_all([
        manager.receive_signal("PrepareForSleep").await?,
        manager.receive_signal("PrepareForShutdown").await?,
    ]);
    if let Err(error) = listen_to_session(bus, &owner, &manager, &mut signals, ear).await {
        tracing::info!(%error, "logind does not know our session");
    }
    let mut wishes = ear.wishes.clone();
    let mut ending = Ending::default();
    loop {
        let wished = wishes.borrow_and_update().session_end;
        ending.is_to_wait(wished, &manager).await;
        tokio::select! {
            signal = signals.next() => match signal {
                Some(signal) => heard(&signal, &mut ending, ear)?,
                None => return Ok(()),
            },
            changed = wishes.changed() => if changed.is_err() {
                // The program has ended.
                return Ok(());
            },
        }
    }
}

/// Listens to our own session, and then asks whether it is locked already.
async fn listen_to_session(
    bus: &Connection,
    owner: &OwnedUniqueName,
    manager: &Proxy<'_>,
    signals: &mut SelectAll<SignalStream<'static>>,
    ear: &Ear,
) -> zbus::Result<()> {
    let path = own_session(manager).await?;
    let session = object(bus, owner, path.as_str(), SESSION).await?;
    signals.push(session.receive_signal("Lock").await?);
    signals.push(session.receive_signal("Unlock").await?);
    let properties = object(bus, owner, path.as_str(), PROPERTIES).await?;
    signals.push(properties.receive_signal("PropertiesChanged").await?);
    if session.get_property("LockedHint").await? {
        ear.is_locked_already(NAME);
    }
    Ok(())
}

/// The session that we belong to. A program that the user's service manager started belongs to none, and "auto" is then the one with the screen.
async fn own_session(manager: &Proxy<'_>) -> zbus::Result<OwnedObjectPath> {
    let asked = manager.call("GetSession", &"auto").await;
    match (asked, std::env::var("XDG_SESSION_ID")) {
        (Err(_), Ok(id)) => manager.call("GetSession", &id).await,
        (asked, _) => asked,
    }
}

fn heard(signal: &Message, ending: &mut Ending, ear: &Ear) -> zbus::Result<()> {
    let header = signal.header();
    match header.member().map(|member| member.as_str()) {
        Some("PrepareForSleep") => {
            // True before it sleeps, false when it woke up.
            let begins: bool = signal.body().deserialize()?;
            if !begins {
                ear.hear(Signal::Resumed);
            }
        }
        Some("PrepareForShutdown") => {
            // False when the shutdown was called off.
            ending.is_under_way = signal.body().deserialize()?;
            if ending.is_under_way {
                ear.hear(Signal::SessionEnds(ending.hand_over()));
            }
        }
        Some("Lock") => ear.lock_is_asked(),
        Some("Unlock") => ear.lock_is_said(NAME, false),
        Some("PropertiesChanged") => {
            let body = signal.body();
            let (interface, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
                body.deserialize()?;
            let locked = changed.get("LockedHint").map(bool::try_from).transpose()?;
            if let Some(locked) = locked.filter(|_| interface == SESSION) {
                ear.lock_is_said(NAME, locked);
            }
        }
        _ => {}
    }
    Ok(())
}

/// The end of the session, which may have to wait.
#[derive(Default)]
struct Ending {
    inhibitor: Option<OwnedFd>,
    is_under_way: bool,
}

impl Ending {
    /// Takes the inhibitor, or gives it back. One that is refused changes nothing but that nobody waits.
    async fn is_to_wait(&mut self, wished: bool, manager: &Proxy<'_>) {
        if !wished {
            self.inhibitor = None;
        } else if self.inhibitor.is_none() && !self.is_under_way {
            let why = "Accounts are to be signed out first";
            let taken = manager
                .call("Inhibit", &("shutdown", "Keyreve", why, "delay"))
                .await;
            self.inhibitor = taken
                .inspect_err(|error| tracing::warn!(%error, "a shutdown will not wait for us"))
                .ok();
        }
    }

    fn hand_over(&mut self) -> Hold {
        let inhibitor = self.inhibitor.take();
        Hold(inhibitor.map(|inhibitor| Box::new(inhibitor) as Box<dyn Send>))
    }
}
