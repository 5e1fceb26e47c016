//! A keyring for tests: keyring-core's mock store, and everything that may be wrong with one.

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use accounts::Keyring;
use keyring_core::api::{CredentialApi, CredentialStore, CredentialStoreApi};
use keyring_core::{Credential, Entry, Error, Result, mock};

/// keyring-core's mock store, which can be locked, missing, small, or made to fail or hang.
pub(crate) struct TestKeyring {
    pub(crate) store: Arc<mock::Store>,
    locked: AtomicBool,
    missing: AtomicBool,
    asked: AtomicUsize,
    largest_entry: AtomicUsize,
    hanging: Mutex<bool>,
    no_longer: Condvar,
    writes_left: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    reads_fail: Arc<AtomicBool>,
}

impl TestKeyring {
    pub(crate) fn new() -> Self {
        let store = mock::Store::new().expect("a store");
        Self {
            store,
            locked: AtomicBool::new(false),
            missing: AtomicBool::new(false),
            asked: AtomicUsize::new(0),
            largest_entry: AtomicUsize::new(usize::MAX),
            hanging: Mutex::new(false),
            no_longer: Condvar::new(),
            writes_left: Arc::new(AtomicUsize::new(usize::MAX)),
            refused: Arc::default(),
            reads_fail: Arc::default(),
        }
    }

    /// From now on it takes only so many bytes for an entry.
    pub(crate) fn shrink(&self, largest_entry: usize) {
        self.largest_entry.store(largest_entry, Ordering::SeqCst);
    }

    /// It takes so many writes, and fails from then on.
    pub(crate) fn fail_after(&self, writes: usize) {
        self.writes_left.store(writes, Ordering::SeqCst);
    }

    /// A search finds the entries, and reading them by name fails.
    pub(crate) fn fail_reads_after_search(&self, failing: bool) {
        self.reads_fail.store(failing, Ordering::SeqCst);
    }

    /// An entry that had been deleted is there again, as a former keyring brings it.
    pub(crate) fn put_back(&self, entry: &str) {
        let mut creds = self.store.inner.lock().expect("not poisoned");
        for cred in creds.get_mut().iter() {
            if entry.contains(&format!("\"session\":\"{}\"", cred.specifiers.1)) {
                let mut data = cred.inner.lock().expect("not poisoned");
                data.get_mut().secret = Some(entry.as_bytes().to_vec());
            }
        }
    }

    /// How many writes it did not take.
    pub(crate) fn refused(&self) -> usize {
        self.refused.load(Ordering::SeqCst)
    }

    /// Every write is taken again.
    pub(crate) fn mend(&self) {
        self.fail_after(usize::MAX);
    }

    /// While it hangs, a call neither ends nor fails.
    pub(crate) fn hang(&self, hanging: bool) {
        *self.hanging.lock().expect("not poisoned") = hanging;
        self.no_longer.notify_all();
    }

    pub(crate) fn lock(&self, locked: bool) {
        self.locked.store(locked, Ordering::SeqCst);
    }

    pub(crate) fn go_missing(&self, missing: bool) {
        self.missing.store(missing, Ordering::SeqCst);
    }

    /// How often it was asked for anything.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    /// What the entries say, as an administrator would see them.
    pub(crate) fn entries(&self) -> Vec<String> {
        let mut creds = self.store.inner.lock().expect("not poisoned");
        let creds = creds.get_mut();
        let secrets = creds.iter().filter_map(|cred| {
            let mut data = cred.inner.lock().expect("not poisoned");
            data.get_mut().secret.clone()
        });
        secrets
            .map(|bytes| String::from_utf8(bytes).expect("text"))
            .collect()
    }

    /// Entries with this tag.
    pub(crate) fn tagged(&self, tag: &str) -> usize {
        let tag = format!("\"tag\":\"{tag}\"");
        self.entries()
            .iter()
            .filter(|entry| entry.contains(&tag))
            .count()
    }

    /// The next call for each entry that exists now fails.
    pub(crate) fn fail_next_call_of_each_entry(&self) {
        let mut creds = self.store.inner.lock().expect("not poisoned");
        for cred in creds.get_mut().iter() {
            cred.set_error(keyring_core::Error::PlatformFailure(
                "the disk is full".into(),
            ));
        }
    }

    /// Somebody edits every entry with another program.
    pub(crate) fn edit(&self, edit: impl Fn(&str) -> String) {
        let mut creds = self.store.inner.lock().expect("not poisoned");
        for cred in creds.get_mut().iter() {
            let mut data = cred.inner.lock().expect("not poisoned");
            if let Some(secret) = &mut data.get_mut().secret {
                *secret = edit(&String::from_utf8_lossy(secret)).into_bytes();
            }
        }
    }

    /// The names and sizes of the entries that are there.
    pub(crate) fn items(&self) -> Vec<(String, usize)> {
        let mut creds = self.store.inner.lock().expect("not poisoned");
        let items = creds.get_mut().iter().filter_map(|cred| {
            let mut data = cred.inner.lock().expect("not poisoned");
            let size = data.get_mut().secret.as_ref()?.len();
            Some((cred.specifiers.1.clone(), size))
        });
        items.collect()
    }

    /// Somebody deletes every entry with another program.
    pub(crate) fn wipe(&self) {
        let mut creds = self.store.inner.lock().expect("not poisoned");
        for cred in creds.get_mut().iter() {
            cred.inner.lock().expect("not poisoned").get_mut().secret = None;
        }
    }
}

impl Keyring for TestKeyring {
    fn open(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        if self.missing.load(Ordering::SeqCst) {
            return Err(keyring_core::Error::NoDefaultStore);
        }
        Ok(Arc::new(FailingStore {
            store: self.store.clone(),
            writes_left: self.writes_left.clone(),
            refused: self.refused.clone(),
            reads_fail: self.reads_fail.clone(),
        }))
    }

    fn is_locked(&self) -> Option<bool> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let hanging = self.hanging.lock().expect("not poisoned");
        drop(
            self.no_longer
                .wait_while(hanging, |hanging| *hanging)
                .expect("not poisoned"),
        );
        Some(self.locked.load(Ordering::SeqCst))
    }

    fn name(&self) -> String {
        "Test keyring".into()
    }

    fn service(&self) -> String {
        "dev.keyreve.test".into()
    }

    fn largest_entry(&self) -> Option<usize> {
        let largest = self.largest_entry.load(Ordering::SeqCst);
        (largest != usize::MAX).then_some(largest)
    }
}

/// The mock store, with a disk that fills up.
struct FailingStore {
    store: Arc<mock::Store>,
    writes_left: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    reads_fail: Arc<AtomicBool>,
}

/// An item of it.
#[derive(Debug)]
struct FailingItem {
    item: Entry,
    writes_left: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    reads_fail: Arc<AtomicBool>,
}

impl CredentialStoreApi for FailingStore {
    fn vendor(&self) -> String {
        self.store.vendor()
    }

    fn id(&self) -> String {
        self.store.id()
    }

    fn build(
        &self,
        service: &str,
        user: &str,
        modifiers: Option<&HashMap<&str, &str>>,
    ) -> Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(FailingItem {
            item: self.store.build(service, user, modifiers)?,
            writes_left: self.writes_left.clone(),
            refused: self.refused.clone(),
            reads_fail: self.reads_fail.clone(),
        })))
    }

    fn search(&self, spec: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        self.store.search(spec)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialApi for FailingItem {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        let taken = self
            .writes_left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| match left {
                usize::MAX => Some(left),
                left => left.checked_sub(1),
            });
        match taken {
            Ok(_) => self.item.set_secret(secret),
            Err(_) => {
                self.refused.fetch_add(1, Ordering::SeqCst);
                Err(Error::PlatformFailure("the disk is full".into()))
            }
        }
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        if self.reads_fail.load(Ordering::SeqCst) {
            return Err(Error::PlatformFailure("the daemon has gone".into()));
        }
        self.item.get_secret()
    }

    fn delete_credential(&self) -> Result<()> {
        self.item.delete_credential()
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Err(Error::NotSupportedByStore("not needed here".into()))
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        self.item.get_specifiers()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
