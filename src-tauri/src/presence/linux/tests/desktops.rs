//! Stand-ins for what a desktop has on its session's bus.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::{Notify, mpsc};
use zbus::connection::Builder;
use zbus::object_server::Interface;
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
