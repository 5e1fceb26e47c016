//! The demo's accounts, signed in through the same door as a person's: the address is probed, the password sent, the session kept in the
//! keyring. The passwords are the stand-in servers' published ones.

use std::path::Path;

use accounts::{Attempt, Manager, SignInRequest, SiteOrigin};
use serde::Deserialize;

#[derive(Deserialize)]
struct DemoAccount {
    address: String,
    email: String,
    password: String,
}

/// Signs in to what the file lists and is not there yet. What fails is logged; the demo goes on with the rest.
pub(crate) async fn sign_in(manager: &Manager, file: &Path) {
    let accounts: Vec<DemoAccount> =
        match std::fs::read(file).map(|bytes| serde_json::from_slice(&bytes)) {
            Ok(Ok(accounts)) => accounts,
            Ok(Err(error)) => {
                return tracing::error!(%error, "the demo's accounts cannot be understood");
            }
            Err(error) => return tracing::error!(%error, "the demo's accounts cannot be read"),
        };
    let known = known(manager);
    for (number, account) in (0_u32..).zip(accounts) {
        if known.contains(&account.email) {
            continue;
        }
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
        account: None,
    };
    manager
        .sign_in(attempt, request)
        .await
        .map(drop)
        .map_err(|error| error.to_string())
}

fn known(manager: &Manager) -> Vec<String> {
    let sites = manager.snapshot().sites;
    sites
        .into_iter()
        .flat_map(|site| site.accounts)
        .filter_map(|account| account.email)
        .collect()
}
