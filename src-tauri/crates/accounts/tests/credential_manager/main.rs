//! The domain on Windows' own Credential Manager, through the program's own keyring (`src-tauri/src/keyring.rs`), which holds an entry that
//! is longer than one credential in parts.
//!
//! Each test has a service name of its own, so that it meets neither the others' credentials nor anybody's sessions.
//!
//! Deliberately not here: what the domain does with any keyring (`tests/behavior`).
//!
//! `cargo xtask test --only windows --only wine` builds and runs these on Linux, under Wine's Credential Manager. Wine 8 needs two things that we do
//! not expect of Windows, and they are in that command (`xtask/src/platforms.rs`): no debug assertions in the store, and one test at a time.

#![cfg(target_os = "windows")]
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a stage that cannot be set ends its test"
)]

mod credentials;
#[path = "../../../../src/keyring.rs"]
mod keyring;
mod sessions;
mod stage;
