//! Linux: what logind, NetworkManager, the desktop, its session manager and screen saver say on the two buses, and when the kernel's clock jumps.
//!
//! Each of them may be missing, come late, or be replaced while we run: whoever owns the name is listened to, by the name that the bus gave it,
//! so that nobody else is believed and nothing is started by our asking. Deliberately absent: a bus that is restarted (with it goes the
//! session), and screen lockers that tell nobody.

mod clock;
mod idle_monitor;
mod login;
mod network;
mod screen_saver;
mod session_manager;

#[cfg(test)]
pub(super) mod tests;

use std::convert::Infallible;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::StreamExt as _;
use tauri::AppHandle;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use zbus::fdo::{DBusProxy, NameOwnerChanged};
use zbus::message::Type;
use zbus::names::{BusName, OwnedUniqueName};
use zbus::proxy::CacheProperties;
use zbus::{Connection, MatchRule, MessageStream, Proxy};

use super::lock::Locks;
use super::{Reports, Signal, Wishes};
use crate::bus;

/// Listens for as long as the program runs.
pub(super) async fn listen(
    app: AppHandle,
    wishes: watch::Receiver<Wishes>,
    heard: mpsc::UnboundedSender<Signal>,
) {
    let surroundings = Surroundings {
        system: bus::system().await,
        session: bus::session(&app).await,
        is_wayland: std::env::var("XDG_SESSION_TYPE").is_ok_and(|kind| kind == "wayland"),
        our_name: app.config().identifier.clone(),
    };
    surroundings.listen(wishes, heard).await;
}

/// Where the program finds itself.
struct Surroundings {
    system: Option<Connection>,
    session: Option<Connection>,
    is_wayland: bool,
    /// What the program calls itself among its clients.
    our_name: String,
}

impl Surroundings {
    async fn listen(self, wishes: watch::Receiver<Wishes>, heard: mpsc::UnboundedSender<Signal>) {
        let ear = Ear::new(heard, wishes);
        let system = async {
            if let Some(bus) = &self.system {
                tokio::join!(login::listen(bus, &ear), network::listen(bus, &ear));
            }
        };
        let session = async {
            if let Some(bus) = &self.session {
                tokio::join!(
                    screen_saver::listen(bus, &ear),
                    idle_monitor::listen(bus, self.is_wayland, &ear),
                    network::listen_through_portal(bus, self.system.as_ref(), &ear),
                    session_manager::listen(bus, &self.our_name, &ear),
                );
            }
        };
        clock::listen(&ear);
        tokio::join!(system, session);
    }
}

/// Where everything that is heard comes together.
#[derive(Clone)]
struct Ear {
    heard: mpsc::UnboundedSender<Signal>,
    wishes: watch::Receiver<Wishes>,
    known: Arc<Mutex<Known>>,
}

#[derive(Default)]
struct Known {
    reports: Reports,
    locks: Locks,
}

impl Ear {
    fn new(heard: mpsc::UnboundedSender<Signal>, wishes: watch::Receiver<Wishes>) -> Self {
        Self {
            heard,
            wishes,
            known: Arc::default(),
        }
    }

    fn hear(&self, signal: Signal) {
        // The program has ended when nobody listens.
        drop(self.heard.send(signal));
    }

    /// Somebody asked the desktop to lock the screen.
    fn lock_is_asked(&self) {
        let is_new = self.known().locks.asked(Instant::now());
        self.heard_of_lock(is_new);
    }

    /// This one says whether the screen is locked.
    fn lock_is_said(&self, teller: &'static str, is_locked: bool) {
        if is_locked {
            let is_new = self.known().locks.locked(teller, Instant::now());
            self.heard_of_lock(is_new);
        } else {
            self.known().locks.unlocked(teller);
        }
    }

    /// The screen was locked before we came.
    fn is_locked_already(&self, teller: &'static str) {
        self.known().locks.is_already(teller);
    }

    fn heard_of_lock(&self, is_new: bool) {
        // Whoever has told once tells again.
        self.report(|reports| reports.lock = true);
        if is_new {
            self.hear(Signal::ScreenLocked);
        }
    }

    fn report(&self, change: impl FnOnce(&mut Reports)) {
        let mut known = self.known();
        let former = known.reports;
        change(&mut known.reports);
        if known.reports != former {
            self.hear(Signal::Reports(known.reports));
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Has `serve` listen to whoever owns this name, anew with each owner; `gone` hears when there is nothing more to hear from one.
async fn follow<S>(
    bus: &Connection,
    name: &'static str,
    serve: impl Fn(OwnedUniqueName) -> S,
    gone: impl Fn(),
) where
    S: Future<Output = zbus::Result<()>>,
{
    let followed = async {
        let mut changes = owner_changes(bus, name).await?;
        let mut owner = owner_of(bus, name).await?;
        loop {
            let mut next = pin!(another_owner(&mut changes, owner.clone()));
            if let Some(present) = owner {
                let next = tokio::select! {
                    next = &mut next => Some(next?),
                    served = serve(present) => {
                        if let Err(error) = served {
                            tracing::info!(%error, name, "nothing more is heard of this service");
                        }
                        None
                    }
                };
                gone();
                if let Some(next) = next {
                    owner = next;
                    continue;
                }
            }
            owner = next.await?;
        }
    };
    let Err::<Infallible, zbus::Error>(error) = followed.await;
    tracing::info!(%error, name, "this service is not listened to any more");
}

async fn owner_changes(bus: &Connection, name: &'static str) -> zbus::Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(BUS)?
        .interface(BUS)?
        .member("NameOwnerChanged")?
        .add_arg(name)?
        .build();
    MessageStream::for_match_rule(rule, bus, None).await
}

/// The bus itself.
const BUS: &str = "org.freedesktop.DBus";

/// Waits until somebody else owns the name, or nobody. Whoever took it while we asked for its owner is told of once more.
async fn another_owner(
    changes: &mut MessageStream,
    present: Option<OwnedUniqueName>,
) -> zbus::Result<Option<OwnedUniqueName>> {
    while let Some(change) = changes.next().await {
        let change = change?;
        // A rule keeps nothing away that somebody sends to us alone; only the bus itself speaks by this name.
        if change
            .header()
            .sender()
            .is_none_or(|sender| sender.as_str() != BUS)
        {
            continue;
        }
        let Some(change) = NameOwnerChanged::from_message(change) else {
            continue;
        };
        let owner = change.args()?.new_owner.as_ref().cloned();
        let owner = owner.map(OwnedUniqueName::from);
        if owner != present {
            return Ok(owner);
        }
    }
    Err(zbus::Error::Failure("the bus is gone".to_owned()))
}

async fn owner_of(bus: &Connection, name: &'static str) -> zbus::Result<Option<OwnedUniqueName>> {
    let bus = DBusProxy::new(bus).await?;
    match bus.get_name_owner(BusName::try_from(name)?).await {
        Ok(owner) => Ok(Some(owner)),
        Err(zbus::fdo::Error::NameHasNoOwner(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// One interface of one object of this owner. Its properties are asked for when they are needed, and not followed.
async fn object(
    bus: &Connection,
    owner: &OwnedUniqueName,
    path: impl Into<String>,
    interface: &'static str,
) -> zbus::Result<Proxy<'static>> {
    zbus::proxy::Builder::new(bus)
        .destination(owner.clone())?
        .path(path.into())?
        .interface(interface)?
        .cache_properties(CacheProperties::No)
        .build()
        .await
}
