//! The demo's accounts, signed in through the same door as a person's: the address is probed, the password sent, the session kept in the
//! keyring. The passwords are the stand-in servers' published ones.
//!
//! Each demo begins afresh: the sessions of a former one belong to servers that are gone.

use std::collections::HashMap;
use std::path::Path;

use accounts::{Attempt, Keyring as _, Manager, SignInRequest, SignInStep, SiteOrigin};
use futures::StreamExt as _;
use serde::Deserialize;

use crate::keyring::SystemKeyring;

/// On how many sites people are signed in at the same time.
const AT_ONCE: usize = 8;

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
    // The first of each site one after the other, which gives the sites their order; then several sites at once.
    let mut sites: Vec<(SiteOrigin, Vec<Person>)> = Vec::new();
    let mut known = HashMap::new();
    for (number, account) in (0_u32..).zip(accounts) {
        let person = Person {
            attempt: Attempt(u32::MAX - number),
            account,
        };
        let address = person.account.address.clone();
        let at = match known.get(&address) {
            Some(at) => *at,
            None => {
                let begun = begin(manager, person).await;
                let at = begun.map(|site| {
                    sites.push((site, Vec::new()));
                    sites.len() - 1
                });
                known.insert(address, at);
                continue;
            }
        };
        if let Some((_, people)) = at.and_then(|at: usize| sites.get_mut(at)) {
            people.push(person);
        }
    }
    futures::stream::iter(sites)
        .for_each_concurrent(AT_ONCE, |(site, people)| async move {
            for person in people {
                add(manager, &site, person).await;
            }
        })
        .await;
}

/// One account, with the number of its wait.
struct Person {
    attempt: Attempt,
    account: DemoAccount,
}

/// Looks at a site and signs its first account in.
async fn begin(manager: &Manager, person: Person) -> Option<SiteOrigin> {
    let card = manager
        .probe(person.attempt, &person.account.address, false)
        .await;
    let site = match card {
        Ok(card) => SiteOrigin::of_page(&card.origin).ok()?,
        Err(error) => {
            tracing::error!(%error, "a site of the demo was not found");
            return None;
        }
    };
    add(manager, &site, person).await;
    Some(site)
}

async fn add(manager: &Manager, site: &SiteOrigin, person: Person) {
    let request = SignInRequest {
        site: site.clone(),
        email: person.account.email,
        password: person.account.password.into(),
        captcha: None,
        account: None,
    };
    match manager.sign_in(person.attempt, request).await {
        Ok(SignInStep::SignedIn { .. }) => {}
        Ok(SignInStep::CodeWanted) => tracing::error!("a demo account wants a code"),
        Err(error) => tracing::error!(%error, "a demo account was not signed in"),
    }
}
