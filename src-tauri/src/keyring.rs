//! The operating system's keyring: Secret Service, Credential Manager or Keychain.
//!
//! Before any call that could make a Secret Service ask the person, its default collection's `Locked` property is read
//! (Secret Service API, "Collection"). Deliberately absent: any other place for a secret.

use std::sync::Arc;

use accounts::Keyring;
use keyring_core::api::CredentialStore;

/// This computer's keyring, under the given service name.
#[derive(Debug)]
pub(crate) struct SystemKeyring {
    service: &'static str,
}

impl SystemKeyring {
    pub(crate) fn new(service: &'static str) -> Self {
        Self { service }
    }
}

impl Keyring for SystemKeyring {
    fn open(&self) -> keyring_core::Result<Arc<CredentialStore>> {
        platform::open()
    }

    fn is_locked(&self) -> Option<bool> {
        platform::is_locked()
    }

    fn name(&self) -> String {
        platform::name().to_owned()
    }

    fn service(&self) -> String {
        self.service.to_owned()
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::sync::Arc;

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

    /// `None` when there is no Secret Service, or no default collection yet.
    pub(super) fn is_locked() -> Option<bool> {
        let bus = Connection::session().ok()?;
        let service = "org.freedesktop.Secret.Service";
        let service = Proxy::new(&bus, BUS_NAME, "/org/freedesktop/secrets", service).ok()?;
        let collection: OwnedObjectPath = service.call("ReadAlias", &"default").ok()?;
        if collection.as_str() == "/" {
            return None;
        }
        let collection = Proxy::new(
            &bus,
            BUS_NAME,
            collection,
            "org.freedesktop.Secret.Collection",
        )
        .ok()?;
        collection.get_property("Locked").ok()
    }
}

#[cfg(target_os = "windows")]
mod platform {
    use std::sync::Arc;

    use keyring_core::api::CredentialStore;

    pub(super) fn name() -> &'static str {
        "Windows Credential Manager"
    }

    pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
        let store: Arc<CredentialStore> = windows_native_keyring_store::Store::new()?;
        Ok(store)
    }

    /// It is open while its user is signed in.
    pub(super) fn is_locked() -> Option<bool> {
        Some(false)
    }
}

#[cfg(target_os = "macos")]
mod platform {
    use std::sync::Arc;

    use keyring_core::api::CredentialStore;

    pub(super) fn name() -> &'static str {
        "macOS Keychain"
    }

    pub(super) fn open() -> keyring_core::Result<Arc<CredentialStore>> {
        let store: Arc<CredentialStore> = apple_native_keyring_store::keychain::Store::new()?;
        Ok(store)
    }

    /// The keychain asks by itself; whether it would cannot be told beforehand.
    pub(super) fn is_locked() -> Option<bool> {
        None
    }
}
