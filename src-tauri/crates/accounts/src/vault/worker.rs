//! The one thread that talks to the keyring.
//!
//! It opens the store when it is first needed and again after it failed, and it asks whether the keyring is locked before any call that
//! could make it prompt: only the person's Unlock may do that. A call that nobody waits for any more is not begun.
//!
//! Deliberately not here: deadlines, and what an entry means.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use keyring_core::api::CredentialStore;
use keyring_core::{Entry as Item, Error};
use tokio::sync::{oneshot, watch};
use zeroize::Zeroizing;

use super::entry::Entry;
use super::parts::{Head, Layout, Name};
use super::{Keyring, Unlocking, VaultError};
use crate::session::SessionId;

type Answer<T> = oneshot::Sender<Result<T, VaultError>>;

/// What the thread is asked.
#[derive(Debug)]
pub(super) enum Call {
    Write(Box<Entry>, Answer<()>),
    Read(SessionId, Answer<Option<Entry>>),
    Erase(SessionId, Answer<()>),
    All(Answer<Vec<Entry>>),
    Unlock(watch::Sender<Unlocking>),
}

/// The way to the thread.
#[derive(Debug)]
pub(super) struct Worker {
    calls: mpsc::Sender<Call>,
    /// How many calls have been finished.
    finished: Arc<AtomicU64>,
    /// That count, when somebody had waited in vain for any call to be finished.
    hanging_at: AtomicU64,
}

impl Worker {
    pub(super) fn start(keyring: Arc<dyn Keyring>) -> std::io::Result<Self> {
        let (sender, calls) = mpsc::channel();
        let finished = Arc::new(AtomicU64::new(0));
        let mut store = Store {
            keyring,
            open: None,
        };
        let counter = finished.clone();
        std::thread::Builder::new()
            .name("keyring".into())
            .spawn(move || {
                while let Ok(call) = calls.recv() {
                    store.answer(call);
                    counter.fetch_add(1, Ordering::AcqRel);
                }
            })?;
        Ok(Self {
            calls: sender,
            finished,
            hanging_at: AtomicU64::new(u64::MAX),
        })
    }

    pub(super) fn send(&self, call: Call) -> Result<(), VaultError> {
        self.calls
            .send(call)
            .map_err(|_| VaultError::Failed("the keyring's thread ended".into()))
    }

    pub(super) fn finished(&self) -> u64 {
        self.finished.load(Ordering::Acquire)
    }

    /// Nothing has been finished since somebody waited in vain: whoever comes now would wait in vain too.
    pub(super) fn hangs(&self, finished: u64) -> bool {
        self.hanging_at.load(Ordering::Acquire) == finished
    }

    pub(super) fn waited_in_vain_since(&self, finished: u64) {
        self.hanging_at.store(finished, Ordering::Release);
    }
}

struct Store {
    keyring: Arc<dyn Keyring>,
    open: Option<Arc<CredentialStore>>,
}

impl Store {
    fn answer(&mut self, call: Call) {
        match call {
            Call::Write(entry, answer) => self.tell(answer, |store| store.write(&entry)),
            Call::Read(session, answer) => self.tell(answer, |store| store.read(session)),
            Call::Erase(session, answer) => self.tell(answer, |store| store.erase(session)),
            Call::All(answer) => self.tell(answer, Self::all),
            Call::Unlock(state) => {
                let answer = self.settled(Self::unlock);
                state.send_replace(Unlocking::Answered(answer));
            }
        }
    }

    /// Nobody may be waiting any more when it is done; then it is as unknown as a call that never ended.
    fn tell<T>(
        &mut self,
        answer: Answer<T>,
        call: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) {
        if answer.is_closed() {
            return;
        }
        let said = if self.keyring.is_locked() == Some(true) {
            Err(VaultError::Locked)
        } else {
            self.settled(call)
        };
        drop(answer.send(said));
    }

    /// After a failure the store is opened anew: a keyring daemon that was restarted has forgotten us.
    fn settled<T>(
        &mut self,
        call: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let answer = call(self);
        if answer
            .as_ref()
            .is_err_and(|error| *error != VaultError::Damaged)
        {
            self.open = None;
        }
        answer
    }

    /// In a store with a limit the new generation's parts are there before the head names them, and the former ones go after it no longer
    /// does: a write that is torn anywhere leaves the former entry readable.
    fn write(&mut self, entry: &Entry) -> Result<(), VaultError> {
        let bytes = entry.to_bytes().map_err(|_| VaultError::Damaged)?;
        let host = entry.origin.host();
        let Some(limit) = self.keyring.largest_entry() else {
            return self.put(&Name::Head(entry.session), &bytes, &host);
        };
        let former = self.head(entry.session)?;
        match Layout::of(&bytes, limit) {
            Layout::Whole => self.put(&Name::Head(entry.session), &bytes, &host)?,
            Layout::Parts(head) => {
                for (name, part) in head.parts(entry.session).zip(bytes.chunks(limit)) {
                    self.put(&name, part, &host)?;
                }
                self.put(&Name::Head(entry.session), &head.to_bytes(), &host)?;
            }
        }
        for name in former.iter().flat_map(|head| head.parts(entry.session)) {
            // What stays behind is cleared away at the next start.
            drop(self.delete(&name));
        }
        Ok(())
    }

    fn read(&mut self, session: SessionId) -> Result<Option<Entry>, VaultError> {
        let item = self.item(&Name::Head(session))?;
        self.whole(session, &item)
    }

    /// The entry that begins with this item.
    fn whole(&mut self, session: SessionId, item: &Item) -> Result<Option<Entry>, VaultError> {
        let Some(bytes) = secret_of(item)? else {
            return Ok(None);
        };
        let bytes = match Head::read(&bytes) {
            None => bytes,
            Some(head) => {
                let mut whole = Zeroizing::new(Vec::with_capacity(head.len()));
                for name in head.parts(session) {
                    let part = self.get(&name)?.ok_or(VaultError::Damaged)?;
                    whole.extend_from_slice(&part);
                }
                whole
            }
        };
        Entry::from_bytes(&bytes, session)
            .map(Some)
            .map_err(|_| VaultError::Damaged)
    }

    /// The head goes last: while anything is left, the entry can be found and erased again. In a store with a limit every part goes, also of
    /// generations that a torn write or delete has left.
    fn erase(&mut self, session: SessionId) -> Result<(), VaultError> {
        let limited = self.keyring.largest_entry().is_some();
        if limited {
            for name in self.parts_of(session)? {
                self.delete(&name)?;
            }
        }
        self.delete(&Name::Head(session))?;
        let left = self.get(&Name::Head(session))?.is_some()
            || (limited && !self.parts_of(session)?.is_empty());
        if left {
            return Err(VaultError::Failed(
                "the entry is still there after it was deleted".into(),
            ));
        }
        Ok(())
    }

    fn parts_of(&mut self, session: SessionId) -> Result<Vec<Name>, VaultError> {
        let mut parts = Vec::new();
        for (name, _) in self.found()? {
            let ours = matches!(name, Name::Part { session: of, .. } if of == session);
            // Some stores find what has just been deleted.
            if ours && self.get(&name)?.is_some() {
                parts.push(name);
            }
        }
        Ok(parts)
    }

    /// All entries that can be read. Parts that no head names were left by a torn write, and are cleared away. One item that cannot be read
    /// does not hide the others: it is noticed again by name, when its session is used.
    fn all(&mut self) -> Result<Vec<Entry>, VaultError> {
        let mut entries = Vec::new();
        for (name, item) in self.found()? {
            match &name {
                Name::Head(session) => match self.whole(*session, &item) {
                    Ok(entry) => entries.extend(entry),
                    Err(VaultError::Damaged) => {}
                    Err(VaultError::Failed(error)) => {
                        tracing::warn!(%session, error, "an entry of the keyring cannot be read");
                    }
                    Err(error) => return Err(error),
                },
                Name::Part { session, .. } => {
                    let head = self.head(*session)?;
                    if !head.is_some_and(|head| head.names(*session, &name)) {
                        // The next start tries again.
                        drop(self.delete(&name));
                    }
                }
            }
        }
        Ok(entries)
    }

    /// Our items in the store.
    fn found(&mut self) -> Result<Vec<(Name, Item)>, VaultError> {
        let service = self.keyring.service();
        let search = self.keyring.search();
        let search = search
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let items = match self.store()?.search(&search) {
            Ok(items) => items,
            // The registry knows the sessions; only recovery needs the search.
            Err(Error::NotSupportedByStore(_) | Error::Invalid(..)) => Vec::new(),
            Err(error) => return Err(said(error)),
        };
        let named = items.into_iter().filter_map(|item| {
            let (found, user) = item.get_specifiers()?;
            let name = user.parse().ok().filter(|_| found == service)?;
            Some((name, item))
        });
        Ok(named.collect())
    }

    fn unlock(&mut self) -> Result<(), VaultError> {
        // Reading is what makes a keyring ask; that nothing is found is fine.
        self.get(&Name::Head(SessionId::random()))?;
        self.all().map(drop)?;
        if self.keyring.is_locked() == Some(true) {
            self.keyring_unlock()
        } else {
            Ok(())
        }
    }

    /// A collection without entries of ours is only asked for when something is written.
    fn keyring_unlock(&mut self) -> Result<(), VaultError> {
        let probe = Name::Head(SessionId::random());
        self.put(&probe, b"{}", "")?;
        self.delete(&probe)
    }

    fn head(&mut self, session: SessionId) -> Result<Option<Head>, VaultError> {
        let bytes = self.get(&Name::Head(session))?;
        Ok(bytes.and_then(|bytes| Head::read(&bytes)))
    }

    fn put(&mut self, name: &Name, bytes: &[u8], host: &str) -> Result<(), VaultError> {
        let modifiers = self.keyring.modifiers(host);
        let modifiers = modifiers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let (store, service) = (self.store()?, self.keyring.service());
        let item = store
            .build(&service, &name.to_string(), Some(&modifiers))
            .map_err(said)?;
        item.set_secret(bytes).map_err(said)
    }

    fn get(&mut self, name: &Name) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        secret_of(&self.item(name)?)
    }

    fn delete(&mut self, name: &Name) -> Result<(), VaultError> {
        match self.item(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(said(error)),
        }
    }

    fn item(&mut self, name: &Name) -> Result<Item, VaultError> {
        let service = self.keyring.service();
        self.store()?
            .build(&service, &name.to_string(), None)
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

fn secret_of(item: &Item) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
    match item.get_secret().map(Zeroizing::new) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(said(error)),
    }
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
