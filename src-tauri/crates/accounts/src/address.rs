//! What a person types as a site's address, made into the site's origin.
//!
//! Deliberately not here: asking the network. Whether a Cloudreve lives there is the probe's question.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// A site's identity: scheme, host and port, nothing else (RFC 6454 §4).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SiteOrigin(Url);

/// Why a typed address is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing that could be an address.
    #[error("this is not an address")]
    NotAnAddress,
    /// `https://user:password@host`: a secret in the wrong place.
    #[error("the address carries a user name or password")]
    WithCredentials,
    /// Plain http to another computer, which the person has not agreed to.
    #[error("the connection to {host} would not be encrypted")]
    PlainHttp {
        /// The host it would go to.
        host: String,
    },
}

impl SiteOrigin {
    /// Reads what a person typed or pasted: a host, `host:port`, or any page of the site.
    ///
    /// Without a scheme it is https, on this computer http. Plain http elsewhere needs `plain_http`, the person's own yes.
    pub fn typed(input: &str, plain_http: bool) -> Result<Self, AddressError> {
        let input: String = input.split_whitespace().collect();
        let origin = if input.contains("://") {
            Self::of_page(&input)?
        } else {
            Self::without_scheme(&input)?
        };
        if origin.is_plain_http() && !origin.is_loopback() && !plain_http {
            return Err(AddressError::PlainHttp {
                host: origin.host(),
            });
        }
        Ok(origin)
    }

    /// The origin of any http or https page.
    pub fn of_page(page: &str) -> Result<Self, AddressError> {
        let page = Url::parse(page).map_err(|_| AddressError::NotAnAddress)?;
        if !page.username().is_empty() || page.password().is_some() {
            return Err(AddressError::WithCredentials);
        }
        if !matches!(page.scheme(), "http" | "https") {
            return Err(AddressError::NotAnAddress);
        }
        let mut origin = page;
        origin.set_path("");
        origin.set_query(None);
        origin.set_fragment(None);
        if let Some(bare) = origin
            .host_str()
            .and_then(|host| host.strip_suffix('.'))
            .map(str::to_owned)
        {
            origin
                .set_host(Some(&bare))
                .map_err(|_| AddressError::NotAnAddress)?;
        }
        match origin.host_str() {
            Some(host) if !host.is_empty() => Ok(Self(origin)),
            _ => Err(AddressError::NotAnAddress),
        }
    }

    fn without_scheme(input: &str) -> Result<Self, AddressError> {
        let secure = Self::of_page(&format!("https://{input}"))?;
        if secure.is_loopback() {
            Self::of_page(&format!("http://{input}"))
        } else {
            Ok(secure)
        }
    }

    /// The origin as a URL with an empty path.
    pub fn url(&self) -> &Url {
        &self.0
    }

    /// A page of this site. `path` begins with a slash.
    pub fn page(&self, path: &str) -> Url {
        let mut page = self.0.clone();
        page.set_path(path);
        page
    }

    /// The host as people know it, with the port when it is not the usual one.
    pub fn host(&self) -> String {
        match (self.0.host_str(), self.0.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => String::new(),
        }
    }

    /// The connection is not encrypted.
    pub fn is_plain_http(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// The site is on this computer.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Whether a URL leads to this computer: 127.0.0.0/8, `::1`, `localhost` and names below it (RFC 6761 §6.3).
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

impl fmt::Display for SiteOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for SiteOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for SiteOrigin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SiteOrigin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::of_page(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(input: &str) -> String {
        SiteOrigin::typed(input, false)
            .map_or_else(|error| error.to_string(), |origin| origin.to_string())
    }

    #[test]
    fn a_host_alone_means_https() {
        assert_eq!(typed("cloud.example.com"), "https://cloud.example.com");
    }

    #[test]
    fn a_host_on_this_computer_means_http() {
        assert_eq!(typed("localhost:5212"), "http://localhost:5212");
        assert_eq!(typed("127.0.0.1:5212/home"), "http://127.0.0.1:5212");
        assert_eq!(typed("[::1]:5212"), "http://[::1]:5212");
    }

    #[test]
    fn a_pasted_page_leads_to_its_site() {
        assert_eq!(
            typed(" https://Cloud.Example.com:443/home?path=a#b\n"),
            "https://cloud.example.com"
        );
        assert_eq!(
            typed("cloud.example.com:8443/s/abc"),
            "https://cloud.example.com:8443"
        );
    }

    #[test]
    fn a_trailing_dot_and_an_international_name_are_normalised() {
        assert_eq!(typed("cloud.example.com."), "https://cloud.example.com");
        assert_eq!(typed("bücher.example"), "https://xn--bcher-kva.example");
    }

    #[test]
    fn a_password_in_the_address_is_refused() {
        assert_eq!(
            SiteOrigin::typed("https://ada:secret@cloud.example.com", false),
            Err(AddressError::WithCredentials)
        );
    }

    #[test]
    fn plain_http_elsewhere_needs_a_yes() {
        let asked = SiteOrigin::typed("http://nas.example", false);
        let agreed = SiteOrigin::typed("http://nas.example", true).map(|origin| origin.to_string());

        assert_eq!(
            asked,
            Err(AddressError::PlainHttp {
                host: "nas.example".into()
            })
        );
        assert_eq!(agreed, Ok("http://nas.example".into()));
    }

    #[test]
    fn what_is_no_address_is_said_to_be_none() {
        for input in [
            "",
            "   ",
            "https://",
            "file:///etc/passwd",
            "javascript:alert(1)//://",
            "a b://c",
        ] {
            assert_eq!(
                SiteOrigin::typed(input, false),
                Err(AddressError::NotAnAddress),
                "{input:?}"
            );
        }
    }
}
