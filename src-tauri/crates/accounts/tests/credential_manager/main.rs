//! The domain on Windows' own Credential Manager, through the program's own keyring (`src-tauri/src/keyring.rs`), which holds an entry that
//! is longer than one credential in parts.
//!
//! Each test has a service name of its own, so that it meets neither the others' credentials nor anybody's sessions. Wine has a Credential
//! Manager too. Deliberately not here: what the domain does with any keyring (`tests/behavior`).

#![cfg(target_os = "windows")]
#![expect(
    clippy::expect_used,
    reason = "a stage that cannot be set ends its test"
)]

mod credentials;
#[path = "../../../../src/keyring.rs"]
mod keyring;
mod sessions;
mod stage;
