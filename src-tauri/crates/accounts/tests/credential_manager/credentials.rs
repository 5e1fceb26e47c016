//! What is in the Credential Manager, seen past the program's own keyring: by whole names, wherever a service stands in them.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::Entry;
use keyring_core::api::CredentialStoreApi as _;
use windows_native_keyring_store::Store;

/// One credential, as somebody sees it who looks for it by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// `TargetName`, under which Windows lists it.
    pub(crate) name: String,
    pub(crate) size: usize,
    /// `Session`, `Local` or `Enterprise`.
    pub(crate) persistence: String,
}

/// The credentials that have this in their names, sorted.
pub(crate) fn with(text: &str) -> Vec<Seen> {
    let mut seen: Vec<Seen> = entries(text).iter().map(see).collect();
    seen.sort_by(|one, other| one.name.cmp(&other.name));
    seen
}

/// Deletes them, too: what a test that failed has left behind, or what this one made itself.
pub(crate) fn clear(text: &str) {
    for entry in entries(text) {
        entry.delete_credential().expect("deleted");
    }
}

/// Puts a credential there under this very name.
pub(crate) fn put(name: &str, secret: &[u8]) -> keyring_core::Result<()> {
    let target = HashMap::from([("target", name)]);
    let entry = store().build("somebody", "something", Some(&target))?;
    entry.set_secret(secret)
}

/// Other tests' credentials come and go meanwhile, so that only ours are looked into.
fn entries(text: &str) -> Vec<Entry> {
    let pattern = text.replace('.', r"\.");
    let named = HashMap::from([("pattern", pattern.as_str())]);
    store().search(&named).expect("searched")
}

fn see(entry: &Entry) -> Seen {
    let mut attributes = entry.get_attributes().expect("attributes");
    let mut attribute = |name| attributes.remove(name).expect("an attribute");
    Seen {
        name: attribute("target_name"),
        persistence: attribute("persistence"),
        size: entry.get_secret().expect("read").len(),
    }
}

fn store() -> Arc<Store> {
    Store::new().expect("a store")
}
