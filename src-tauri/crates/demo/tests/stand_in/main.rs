//! What a stand-in server does, told in sentences and tried over real HTTP. That it answers as the real server was
//! recorded is the subject of `conformance`.

#![expect(
    clippy::unwrap_used,
    reason = "everything here is a test; the lint knows only functions that are marked as one"
)]

mod browser;
mod caller;
mod control;
mod faults;
mod many;
mod restart;
mod sessions;
mod steps;
