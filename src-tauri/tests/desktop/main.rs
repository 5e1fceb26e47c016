//! The program on a real desktop: its window through WebKitWebDriver, a real keyring, stand-in servers over real HTTP. Controls are found by
//! role and name, as a screen reader finds them.
//!
//! Each test is a desktop session of its own (`session.rs`), so nothing is shared and nothing of the person's own session is touched.
//! `cargo xtask test --only desktop` installs what they need and runs them.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "all of this is tests: a failure is what a panic is for"
)]
#![expect(
    clippy::print_stdout,
    reason = "the tour tells what it shows, the hunt where it looked, and a failed test where its pictures are"
)]

mod accessible;
mod adding;
mod app;
mod autostart;
mod axe;
mod background;
mod bad_days;
mod bad_inputs;
mod browser;
mod changing_looks;
mod coming_back;
mod environment;
mod hunt;
mod keyboard;
mod keyboard_only;
mod keyring;
mod notifications;
mod odd_names;
mod page;
mod panel;
mod patience;
mod person;
mod presence;
mod process;
mod read_aloud;
mod screen;
mod secrets;
mod session;
mod signing_out;
mod system_bus;
mod tour;
mod tray;
mod tray_menu;
mod two_steps;
mod words;
