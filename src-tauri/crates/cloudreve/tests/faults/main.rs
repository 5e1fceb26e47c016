//! What this crate makes of everything that is not a good answer, over real connections.
//!
//! Deliberately not here: refusals, which the recordings cover.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod avatars;
mod bodies;
#[cfg(target_os = "linux")]
mod certificates;
mod connections;
mod leniency;
mod logos;
mod proxies;
mod redirects;
mod scripted;
mod times;

use std::time::Duration;

use cloudreve::{AccessToken, Client, Fault, PingError, RefreshToken, Server};
use secrecy::SecretString;

/// The server, for a client that waits as long as it does in the program.
fn server(scripted: &scripted::Scripted) -> Server {
    Client::new("Keyreve test")
        .unwrap()
        .server(&scripted.origin)
}

/// The server, for a client that loses patience soon.
fn impatient(scripted: &scripted::Scripted) -> Server {
    let patience = Duration::from_millis(600);
    let client = Client::with_timeout("Keyreve test", patience).unwrap();
    client.server(&scripted.origin)
}

/// The fault of a ping.
async fn ping_fault(server: &Server) -> Fault {
    match server.ping().await {
        Err(PingError::Fault(fault)) => fault,
        other => panic!("expected a fault, got {other:?}"),
    }
}

fn access() -> AccessToken {
    AccessToken::from(SecretString::from("access-secret"))
}

fn refresh() -> RefreshToken {
    RefreshToken::from(SecretString::from("refresh-secret"))
}
