//! Where sessions are kept: the operating system's keyring, one entry per session under a random name.
//!
//! All calls go through one thread of their own, in order, each with a deadline: a keyring that asks the person, or hangs, never stops the
//! program. A call that ran out of time is *unknown*: nothing overtakes it, because the thread is busy with it, and whoever builds on the
//! entry reads it first. While the person is being asked to unlock the keyring, every other call is answered "locked" at once.
//!
//! Deliberately absent: any fallback to a file, and any cache of a secret.

mod entry;
mod parts;
mod worker;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use keyring_core::api::CredentialStore;
use tokio::sync::{oneshot, watch};

pub(crate) use self::entry::{Entry, Tag};
use self::worker::{Call, Worker};
use crate::session::SessionId;

/// How long a call may take when nobody is asked.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long a keyring that did not answer is left alone, unless the person unlocks it.
pub(crate) const KEYRING_PAUSE: jiff::SignedDuration = jiff::SignedDuration::from_secs(30);
/// How long the person has to answer the keyring's question.
const UNLOCK_DEADLINE: Duration = Duration::from_secs(120);

/// The operating system's keyring, as it is handed to the domain.
pub trait Keyring: Send + Sync {
    /// Opens the store; again after it failed, because a keyring daemon can come back.
    fn open(&self) -> keyring_core::Result<Arc<CredentialStore>>;

    /// Whether using the store now would ask the person to unlock it; `None` when that cannot be told.
    fn is_locked(&self) -> Option<bool>;

    /// The keyring's own name, for example "GNOME Keyring".
    fn name(&self) -> String;

    /// The name under which our entries are found, the same for all of them.
    fn service(&self) -> String;
    /// What the store is told, beside service and user, when it makes an entry: its label for people, or that it stays on this computer.
    fn modifiers(&self, _host: &str) -> HashMap<&'static str, String> {
        HashMap::new()
    }
    /// What finds all our entries in the store.
    fn search(&self) -> HashMap<&'static str, String> {
        HashMap::from([("service", self.service())])
    }
    /// The most bytes that the store takes for one entry; `None` when there is no limit that matters.
    fn largest_entry(&self) -> Option<usize> {
        None
    }
}

/// Why the keyring did not do what was asked. A missing entry is not an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// It is locked.
    #[error("the keyring is locked")]
    Locked,
    /// There is none on this computer, or none is running.
    #[error("there is no keyring")]
    NotAvailable,
    /// It did not answer in time. What was asked may still happen.
    #[error("the keyring did not answer in time")]
    TimedOut,
    /// The entry is not as this program writes it: something else has changed it.
    #[error("the keyring's entry was changed by something else")]
    Damaged,
    /// It failed. The text is the store's own and holds no secret.
    #[error("the keyring failed: {0}")]
    Failed(String),
}

/// The sessions in the keyring.
#[derive(Debug)]
pub(crate) struct Vault {
    worker: Worker,
    unlocking: watch::Sender<Unlocking>,
}

/// Whether the person is being asked to unlock the keyring, and what came of it.
#[derive(Debug, Clone)]
enum Unlocking {
    NotAsked,
    Asked,
    Answered(Result<(), VaultError>),
}

impl Vault {
    pub(crate) fn new(keyring: Arc<dyn Keyring>) -> std::io::Result<Self> {
        Ok(Self {
            worker: Worker::start(keyring)?,
            unlocking: watch::Sender::new(Unlocking::NotAsked),
        })
    }

    /// Writes an entry, replacing the one of the same session.
    pub(crate) async fn write(&self, entry: Entry) -> Result<(), VaultError> {
        self.call(DEADLINE, |answer| Call::Write(Box::new(entry), answer))
            .await
    }

    /// Reads an entry; `None` when there is none. One that is damaged or belongs elsewhere is an error, not a missing one.
    pub(crate) async fn read(&self, session: SessionId) -> Result<Option<Entry>, VaultError> {
        self.call(DEADLINE, |answer| Call::Read(session, answer))
            .await
    }

    /// Deletes an entry and reads it back: the answer is good only when nothing is there any more.
    pub(crate) async fn erase(&self, session: SessionId) -> Result<(), VaultError> {
        self.call(DEADLINE, |answer| Call::Erase(session, answer))
            .await
    }

    /// All entries of this program that can be read.
    pub(crate) async fn all(&self) -> Result<Vec<Entry>, VaultError> {
        self.call(DEADLINE * 3, Call::All).await
    }

    /// Lets the keyring ask the person. Asked twice, it is one question with one answer.
    pub(crate) async fn unlock(&self) -> Result<(), VaultError> {
        let mut unlocking = self.unlocking.subscribe();
        let asks = self.unlocking.send_if_modified(|state| {
            let asks = !matches!(state, Unlocking::Asked);
            *state = Unlocking::Asked;
            asks
        });
        if asks && let Err(error) = self.worker.send(Call::Unlock(self.unlocking.clone())) {
            self.unlocking.send_replace(Unlocking::Answered(Err(error)));
        }
        let answered = unlocking.wait_for(|state| matches!(state, Unlocking::Answered(_)));
        match tokio::time::timeout(UNLOCK_DEADLINE, answered).await {
            Ok(Ok(state)) => match &*state {
                Unlocking::Answered(answer) => answer.clone(),
                Unlocking::NotAsked | Unlocking::Asked => Err(VaultError::TimedOut),
            },
            // The sender is our own, so only the deadline ends the wait.
            Ok(Err(_)) | Err(_) => Err(VaultError::TimedOut),
        }
    }

    async fn call<T>(
        &self,
        deadline: Duration,
        call: impl FnOnce(oneshot::Sender<Result<T, VaultError>>) -> Call,
    ) -> Result<T, VaultError> {
        if matches!(*self.unlocking.borrow(), Unlocking::Asked) {
            return Err(VaultError::Locked);
        }
        let finished = self.worker.finished();
        if self.worker.hangs(finished) {
            return Err(VaultError::TimedOut);
        }
        let (sender, answer) = oneshot::channel();
        self.worker.send(call(sender))?;
        match tokio::time::timeout(deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(VaultError::Failed("the keyring's thread ended".into())),
            Err(_) => {
                self.worker.waited_in_vain_since(finished);
                Err(VaultError::TimedOut)
            }
        }
    }
}
