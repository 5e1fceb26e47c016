//! The domain through its public door: a stand-in server over real HTTP, keyring-core's mock store, a registry on disk, and time that is
//! passed in. Each test is a sentence of the intended behaviour (docs/behavior.md names them).

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a stage that cannot be set ends its test"
)]

mod adding;
mod addresses;
mod arranging;
mod bad_answers;
mod captchas;
mod choosing;
mod codes;
mod full_disk;
mod imported;
mod installations;
mod keyring;
mod lanes;
mod logos;
mod naming;
mod pages;
mod recovery;
mod registry;
mod renewing;
mod secrets;
mod signing_out;
mod stage;
mod telling;
mod test_keyring;
mod waking;
