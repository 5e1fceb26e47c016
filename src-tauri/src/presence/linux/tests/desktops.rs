//! Stand-ins for what a desktop has on its session's bus.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::{Notify, mpsc};
use zbus::connection::Builder;
use zbus::object_server::Interface;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, fdo, interface};

use super::system_bus::{PrivateBus, emit};

/// A screen saver of this name; it goes with this value.
pub(super) struct ScreenSaver {
    connection: Connection,
    name: &'static str,
}

impl ScreenSaver {
    pub(super) async fn start(bus: &PrivateBus, name: &'static str) -> Self {
        let connection = Builder::address(bus.address())
            .unwrap()
            .name(name)
            .unwrap()
            .allow_name_replacements(true)
            .build()
            .await
            .unwrap();
        Self { connection, name }
    }

    pub(super) async fn is_active(&self, is_active: bool) {
        let path = "/org/freedesktop/ScreenSaver";
        emit(
            &self.connection,
            path,
            self.name,
            "ActiveChanged",
            &is_active,
        )
        .await;
    }
}

const MUTTER: &str = "org.gnome.Mutter.IdleMonitor";
const MUTTER_PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// What was asked of the idle monitor.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Watch {
    Added { id: u32, milliseconds: u64 },
    Removed { id: u32 },
}

/// GNOME's idle monitor.
pub(super) struct IdleMonitor {
    connection: Connection,
    asked: mpsc::UnboundedReceiver<Watch>,
}

impl IdleMonitor {
    pub(super) async fn start(bus: &PrivateBus) -> Self {
        let (asking, asked) = mpsc::unbounded_channel();
        let monitor = Monitor { asking, last: 0 };
        let connection = serving(bus, MUTTER, MUTTER_PATH, monitor).await;
        Self { connection, asked }
    }

    pub(super) async fn asked(&mut self) -> Watch {
        self.asked.recv().await.unwrap()
    }

    pub(super) async fn fires(&self, id: u32) {
        emit(&self.connection, MUTTER_PATH, MUTTER, "WatchFired", &id).await;
    }
}

struct Monitor {
    asking: mpsc::UnboundedSender<Watch>,
    last: u32,
}

#[interface(name = "org.gnome.Mutter.IdleMonitor")]
impl Monitor {
    async fn add_idle_watch(&mut self, interval: u64) -> u32 {
        self.last += 1;
        let (id, milliseconds) = (self.last, interval);
        drop(self.asking.send(Watch::Added { id, milliseconds }));
        id
    }

    async fn remove_watch(&mut self, id: u32) {
        drop(self.asking.send(Watch::Removed { id }));
    }
}

/// KDE's screen locker, which answers for how long nobody was there.
pub(super) struct KdeLocker {
    _connection: Connection,
    asked: Arc<AtomicUsize>,
}

impl KdeLocker {
    /// Nobody was there for so long; nothing where it does not answer, as on Wayland.
    pub(super) async fn start(bus: &PrivateBus, milliseconds: Option<u32>) -> Self {
        let asked = Arc::default();
        let locker = Locker {
            asked: Arc::clone(&asked),
            milliseconds,
        };
        Self {
            _connection: serving(bus, "org.kde.screensaver", "/ScreenSaver", locker).await,
            asked,
        }
    }

    pub(super) fn was_asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

struct Locker {
    asked: Arc<AtomicUsize>,
    milliseconds: Option<u32>,
}

#[interface(name = "org.freedesktop.ScreenSaver")]
impl Locker {
    async fn get_session_idle_time(&self) -> fdo::Result<u32> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.milliseconds
            .ok_or_else(|| fdo::Error::NotSupported("not on this platform".to_owned()))
    }
}

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const PORTAL_PATH: &str = "/org/freedesktop/portal/desktop";

/// The desktop portal.
pub(super) struct Portal {
    connection: Connection,
    is_there: Arc<AtomicBool>,
    asked: Arc<Notify>,
}

impl Portal {
    pub(super) async fn start(bus: &PrivateBus, is_there: bool) -> Self {
        let is_there = Arc::new(AtomicBool::new(is_there));
        let asked = Arc::new(Notify::new());
        let monitor = NetworkMonitor {
            is_there: is_there.clone(),
            asked: asked.clone(),
        };
        Self {
            connection: serving(bus, PORTAL, PORTAL_PATH, monitor).await,
            is_there,
            asked,
        }
    }

    /// Waits until somebody asks whether there is a network.
    pub(super) async fn is_asked(&self) {
        self.asked.notified().await;
    }

    pub(super) async fn network_changes(&self, is_there: bool) {
        self.is_there.store(is_there, Ordering::SeqCst);
        let interface = "org.freedesktop.portal.NetworkMonitor";
        emit(&self.connection, PORTAL_PATH, interface, "changed", &()).await;
    }
}

struct NetworkMonitor {
    is_there: Arc<AtomicBool>,
    asked: Arc<Notify>,
}

#[interface(name = "org.freedesktop.portal.NetworkMonitor")]
impl NetworkMonitor {
    async fn get_available(&self) -> bool {
        let is_there = self.is_there.load(Ordering::SeqCst);
        // Told last: whoever waits for this changes it next.
        self.asked.notify_one();
        is_there
    }
}

/// What was asked of the session manager.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Registered,
    Restarts { style: u8 },
    MayEnd(bool),
}

/// What starts and ends a desktop's session.
pub(super) struct SessionManager {
    connection: Connection,
    pub(super) name: &'static str,
    client: &'static str,
    asked: mpsc::UnboundedReceiver<Asked>,
}

const CLIENT_PATH: &str = "/client/1";

/// Both desktops have the same methods under names of their own.
macro_rules! session_manager {
    ($start:ident, $manager:ident, $client:ident, $name:tt, $path:tt, $manages:tt, $asks:tt) => {
        struct $manager(mpsc::UnboundedSender<Asked>);

        #[interface(name = $manages)]
        impl $manager {
            async fn register_client(&self, name: String, start: String) -> OwnedObjectPath {
                assert_eq!((name.as_str(), start.as_str()), ("dev.keyreve.test", ""));
                drop(self.0.send(Asked::Registered));
                OwnedObjectPath::try_from(CLIENT_PATH).unwrap()
            }
        }

        struct $client(mpsc::UnboundedSender<Asked>);

        #[interface(name = $asks)]
        impl $client {
            async fn set_sm_properties(&self, properties: HashMap<String, OwnedValue>) {
                let style = u8::try_from(&properties["RestartStyleHint"]).unwrap();
                drop(self.0.send(Asked::Restarts { style }));
            }

            async fn end_session_response(&self, may: bool, _reason: String) {
                drop(self.0.send(Asked::MayEnd(may)));
            }
        }

        impl SessionManager {
            pub(super) async fn $start(bus: &PrivateBus) -> Self {
                let (asking, asked) = mpsc::unbounded_channel();
                let connection = serving(bus, $name, $path, $manager(asking.clone())).await;
                connection
                    .object_server()
                    .at(CLIENT_PATH, $client(asking))
                    .await
                    .unwrap();
                Self {
                    connection,
                    name: $name,
                    client: $asks,
                    asked,
                }
            }
        }
    };
}

session_manager!(
    of_gnome,
    GnomeManager,
    GnomeClient,
    "org.gnome.SessionManager",
    "/org/gnome/SessionManager",
    "org.gnome.SessionManager",
    "org.gnome.SessionManager.ClientPrivate"
);

session_manager!(
    of_xfce,
    XfceManager,
    XfceClient,
    "org.xfce.SessionManager",
    "/org/xfce/SessionManager",
    "org.xfce.Session.Manager",
    "org.xfce.Session.Client"
);

impl SessionManager {
    pub(super) async fn asked(&mut self) -> Asked {
        self.asked.recv().await.unwrap()
    }

    pub(super) fn has_been_asked(&mut self) -> bool {
        self.asked.try_recv().is_ok()
    }

    pub(super) async fn says(&self, what: &str) {
        emit(&self.connection, CLIENT_PATH, self.client, what, &0_u32).await;
    }
}

async fn serving(bus: &PrivateBus, name: &str, path: &str, object: impl Interface) -> Connection {
    Builder::address(bus.address())
        .unwrap()
        .serve_at(path, object)
        .unwrap()
        .name(name)
        .unwrap()
        // The next one may come before the bus has noticed that this one is gone.
        .allow_name_replacements(true)
        .build()
        .await
        .unwrap()
}
