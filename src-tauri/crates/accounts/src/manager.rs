//! The one owner of the domain's state. Each public operation is a request and its answer; work that is due by itself is done by
//! [`Manager::run`].
//!
//! The state is locked for moments only, never across an await. Requests to a server run detached from whoever asked: a caller that goes
//! away cannot lose a new token. No account's error ends the loop.
//!
//! Deliberately not here: what a session may become (`session`, `revocation`), and when (`renewal`).

mod adding;
mod arranging;
mod choosing;
mod end_session;
mod error;
mod foreign;
mod installations;
mod leaving;
mod logos;
mod opening;
mod probing;
mod pursuit;
mod recovery;
mod renewing;
mod rhythm;
mod telling;

use std::collections::HashMap;
use std::future::Future;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::{Notify, watch};

use self::adding::WaitingForCode;
pub use self::adding::{CaptchaError, SignInError, SignInRequest, SignInStep, SignedIn};
pub use self::arranging::{MoveError, RenameError};
pub use self::choosing::Departure;
pub use self::error::{
    ForgetError, OpenSiteError, ProbeError, RemoveError, RenewError, RevokeForeignError,
    SignOutError, StartError, UnlockError,
};
pub use self::foreign::{ForeignSession, KnownUser};
pub use self::logos::{Logo, Surroundings};
pub use self::opening::{Avatar, Opening};
pub use self::probing::SiteCard;
use crate::desktop::{Clock, Desktop};
use crate::instant::{is_due, later};
use crate::lane::{Lanes, Slots};
use crate::model::Model;
use crate::notice::NoticeId;
use crate::provider::{Provider, SiteFacts};
use crate::registry::{Change, Opened, Registry, RegistryError};
use crate::secret::RefreshSecret;
use crate::session::{Expiry, SessionId};
use crate::snapshot::{KeyringState, RegistryState, Snapshot};
use crate::vault::{Keyring, Vault, VaultError};

/// How long after a failure the registry is tried again.
const REGISTRY_PAUSE: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);

/// All accounts. Clones share the same state.
#[derive(Clone)]
pub struct Manager(Arc<Inner>);

/// The number that the window gives a wait which the person may cancel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attempt(pub u32);

struct Inner {
    model: Mutex<Model>,
    registry: Registry,
    vault: Vault,
    provider: Arc<dyn Provider>,
    desktop: Arc<dyn Desktop>,
    clock: Arc<dyn Clock>,
    lanes: Lanes,
    slots: Slots,
    /// As for renewals; a sign-out that a person waits for does not stand behind those.
    leaving: Slots,
    /// Tells the loop that something may be due earlier than it thought.
    wake: Notify,
    is_told_of_waking: AtomicBool,
    /// Told whenever no work is under way any more.
    idle: Notify,
    attempts: Mutex<HashMap<Attempt, watch::Sender<bool>>>,
    /// Tokens that the keyring would not take, until it does or their sessions are ended.
    unsaved: Mutex<HashMap<SessionId, Unsaved>>,
    waiting_for_code: Mutex<WaitingForCode>,
    logos: Mutex<logos::Kept>,
    /// What sites said about themselves when they were probed, for the account that is added next.
    probed: Mutex<HashMap<crate::address::SiteOrigin, SiteFacts>>,
}

impl Manager {
    /// Reads the registry and publishes the first snapshot. Nothing is sent anywhere and the keyring is not touched.
    pub fn open(
        registry: &Path,
        keyring: Arc<dyn Keyring>,
        provider: Arc<dyn Provider>,
        desktop: Arc<dyn Desktop>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let Opened {
            registry,
            contents,
            state,
        } = Registry::open(registry, clock.now())?;
        let mut model = Model::new(contents, state, keyring.name());
        // Taken at once; a failure is heard with the next write.
        drop(registry.write(model.settle_all()));
        let manager = Self(Arc::new(Inner {
            model: Mutex::new(model),
            registry,
            vault: Vault::new(keyring)?,
            provider,
            desktop,
            clock,
            lanes: Lanes::default(),
            slots: Slots::new(),
            leaving: Slots::new(),
            wake: Notify::new(),
            is_told_of_waking: AtomicBool::new(false),
            idle: Notify::new(),
            attempts: Mutex::default(),
            unsaved: Mutex::default(),
            waiting_for_code: Mutex::default(),
            logos: Mutex::default(),
            probed: Mutex::default(),
        }));
        manager.0.change(|model, now| model.plan_all(now));
        Ok(manager)
    }

    /// What is to be seen now.
    pub fn snapshot(&self) -> Snapshot {
        self.0.look(Model::snapshot)
    }

    /// Waits until no work is under way: what was asked of a server has been answered, and the answers are on disk.
    pub async fn settled(&self) {
        loop {
            let idle = self.0.idle.notified();
            if !self.0.look(Model::is_idle) {
                idle.await;
                continue;
            }
            // Behind everything that was written before. A failure was heard by whoever wrote it.
            drop(self.0.registry.write(Vec::new()).await);
            // Something may have begun meanwhile.
            if self.0.look(Model::is_idle) {
                return;
            }
        }
    }

    /// Does in the next seconds what waited: after the computer has slept, or when the network is back. Asked in quick succession, it is done
    /// once.
    pub fn look_again(&self) {
        self.0.change(|model, now| model.plan_again(now));
    }

    /// Closes a notice.
    pub async fn dismiss_notice(&self, notice: NoticeId) {
        let dismiss = |model: &mut Model, _| {
            model.notices.retain(|known| known.id != notice);
            ((), vec![Change::RemoveNotice(notice)])
        };
        // A failure was logged; what is written later closes it then.
        let ((), _) = self.0.commit(dismiss).await;
    }

    /// Ends a wait that the person cancelled. What was asked of a server is brought to a safe end all the same.
    pub fn cancel(&self, attempt: Attempt) {
        if let Some(sender) = self.0.attempts().remove(&attempt) {
            sender.send_replace(true);
        }
        self.0.waiting_for_code().forget_attempt(attempt);
    }
}

impl Inner {
    fn model(&self) -> MutexGuard<'_, Model> {
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn attempts(&self) -> MutexGuard<'_, HashMap<Attempt, watch::Sender<bool>>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look<T>(&self, question: impl FnOnce(&Model) -> T) -> T {
        question(&self.model())
    }

    /// Changes what no snapshot shows. Nothing is published, and the loop is not woken by its own look for work.
    fn quietly<T>(&self, change: impl FnOnce(&mut Model, Timestamp) -> T) -> T {
        let now = self.clock.now();
        change(&mut self.model(), now)
    }

    /// Changes the state, and publishes it when there is anything new to see. The lock is held while publishing, so that snapshots leave in
    /// order.
    fn change<T>(&self, change: impl FnOnce(&mut Model, Timestamp) -> T) -> T {
        let now = self.clock.now();
        let mut model = self.model();
        let answer = change(&mut model, now);
        if let Some(news) = model.news() {
            self.desktop.publish(&news);
        }
        let told = model.sign_in_again();
        if let Some(notification) = told.filter(|_| model.wants_notifications()) {
            self.desktop.notify(&notification);
        }
        drop(model);
        self.wake.notify_one();
        answer
    }

    /// Changes the state and hands its rows to the registry before anybody else can: rows are written in the order of the changes. It is shown
    /// when it is on disk: what a person has seen does not come undone by a power cut.
    async fn commit<T>(
        &self,
        change: impl FnOnce(&mut Model, Timestamp) -> (T, Vec<Change>),
    ) -> (T, Result<(), RegistryError>) {
        let (answer, written) = self.quietly(|model, now| {
            let (answer, changes) = change(model, now);
            (answer, self.registry.write(changes))
        });
        let written = written.await;
        self.change(|_, _| ());
        self.heard_registry(&written);
        (answer, written)
    }

    /// Keeps in mind how the registry answered. What it did not take is written when it is tried again; until then the vault entry alone
    /// brings a session back.
    fn heard_registry(&self, written: &Result<(), RegistryError>) {
        let state = match written {
            Ok(()) => RegistryState::Ready,
            Err(error) => {
                tracing::error!(%error, "the registry was not written");
                error.state()
            }
        };
        let retry = state != RegistryState::Ready;
        if retry || self.look(|model| model.registry != state) {
            self.change(|model, now| {
                model.registry = state;
                model.registry_retry = retry.then(|| later(now, REGISTRY_PAUSE));
            });
        }
    }

    /// Tries again to write what could not be written.
    async fn write_again(&self) {
        let due = self.quietly(|model, now| {
            let due = model.registry_retry.is_some_and(|due| is_due(due, now));
            if due {
                // Under way: nobody else begins it.
                model.registry_retry = None;
            }
            due
        });
        if due {
            let written = self.registry.write(Vec::new()).await;
            self.heard_registry(&written);
        }
    }

    /// Keeps in mind how the keyring answered, and hands the answer on.
    fn heard_keyring<T>(&self, answer: Result<T, VaultError>) -> Result<T, VaultError> {
        let state = match &answer {
            // What is wrong with one entry says nothing about the keyring.
            Ok(_) | Err(VaultError::Damaged) => KeyringState::Ready,
            Err(VaultError::Locked) => KeyringState::Locked,
            Err(VaultError::NotAvailable) => KeyringState::Missing,
            Err(VaultError::TimedOut | VaultError::Failed(_)) => KeyringState::Failed,
        };
        if self.look(|model| model.keyring != state) {
            self.change(|model, _| model.keyring = state);
        }
        answer
    }

    /// Waits for work that goes on by itself, unless the person cancels the attempt. The work sees that too.
    async fn cancellable<T, E, F>(
        self: Arc<Self>,
        attempt: Attempt,
        work: impl FnOnce(Arc<Self>, watch::Receiver<bool>) -> F,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<error::Cancelled> + Send + 'static,
        F: Future<Output = Result<T, E>> + Send + 'static,
    {
        let (sender, mut cancelled) = watch::channel(false);
        self.attempts().insert(attempt, sender.clone());
        let task = tokio::spawn(work(self.clone(), cancelled.clone()));
        let answer = tokio::select! {
            answer = task => answer.unwrap_or_else(|_| Err(error::Cancelled.into())),
            _ = cancelled.wait_for(|cancelled| *cancelled) => Err(error::Cancelled.into()),
        };
        let mut attempts = self.attempts();
        // A page that was made anew counts from the beginning: the number may be another one's by now.
        if attempts
            .get(&attempt)
            .is_some_and(|known| known.same_channel(&sender))
        {
            attempts.remove(&attempt);
        }
        drop(attempts);
        answer
    }

    fn mark_busy(self: &Arc<Self>, session: SessionId) -> Busy {
        self.change(|model, _| model.begin_work(session));
        self.marked(session)
    }

    /// The guard of work that was marked with the change that made it.
    fn marked(self: &Arc<Self>, session: SessionId) -> Busy {
        Busy {
            inner: self.clone(),
            session,
        }
    }

    fn unsaved(&self) -> MutexGuard<'_, HashMap<SessionId, Unsaved>> {
        self.unsaved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A token that is nowhere but here.
#[derive(Debug, Clone)]
struct Unsaved {
    token: RefreshSecret,
    expiry: Expiry,
}

/// A session has work under way; dropped also when that work panics.
struct Busy {
    inner: Arc<Inner>,
    session: SessionId,
}

impl Drop for Busy {
    fn drop(&mut self) {
        let idle = self.inner.change(|model, _| {
            model.end_work(self.session);
            model.is_idle()
        });
        if idle {
            self.inner.idle.notify_waiters();
        }
    }
}

impl std::fmt::Debug for Manager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Manager")
    }
}
