//! The network that is back: NetworkManager on the system bus (`StateChanged`, NMState in its "D-Bus Types"), and where that is not running the
//! desktop portal on the session's bus (<https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.NetworkMonitor.html>).
//!
//! Deliberately absent: whether the internet is reachable. A site may be in the house, and one that cannot be reached says so itself. Where neither
//! is there, each try that waits goes when its own pause is over.

use futures::StreamExt as _;
use zbus::Connection;
use zbus::names::OwnedUniqueName;

use super::{Ear, follow, object, owner_of};
use crate::presence::Signal;

const MANAGER: &str = "org.freedesktop.NetworkManager";
const MANAGER_PATH: &str = "/org/freedesktop/NetworkManager";
/// `NM_STATE_CONNECTED_LOCAL`, the least that may reach a site; then come those of the site and of the world.
const CONNECTED: u32 = 50;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";
const MONITOR: &str = "org.freedesktop.portal.NetworkMonitor";

pub(super) async fn listen(bus: &Connection, ear: &Ear) {
    follow(bus, MANAGER, |owner| serve(bus, owner, ear), || ()).await;
}

async fn serve(bus: &Connection, owner: OwnedUniqueName, ear: &Ear) -> zbus::Result<()> {
    let manager = object(bus, &owner, MANAGER_PATH, MANAGER).await?;
    let mut changes = manager.receive_signal("StateChanged").await?;
    let mut state: u32 = manager.get_property("State").await?;
    while let Some(change) = changes.next().await {
        let former = std::mem::replace(&mut state, change.body().deserialize()?);
        if state >= CONNECTED && state > former {
            ear.hear(Signal::NetworkBack);
        }
    }
    Ok(())
}

/// Listens to the portal where nobody else knows.
pub(super) async fn listen_through_portal(
    bus: &Connection,
    system: Option<&Connection>,
    ear: &Ear,
) {
    let serve = async |owner| {
        let manager = match system {
            Some(system) => owner_of(system, MANAGER).await?,
            None => None,
        };
        match manager {
            Some(_) => Ok(()),
            None => serve_portal(bus, owner, ear).await,
        }
    };
    follow(bus, PORTAL, serve, || ()).await;
}

async fn serve_portal(bus: &Connection, owner: OwnedUniqueName, ear: &Ear) -> zbus::Result<()> {
    let portal = object(bus, &owner, PORTAL_PATH, MONITOR).await?;
    let mut changes = portal.receive_signal("changed").await?;
    let mut is_there: bool = portal.call("GetAvailable", &()).await?;
    while changes.next().await.is_some() {
        let former = is_there;
        is_there = portal.call("GetAvailable", &()).await?;
        if is_there && !former {
            ear.hear(Signal::NetworkBack);
        }
    }
    Ok(())
}
