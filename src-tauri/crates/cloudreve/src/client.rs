//! The process's HTTP client: how every exchange is made, whatever it asks for.
//!
//! No cookies are kept and no redirect is followed, so that credentials go to the origin that was asked and nowhere else.
//! Deliberately not here: retries. A request that may have arrived is for the domain to judge.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::redirect;
use rustls::ClientConfig;
use rustls::crypto::aws_lc_rs;
use rustls_platform_verifier::BuilderVerifierExt;
use thiserror::Error;
use url::{Host, Url};

use crate::Server;
use crate::name_resolution::SystemNames;

/// The longest one exchange may take, from the look-up of the name to the last byte of the body.
const DEADLINE: Duration = Duration::from_secs(30);

/// How long a connection is kept after an answer: what belongs together is asked at once, and then nothing for minutes or days.
const KEPT: Duration = Duration::from_secs(1);

/// Makes the exchanges with all servers of this process. Cheap to clone; clones share connections.
#[derive(Debug, Clone)]
pub struct Client {
    outside: reqwest::Client,
    /// A system proxy cannot reach this computer's own loopback addresses, so these never go through one.
    loopback: reqwest::Client,
}

/// The client cannot be made.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The user agent has characters that no header can carry.
    #[error("the user agent cannot be sent in a header")]
    UserAgent,
    /// The operating system's store of trusted certificates or its name look-up cannot be used.
    #[error("HTTP cannot be set up on this computer: {0}")]
    Setup(String),
}

impl Client {
    /// A client that calls itself `user_agent` and gives every exchange 30 seconds.
    ///
    /// # Errors
    /// [`ClientError`] when the user agent cannot be sent or TLS cannot be set up.
    pub fn new(user_agent: &str) -> Result<Client, ClientError> {
        Client::with_timeout(user_agent, DEADLINE)
    }

    /// As [`Client::new`] with another deadline for a whole exchange, body included. Setting up the connection may take a
    /// third of it, so that a server that cannot be reached is told apart from one that does not answer.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_timeout(user_agent: &str, timeout: Duration) -> Result<Client, ClientError> {
        let user_agent = HeaderValue::from_str(user_agent).map_err(|_| ClientError::UserAgent)?;
        let tls = tls().map_err(|error| ClientError::Setup(error.to_string()))?;
        let builder = || {
            reqwest::Client::builder()
                .user_agent(user_agent.clone())
                .default_headers(HeaderMap::from_iter([(
                    ACCEPT,
                    HeaderValue::from_static("application/json"),
                )]))
                .redirect(redirect::Policy::none())
                .referer(false)
                .timeout(timeout)
                .connect_timeout(timeout / 3)
                .pool_idle_timeout(KEPT)
                .dns_resolver(SystemNames)
                .tls_backend_preconfigured(tls.clone())
        };
        let built = |builder: reqwest::ClientBuilder| {
            builder
                .build()
                .map_err(|error| ClientError::Setup(error.to_string()))
        };
        Ok(Client {
            outside: built(builder())?,
            loopback: built(builder().no_proxy())?,
        })
    }

    /// The server at `origin`. Nothing is sent. User info, query and fragment of `origin` are dropped.
    #[must_use]
    pub fn server(&self, origin: &Url) -> Server {
        Server::new(self.clone(), origin)
    }

    pub(crate) fn reaching(&self, url: &Url) -> &reqwest::Client {
        if is_loopback(url) {
            &self.loopback
        } else {
            &self.outside
        }
    }
}

/// TLS as `reqwest` sets it up by itself, but once: each of its clients would read what this computer trusts again, and keep it.
fn tls() -> Result<ClientConfig, rustls::Error> {
    let mut tls = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(tls)
}

/// Whether `url` names this computer itself: 127.0.0.0/8, ::1, `localhost` and names below it (RFC 6761, section 6.3).
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_this_computer_and_nothing_that_looks_like_it() {
        let own = [
            "http://localhost:5212",
            "http://login.localhost",
            "http://localhost.",
            "http://127.8.9.1",
            "http://[::1]:80",
        ];
        let foreign = [
            "http://localhost.example.org",
            "http://notlocalhost",
            "http://128.0.0.1",
            "http://[fe80::1]",
            "https://example.org/?localhost",
        ];
        for url in own {
            assert!(is_loopback(&Url::parse(url).unwrap()), "{url}");
        }
        for url in foreign {
            assert!(!is_loopback(&Url::parse(url).unwrap()), "{url}");
        }
    }

    #[test]
    fn a_user_agent_that_no_header_can_carry_is_refused() {
        let refused = Client::new("Keyreve\r\nCookie: a=b");

        assert!(matches!(refused, Err(ClientError::UserAgent)));
    }
}
