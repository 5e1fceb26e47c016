//! The operating system's keyring: Secret Service, Credential Manager or Keychain.
//!
//! Before any call that could make a Secret Service ask the person, it is asked whether it would (Secret Service API, "Collection": property
//! `Locked`). Deliberately absent: any other place for a secret.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::Keyring;
use keyring_core::api::CredentialStore;

/// This computer's keyring, under the given service name.
#[derive(Debug)]
pub(crate) struct SystemKeyring {
    service: &'static str,
    platform: platform::Platform,
}

impl SystemKeyring {
    pub(crate) fn new(service: &'static str) -> Self {
        Self {
            service,
            platform: Default::default(),
        }
    }
}

impl Keyring for SystemKeyring {
    fn open(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        platform::open()
    }

    fn is_locked(&self) -> Option<bool> {
        self.platform.is_locked(self.service)
    }

    fn name(&self) -> String {
        platform::name().to_owned()
    }

    fn service(&self) -> String {
        self.service.to_owned()
    }

    fn modifiers(&self, host: &str) -> HashMap<&'static str, String> {
        platform::modifiers(host)
    }

    fn search(&self) -> HashMap<&'static str, String> {
        platform::search(self.service)
    }

    fn largest_entry(&self) -> Option<usize> {
        platform::LARGEST_ENTRY
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::collections::{BTreeSet, HashMap};
    use std::sync::{Arc, Mutex, PoisonError};
    use std::time::{Duration, Instant};

    use keyring_core::api::CredentialStore;
    use zbus::blocking::fdo::DBusProxy;
    use zbus::blocking::{Connection, Proxy};
    use zbus::zvariant::OwnedObjectPath;

    const BUS_NAME: &str = "org.freedesktop.secrets";

    /// Programs that own the Secret Service's bus name also own one of their own.
    const KNOWN: [(&str, &str); 4] = [
        ("org.gnome.keyring", "GNOME Keyring"),
        ("org.kde.kwalletd6", "KDE Wallet"),
        ("org.kde.kwalletd5", "KDE Wallet"),
        ("org.keepassxc.KeePassXC.MainWindow", "KeePassXC"),
    ];

    pub(super) fn name() -> &'static str {
        known().unwrap_or("Secret Service")
    }

    fn known() -> Option<&'static str> {
        let bus = Connection::session().ok()?;
        let bus = DBusProxy::new(&bus).ok()?;
        let owner = bus.get_name_owner(BUS_NAME.try_into().ok()?).ok()?;
        KNOWN.into_iter().find_map(|(its_own, name)| {
            let same = bus.get_name_owner(its_own.try_into().ok()?).ok()? == owner;
            same.then_some(name)
        })
    }

    pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
        let store: Arc<CredentialStore> = zbus_secret_service_keyring_store::Store::new()?;
        Ok(store)
    }

    /// No limit that an entry of ours could reach.
    pub(super) const LARGEST_ENTRY: Option<usize> = None;

    /// The label is what people see of an entry in Seahorse or KWalletManager.
    pub(super) fn modifiers(host: &str) -> HashMap<&'static str, String> {
        HashMap::from([("label", format!("Keyreve: session at {host}"))])
    }

    pub(super) fn search(service: &str) -> HashMap<&'static str, String> {
        HashMap::from([("service", service.to_owned())])
    }

    /// How long it is believed in which collections our entries are.
    const BELIEVED: Duration = Duration::from_secs(60);

    /// The way to the Secret Service, made once.
    #[derive(Debug, Default)]
    pub(super) struct Platform {
        bus: Mutex<Option<Connection>>,
        found: Mutex<Option<(Instant, Vec<OwnedObjectPath>)>>,
    }

    impl Platform {
        /// `None` when there is no Secret Service. Without a default collection it would ask the person to make one, which is as good as
        /// locked; and entries of ours may have been moved into another collection.
        pub(super) fn is_locked(&self, service: &str) -> Option<bool> {
            let bus = self.bus()?;
            let secrets = Proxy::new(
                &bus,
                BUS_NAME,
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service",
            )
            .ok()?;
            let default: OwnedObjectPath = secrets.call("ReadAlias", &"default").ok()?;
            if default.as_str() == "/" {
                return Some(true);
            }
            let mut collections = self.with_ours(&secrets, service)?;
            collections.push(default);
            for collection in collections {
                let interface = "org.freedesktop.Secret.Collection";
                let collection = Proxy::new(&bus, BUS_NAME, collection, interface).ok()?;
                if collection.get_property("Locked").ok()? {
                    return Some(true);
                }
            }
            Some(false)
        }

        /// The collections that entries of ours are in. People seldom move them, so that this is not asked before each call.
        fn with_ours(&self, secrets: &Proxy<'_>, service: &str) -> Option<Vec<OwnedObjectPath>> {
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, collections)) = &*found
                && at.elapsed() < BELIEVED
            {
                return Some(collections.clone());
            }
            let ours = HashMap::from([("service", service)]);
            let (unlocked, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
                secrets.call("SearchItems", &ours).ok()?;
            let parents = unlocked
                .iter()
                .chain(&locked)
                .filter_map(|item| Some(item.as_str().rsplit_once('/')?.0));
            let parents: BTreeSet<&str> = parents.collect();
            let collections: Vec<OwnedObjectPath> = parents
                .into_iter()
                .filter_map(|parent| parent.try_into().ok())
                .collect();
            *found = Some((Instant::now(), collections.clone()));
            Some(collections)
        }

        fn bus(&self) -> Option<Connection> {
            let mut bus = self.bus.lock().unwrap_or_else(PoisonError::into_inner);
            if bus.is_none() {
                *bus = Connection::session().ok();
            }
            bus.clone()
        }
    }
}

#[cfg(target_os = "windows")]
mod platform {
    use std::collections::HashMap;
    use std::sync::Arc;

    use keyring_core::api::CredentialStore;

    pub(super) fn name() -> &'static str {
        "Windows Credential Manager"
    }

    pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
        // User and service are one name there; our service has dots in it, so that the usual divider could not be found again.
        let names = HashMap::from([("divider", DIVIDER)]);
        let store: Arc<CredentialStore> =
            windows_native_keyring_store::Store::new_with_configuration(&names)?;
        Ok(store)
    }

    const DIVIDER: &str = "@";

    /// `CRED_MAX_CREDENTIAL_BLOB_SIZE` (wincred.h), in bytes.
    pub(super) const LARGEST_ENTRY: Option<usize> = Some(5 * 512);

    /// A session belongs to this computer: it does not roam with the person's profile.
    pub(super) fn modifiers(_host: &str) -> HashMap<&'static str, String> {
        HashMap::from([("persistence", "Local".to_owned())])
    }

    /// A regular expression over the whole name.
    pub(super) fn search(service: &str) -> HashMap<&'static str, String> {
        let service = service.replace('.', r"\.");
        HashMap::from([("pattern", format!("^[0-9a-f#-]+{DIVIDER}{service}$"))])
    }

    #[derive(Debug, Default)]
    pub(super) struct Platform;

    impl Platform {
        /// It is open while its user is signed in.
        pub(super) fn is_locked(&self, _service: &str) -> Option<bool> {
            Some(false)
        }
    }
}

#[cfg(target_os = "macos")]
mod platform {
    use std::collections::HashMap;
    use std::sync::Arc;

    use keyring_core::api::CredentialStore;

    pub(super) fn name() -> &'static str {
        "macOS Keychain"
    }

    pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
        let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
        Ok(store)
    }

    /// No limit that an entry of ours could reach.
    pub(super) const LARGEST_ENTRY: Option<usize> = None;

    pub(super) fn modifiers(_host: &str) -> HashMap<&'static str, String> {
        HashMap::new()
    }

    pub(super) fn search(service: &str) -> HashMap<&'static str, String> {
        HashMap::from([("service", service.to_owned())])
    }

    #[derive(Debug, Default)]
    pub(super) struct Platform;

    impl Platform {
        /// The keychain asks by itself; whether it would cannot be told beforehand.
        pub(super) fn is_locked(&self, _service: &str) -> Option<bool> {
            None
        }
    }
}
