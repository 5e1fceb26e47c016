//! Looks up host names with the operating system, so that an unknown name is an error of its own type.
//!
//! The HTTP client's own resolver reports an unknown name as text inside a connection error, in the system's language.
//! Deliberately not here: caching and happy eyeballs, which the operating system and the HTTP client do.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// The host name has no address, or the system cannot find out.
#[derive(Debug, Error)]
#[error("the host name has no address")]
pub(crate) struct NameUnknown;

/// The operating system's own name look-up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemNames;

impl Resolve for SystemNames {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let addresses = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(|_| NameUnknown)?;
            Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}
