//! The one thread that talks to the keyring.
//!
//! It opens the store when it is first needed and again after it failed, and it asks whether the keyring is locked before any call that
//! could make it prompt: only the person's Unlock may do that.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::mpsc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry as Item, Error};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::entry::Entry;
use super::{Keyring, VaultError};
use crate::session::SessionId;

type Answer<T> = oneshot::Sender<Result<T, VaultError>>;

/// What the thread is asked.
#[derive(Debug)]
pub(super) enum Call {
    Write(Box<Entry>, Answer<()>),
    Read(SessionId, Answer<Option<Entry>>),
    Erase(SessionId, Answer<()>),
    All(Answer<Vec<Entry>>),
    Unlock(Answer<()>),
}

/// The way to the thread.
#[derive(Debug, Clone)]
pub(super) struct Worker(mpsc::Sender<Call>);

impl Worker {
    pub(super) fn start(keyring: Arc<dyn Keyring>) -> std::io::Result<Self> {
        let (sender, calls) = mpsc::channel();
        let mut store = Store {
            keyring,
            open: None,
        };
        std::thread::Builder::new()
            .name("keyring".into())
            .spawn(move || {
                while let Ok(call) = calls.recv() {
                    store.answer(call);
                }
            })?;
        Ok(Self(sender))
    }

    pub(super) fn send(&self, call: Call) -> Result<(), VaultError> {
        self.0
            .send(call)
            .map_err(|_| VaultError::Failed("the keyring's thread ended".into()))
    }
}

struct Store {
    keyring: Arc<dyn Keyring>,
    open: Option<Arc<CredentialStore>>,
}

impl Store {
    /// An answer that nobody waits for any more is dropped; what was asked has been done all the same.
    fn answer(&mut self, call: Call) {
        match call {
            Call::Write(entry, answer) => {
                drop(answer.send(self.unprompted(|store| store.write(&entry))))
            }
            Call::Read(session, answer) => {
                drop(answer.send(self.unprompted(|store| store.read(session))))
            }
            Call::Erase(session, answer) => {
                drop(answer.send(self.unprompted(|store| store.erase(session))))
            }
            Call::All(answer) => drop(answer.send(self.unprompted(Self::all))),
            Call::Unlock(answer) => drop(answer.send(self.settled(Self::unlock))),
        }
    }

    fn unprompted<T>(
        &mut self,
        call: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        if self.keyring.is_locked() == Some(true) {
            return Err(VaultError::Locked);
        }
        self.settled(call)
    }

    /// After a failure the store is opened anew: a keyring daemon that was restarted has forgotten us.
    fn settled<T>(
        &mut self,
        call: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let answer = call(self);
        if answer.is_err() {
            self.open = None;
        }
        answer
    }

    fn write(&mut self, entry: &Entry) -> Result<(), VaultError> {
        let bytes = entry
            .to_bytes()
            .map_err(|damaged| VaultError::Failed(damaged.to_string()))?;
        self.item(entry.session)?.set_secret(&bytes).map_err(said)
    }

    fn read(&mut self, session: SessionId) -> Result<Option<Entry>, VaultError> {
        match self.item(session)?.get_secret().map(Zeroizing::new) {
            Ok(bytes) => Entry::from_bytes(&bytes, session)
                .map(Some)
                .map_err(|damaged| VaultError::Failed(damaged.to_string())),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(said(error)),
        }
    }

    fn erase(&mut self, session: SessionId) -> Result<(), VaultError> {
        let item = self.item(session)?;
        match item.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => {}
            Err(error) => return Err(said(error)),
        }
        match item.get_secret().map(Zeroizing::new) {
            Err(Error::NoEntry) => Ok(()),
            Ok(_) => Err(VaultError::Failed(
                "the entry is still there after it was deleted".into(),
            )),
            Err(error) => Err(said(error)),
        }
    }

    fn all(&mut self) -> Result<Vec<Entry>, VaultError> {
        let service = self.keyring.service();
        let items = match self
            .store()?
            .search(&HashMap::from([("service", service.as_str())]))
        {
            Ok(items) => items,
            // The registry knows the sessions; only recovery needs the search.
            Err(Error::NotSupportedByStore(_) | Error::Invalid(..)) => Vec::new(),
            Err(error) => return Err(said(error)),
        };
        Ok(items
            .iter()
            .filter_map(|item| read_found(item, &service))
            .collect())
    }

    fn unlock(&mut self) -> Result<(), VaultError> {
        // Reading is what makes a keyring ask; that nothing is found is fine.
        match self
            .item(SessionId::random())?
            .get_secret()
            .map(Zeroizing::new)
        {
            Ok(_) | Err(Error::NoEntry) => {}
            Err(error) => return Err(said(error)),
        }
        self.all().map(drop)?;
        if self.keyring.is_locked() == Some(true) {
            self.keyring_unlock()
        } else {
            Ok(())
        }
    }

    /// A collection without entries of ours is only asked for when something is written.
    fn keyring_unlock(&mut self) -> Result<(), VaultError> {
        let probe = self.item(SessionId::random())?;
        probe.set_secret(b"{}").map_err(said)?;
        probe.delete_credential().map_err(said)
    }

    fn item(&mut self, session: SessionId) -> Result<Item, VaultError> {
        let service = self.keyring.service();
        self.store()?
            .build(&service, &session.to_string(), None)
            .map_err(said)
    }

    fn store(&mut self) -> Result<Arc<CredentialStore>, VaultError> {
        if let Some(store) = &self.open {
            return Ok(store.clone());
        }
        let store = self.keyring.open().map_err(|_| VaultError::NotAvailable)?;
        self.open = Some(store.clone());
        Ok(store)
    }
}

/// An entry that cannot be read or is not ours is passed over: it is found again by name when its session is used.
fn read_found(item: &Item, service: &str) -> Option<Entry> {
    let (found_service, user) = item.get_specifiers()?;
    let session = user.parse().ok().filter(|_| found_service == service)?;
    let bytes = item.get_secret().map(Zeroizing::new).ok()?;
    Entry::from_bytes(&bytes, session).ok()
}

/// The store's error in our words. Its data-carrying variants are not printed: they may hold the secret.
fn said(error: Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::NoDefaultStore => VaultError::NotAvailable,
        Error::PlatformFailure(cause) => VaultError::Failed(cause.to_string()),
        Error::TooLong(name, limit) => VaultError::Failed(format!("{name} is longer than {limit}")),
        Error::Ambiguous(_) => VaultError::Failed("two entries have the same name".into()),
        Error::NotSupportedByStore(what) => VaultError::Failed(what),
        _ => VaultError::Failed("the entry cannot be used".into()),
    }
}
