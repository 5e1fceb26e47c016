//! The program that may be running already. A second start hands itself over to the first (`tauri-plugin-single-instance`), which is found by its
//! name on the session's bus. A program that was just killed has that name for a moment longer, and one that is stopped never answers:
//! handed over to either, a start would end, or hang, without a window.
//!
//! Deliberately not here: handing over, which is the plugin's; and other systems, where the name goes with the process.

use crate::identity::Identity;

/// Whether a program of this identity runs and does not answer. One that is just ending is waited for.
pub(crate) fn hangs(identity: Identity) -> bool {
    platform::hangs(identity)
}

#[cfg(target_os = "linux")]
mod platform {
    use std::time::Duration;

    use zbus::blocking::connection::Builder;
    use zbus::blocking::{Connection, Proxy};
    use zbus::names::BusName;

    use super::Identity;

    /// The bus answers for a program that ends, at once; only one that is stopped keeps us waiting.
    const PATIENCE: Duration = Duration::from_secs(3);

    /// A name that changes hands more often than this has somebody who lives.
    const DEPARTURES: usize = 10;

    pub(super) fn hangs(identity: Identity) -> bool {
        // Without a bus there is no name to be found by; the lock of the registry tells then.
        let Ok(bus) = bus() else {
            return false;
        };
        let name = format!("{}.SingleInstance", identity.identifier());
        let mut asked = (0..DEPARTURES).map(|_| ask(&bus, &name));
        let answer = asked.find(|answer| !matches!(answer, Answer::Departed));
        matches!(answer, Some(Answer::Silence))
    }

    fn bus() -> zbus::Result<Connection> {
        Builder::session()?.method_timeout(PATIENCE).build()
    }

    enum Answer {
        /// Somebody answers, or nobody is there to be asked.
        Clear,
        /// Somebody was there, and ended instead of answering.
        Departed,
        Silence,
    }

    fn ask(bus: &Connection, name: &str) -> Answer {
        match owner(bus, name).and_then(|owner| ping(bus, owner)) {
            Err(zbus::Error::MethodError(error, _, _)) => match error.as_str() {
                "org.freedesktop.DBus.Error.NoReply"
                | "org.freedesktop.DBus.Error.ServiceUnknown" => Answer::Departed,
                _ => Answer::Clear,
            },
            Err(zbus::Error::InputOutput(error))
                if error.kind() == std::io::ErrorKind::TimedOut =>
            {
                Answer::Silence
            }
            Ok(()) | Err(_) => Answer::Clear,
        }
    }

    /// Asked for by its own name, not the program's, so that the bus has nobody to start in its place.
    fn owner(bus: &Connection, name: &str) -> zbus::Result<BusName<'static>> {
        let proxy = Proxy::new(
            bus,
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus",
        )?;
        let owner: String = proxy.call("GetNameOwner", &name)?;
        Ok(BusName::try_from(owner)?)
    }

    fn ping(bus: &Connection, owner: BusName<'static>) -> zbus::Result<()> {
        let interface = Some("org.freedesktop.DBus.Peer");
        bus.call_method(Some(owner), "/", interface, "Ping", &())?;
        Ok(())
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use super::Identity;

    pub(super) fn hangs(_identity: Identity) -> bool {
        false
    }
}
