//! The demo's accounts, signed in through the same door as a person's: the address is probed, the password sent, the session kept in the
//! keyring. The passwords are the stand-in servers' published ones.
//!
//! Each demo begins afresh: the sessions of a former one belong to servers that are gone.

use std::path::Path;

use accounts::{Attempt, Keyring as _, Manager, SignInRequest, SignInStep, SiteOrigin};
use serde::Deserialize;

use crate::keyring::SystemKeyring;

#[derive(Deserialize)]
struct DemoAccount {
    address: String,
    email: String,
    password: String,
}

/// Takes away what a former demo left behind. Only ever called with the demo's own identity.
pub(crate) fn begin_afresh(registry: &Path, keyring: &SystemKeyring) {
    for suffix in ["", "-wal", "-shm"] {
        let mut file = registry.as_os_str().to_owned();
        file.push(suffix);
        // Not there is as good as removed.
        drop(std::fs::remove_file(file));
    }
    let search = keyring.search();
    let search = search
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let found = keyring.open().and_then(|store| store.search(&search));
    for entry in found.unwrap_or_default() {
        if let Err(error) = entry.delete_credential() {
            tracing::warn!(%error, "an entry of a former demo stayed in the keyring");
        }
    }
}

/// Signs in to what the file lists. What fails is logged; the demo goes on with the rest.
pub(crate) async fn sign_in(manager: &Manager, file: &Path) {
    let accounts: Vec<DemoAccount> =
        match std::fs::read(file).map(|bytes| serde_json::from_slice(&bytes)) {
            Ok(Ok(accounts)) => accounts,
            Ok(Err(error)) => {
                return tracing::error!(%error, "the demo's accounts cannot be understood");
            }
            Err(error) => return tracing::error!(%error, "the demo's accounts cannot be read"),
        };
    for (number, account) in (0_u32..).zip(accounts) {
        if let Err(error) = add(manager, Attempt(u32::MAX - number), account).await {
            tracing::error!(error, "a demo account was not signed in");
        }
    }
}

async fn add(manager: &Manager, attempt: Attempt, account: DemoAccount) -> Result<(), String> {
    let card = manager
        .probe(attempt, &account.address, false)
        .await
        .map_err(|error| error.to_string())?;
    let site = SiteOrigin::of_page(&card.origin).map_err(|error| error.to_string())?;
    let request = SignInRequest {
        site,
        email: account.email,
        password: account.password.into(),
        captcha: None,
        account: None,
    };
    match manager.sign_in(attempt, request).await {
        Ok(SignInStep::SignedIn { .. }) => Ok(()),
        Ok(SignInStep::CodeWanted) => Err("a code is wanted".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
