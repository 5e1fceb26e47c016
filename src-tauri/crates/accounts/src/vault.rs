//! Where sessions are kept: the operating system's keyring, one entry per session under a random name.
//!
//! All calls go through one thread of their own, in order, each with a deadline: a keyring that asks the person, or hangs, never stops the
//! program. A call that ran out of time may still happen later; nothing overtakes it, because the thread is busy with it.
//!
//! Deliberately absent: any fallback to a file, and any cache of a secret.

mod entry;
mod worker;

use std::sync::Arc;
use std::time::Duration;

use keyring_core::api::CredentialStore;
use tokio::sync::oneshot;

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
    /// It failed. The text is the store's own and holds no secret.
    #[error("the keyring failed: {0}")]
    Failed(String),
}

/// The sessions in the keyring.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    worker: Worker,
}

impl Vault {
    pub(crate) fn new(keyring: Arc<dyn Keyring>) -> std::io::Result<Self> {
        Ok(Self {
            worker: Worker::start(keyring)?,
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

    /// Lets the keyring ask the person.
    pub(crate) async fn unlock(&self) -> Result<(), VaultError> {
        self.call(UNLOCK_DEADLINE, Call::Unlock).await
    }

    async fn call<T>(
        &self,
        deadline: Duration,
        call: impl FnOnce(oneshot::Sender<Result<T, VaultError>>) -> Call,
    ) -> Result<T, VaultError> {
        let (sender, answer) = oneshot::channel();
        self.worker.send(call(sender))?;
        match tokio::time::timeout(deadline, answer).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err(VaultError::Failed("the keyring's thread ended".into())),
            Err(_) => Err(VaultError::TimedOut),
        }
    }
}
