//! The domain on Windows' own Credential Manager, through the program's own keyring (`src-tauri/src/keyring.rs`), which holds an entry that
//! is longer than one credential in parts.
//!
//! Each test has a service name of its own, so that it meets neither the others' credentials nor anybody's sessions.
//!
//! Deliberately not here: what the domain does with any keyring (`tests/behavior`).
//!
//! Wine has a Credential Manager too, and Wine 8 needs two things that we do not expect of Windows. It lists credentials at addresses that are not
//! aligned, which the store's debug assertions end the process for, and a listing fails (1018) while another thread deletes one:
//!
//!     cargo test -p accounts --test credential_manager --target x86_64-pc-windows-gnu \
//!         --config 'profile.dev.package.windows-native-keyring-store.debug-assertions=false' -- --test-threads=1

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
