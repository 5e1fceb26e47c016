//! Stand-in Cloudreve servers over real HTTP, for the demo and for tests that want a server they can break.
//! They answer the session API as it was recorded from Cloudreve 4.14 and nothing else of that server: no files,
//! no shares, no browser sign-in. State lives in memory; nothing is written to disk.

mod api;
mod bearer;
mod clock;
mod control;
mod demo;
mod drawing;
mod envelope;
mod faults;
mod garble;
mod gate;
mod memory;
mod people;
mod port;
mod provider;
mod site;
mod stand_in;
mod tokens;
mod truth;
mod web;

pub use demo::{Demo, Ports};
pub use faults::{Fault, On, What};
pub use people::{NewPerson, PASSWORD};
pub use port::StartError;
pub use provider::{EndSessionPage, IdentityProvider, ProviderTruth};
pub use site::{Edition, EndSession, GRACE_TOTP_SECRET, Site, totp_code};
pub use stand_in::StandIn;
pub use tokens::IssuedTokens;
pub use truth::{Family, Seen, Truth};
