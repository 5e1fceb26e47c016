//! A system bus of a test's own, with a stand-in for logind (org.freedesktop.login1(5)) and one for NetworkManager. The tests of `presence` use it
//! beside the desktop's.
//!
//! Deliberately not here: anything that the program does not ask for.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as PlainStream;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::net::UnixStream;
use tokio::sync::{Notify, mpsc};
use zbus::connection::Builder;
use zbus::names::BusName;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, Value};
use zbus::{Connection, fdo, interface};

/// Anybody may own anything on it, and nothing starts by itself.
const CONFIGURATION: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A bus that ends with this value.
#[derive(Debug)]
pub(crate) struct PrivateBus {
    address: String,
    daemon: Child,
    _place: TempDir,
}

impl PrivateBus {
    pub(crate) fn start() -> Self {
        let place = tempfile::tempdir().unwrap();
        let configuration = place.path().join("bus.conf");
        std::fs::write(&configuration, CONFIGURATION).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .args(["--nofork", "--print-address=1", "--config-file"])
            .arg(&configuration)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        Self {
            address: address.trim().to_owned(),
            daemon,
            _place: place,
        }
    }

    /// What it is reached by.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        drop(self.daemon.kill());
        drop(self.daemon.wait());
    }
}

const LOGIN_PATH: &str = "/org/freedesktop/login1";
/// The session in which the program runs.
pub(crate) const OUR_SESSION: &str = "/org/freedesktop/login1/session/_31";

/// A stand-in for logind; it goes with this value.
#[derive(Debug)]
pub(crate) struct Login {
    connection: Connection,
    is_locked: Arc<AtomicBool>,
    listened_to: Arc<Notify>,
    taken: mpsc::UnboundedReceiver<Inhibitor>,
}

impl Login {
    /// With a session of ours whose screen is locked already, or not.
    pub(crate) async fn start(bus: &PrivateBus, is_locked: bool) -> Self {
        let (taking, taken) = mpsc::unbounded_channel();
        let is_locked = Arc::new(AtomicBool::new(is_locked));
        let listened_to = Arc::new(Notify::new());
        let session = LoginSession {
            is_locked: is_locked.clone(),
            listened_to: listened_to.clone(),
        };
        let connection = Builder::address(bus.address())
            .unwrap()
            .serve_at(LOGIN_PATH, LoginManager { taking })
            .unwrap()
            .serve_at(OUR_SESSION, session)
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            // The next one may come before the bus has noticed that this one is gone.
            .allow_name_replacements(true)
            .build()
            .await
            .unwrap();
        Self {
            connection,
            is_locked,
            listened_to,
            taken,
        }
    }

    /// Waits until somebody listens, who then asks whether the screen is locked already.
    pub(crate) async fn is_listened_to(&self) {
        self.listened_to.notified().await;
    }

    /// Waits until somebody takes an inhibitor.
    pub(crate) async fn inhibitor(&mut self) -> Inhibitor {
        self.taken.recv().await.unwrap()
    }

    /// Asks the desktop of a session for `Lock` or `Unlock`.
    pub(crate) async fn asks(&self, session: &str, what: &str) {
        let interface = "org.freedesktop.login1.Session";
        emit(&self.connection, session, interface, what, &()).await;
    }

    /// The desktop says whether it has locked our session.
    pub(crate) async fn is_told_of_lock(&self, is_locked: bool) {
        self.is_locked.store(is_locked, Ordering::SeqCst);
        let changed = HashMap::from([("LockedHint", Value::from(is_locked))]);
        let body = (
            "org.freedesktop.login1.Session",
            changed,
            Vec::<&str>::new(),
        );
        let interface = "org.freedesktop.DBus.Properties";
        emit(
            &self.connection,
            OUR_SESSION,
            interface,
            "PropertiesChanged",
            &body,
        )
        .await;
    }

    /// The computer goes to sleep, or woke up.
    pub(crate) async fn sleeps(&self, begins: bool) {
        self.prepares_for("PrepareForSleep", begins).await;
    }

    /// The computer shuts down, or that was called off.
    pub(crate) async fn shuts_down(&self, begins: bool) {
        self.prepares_for("PrepareForShutdown", begins).await;
    }

    async fn prepares_for(&self, what: &str, begins: bool) {
        let interface = "org.freedesktop.login1.Manager";
        emit(&self.connection, LOGIN_PATH, interface, what, &begins).await;
    }
}

/// What keeps a shutdown waiting.
#[derive(Debug)]
pub(crate) struct Inhibitor {
    pub(crate) what: String,
    pub(crate) mode: String,
    end: PlainStream,
}

impl Inhibitor {
    /// Waits until it is given back.
    pub(crate) async fn released(self) {
        // Made here, because the bus answers in a thread that is none of the runtime's.
        let mut end = UnixStream::from_std(self.end).unwrap();
        assert_eq!(end.read(&mut [0]).await.unwrap(), 0);
    }
}

struct LoginManager {
    taking: mpsc::UnboundedSender<Inhibitor>,
}

#[interface(name = "org.freedesktop.login1.Manager")]
impl LoginManager {
    async fn get_session(&self, id: &str) -> fdo::Result<OwnedObjectPath> {
        if id == "auto" {
            Ok(ObjectPath::from_static_str_unchecked(OUR_SESSION).into())
        } else {
            Err(fdo::Error::Failed(format!("there is no session {id}")))
        }
    }

    async fn inhibit(
        &self,
        what: String,
        _who: String,
        _why: String,
        mode: String,
    ) -> zbus::zvariant::OwnedFd {
        let (ours, theirs) = PlainStream::pair().unwrap();
        ours.set_nonblocking(true).unwrap();
        let end = ours;
        // A test that has ended waits for nothing.
        drop(self.taking.send(Inhibitor { what, mode, end }));
        OwnedFd::from(theirs).into()
    }
}

struct LoginSession {
    is_locked: Arc<AtomicBool>,
    listened_to: Arc<Notify>,
}

#[interface(name = "org.freedesktop.login1.Session")]
impl LoginSession {
    #[zbus(property)]
    async fn locked_hint(&self) -> bool {
        let is_locked = self.is_locked.load(Ordering::SeqCst);
        // Told last: whoever waits for this changes it next.
        self.listened_to.notify_one();
        is_locked
    }
}

const NETWORK: &str = "org.freedesktop.NetworkManager";
const NETWORK_PATH: &str = "/org/freedesktop/NetworkManager";

/// A stand-in for NetworkManager; it goes with this value.
#[derive(Debug)]
pub(crate) struct Network {
    connection: Connection,
    state: Arc<AtomicU32>,
    listened_to: Arc<Notify>,
}

impl Network {
    /// In this state (NMState).
    pub(crate) async fn start(bus: &PrivateBus, state: u32) -> Self {
        let state = Arc::new(AtomicU32::new(state));
        let listened_to = Arc::new(Notify::new());
        let manager = NetworkManager {
            state: state.clone(),
            listened_to: listened_to.clone(),
        };
        let connection = Builder::address(bus.address())
            .unwrap()
            .serve_at(NETWORK_PATH, manager)
            .unwrap()
            .name(NETWORK)
            .unwrap()
            .build()
            .await
            .unwrap();
        Self {
            connection,
            state,
            listened_to,
        }
    }

    /// Waits until somebody listens, who then asks for the state.
    pub(crate) async fn is_listened_to(&self) {
        self.listened_to.notified().await;
    }

    /// Comes into another state.
    pub(crate) async fn becomes(&self, state: u32) {
        self.state.store(state, Ordering::SeqCst);
        let member = "StateChanged";
        emit(&self.connection, NETWORK_PATH, NETWORK, member, &state).await;
    }
}

struct NetworkManager {
    state: Arc<AtomicU32>,
    listened_to: Arc<Notify>,
}

#[interface(name = "org.freedesktop.NetworkManager")]
impl NetworkManager {
    #[zbus(property)]
    async fn state(&self) -> u32 {
        let state = self.state.load(Ordering::SeqCst);
        // Told last: whoever waits for this changes it next.
        self.listened_to.notify_one();
        state
    }
}

/// Says something to everybody who listens.
pub(crate) async fn emit<B>(from: &Connection, path: &str, interface: &str, what: &str, body: &B)
where
    B: serde::Serialize + zbus::zvariant::DynamicType,
{
    from.emit_signal(None::<BusName<'_>>, path, interface, what, body)
        .await
        .unwrap();
}
