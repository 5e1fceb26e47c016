//! The vault of a measured start: keyring-core's mock store, filled before the time begins.

use std::sync::Arc;

use accounts::Keyring;
use keyring_core::api::{CredentialStore, CredentialStoreApi};
use keyring_core::mock;

use crate::SERVICE;

/// A keyring in this process.
pub(crate) struct InMemory(Arc<mock::Store>);

impl InMemory {
    /// One that holds these entries.
    pub(crate) fn with(entries: &[(String, String)]) -> Self {
        let store = mock::Store::new().expect("a store");
        fill(&*store, SERVICE, entries);
        Self(store)
    }

    /// The name and the text of each entry.
    pub(crate) fn entries(&self) -> Vec<(String, String)> {
        let mut creds = self.0.inner.lock().expect("not poisoned");
        let text = |cred: &Arc<mock::Cred>| {
            let mut data = cred.inner.lock().expect("not poisoned");
            let secret = data.get_mut().secret.clone()?;
            Some((
                cred.specifiers.1.clone(),
                String::from_utf8(secret).expect("text"),
            ))
        };
        creds.get_mut().iter().filter_map(text).collect()
    }
}

/// Puts entries into a store under this service.
pub(crate) fn fill(store: &dyn CredentialStoreApi, service: &str, entries: &[(String, String)]) {
    for (name, text) in entries {
        let entry = store.build(service, name, None).expect("an entry");
        entry.set_secret(text.as_bytes()).expect("written");
    }
}

impl Keyring for InMemory {
    fn open(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        Ok(self.0.clone())
    }

    fn is_locked(&self) -> Option<bool> {
        Some(false)
    }

    fn name(&self) -> String {
        "Mock keyring".into()
    }

    fn service(&self) -> String {
        SERVICE.into()
    }
}
