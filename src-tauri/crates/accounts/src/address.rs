//! What a person types as a site's address, made into the site's origin.
//!
//! Deliberately not here: asking the network. Whether a Cloudreve lives there is the probe's question.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// A site's identity: scheme, host and port, nothing else (RFC 6454 §4).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SiteOrigin(Url);

/// What a person typed, as the origins that it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TypedAddress {
    /// The one to ask first.
    pub(crate) first: SiteOrigin,
    /// The one to ask when that does not speak the scheme; `None` when the person named the scheme.
    pub(crate) otherwise: Option<SiteOrigin>,
}

impl TypedAddress {
    pub(crate) fn read(input: &str) -> Result<Self, AddressError> {
        let input = input.trim();
        let before_path = input.split(['/', '?', '#']).next().unwrap_or_default();
        if before_path.ends_with(':') && input[before_path.len()..].starts_with("//") {
            let first = SiteOrigin::of_page(input)?;
            let otherwise = None;
            return Ok(Self { first, otherwise });
        }
        let bare_ipv6 = input.parse::<Ipv6Addr>().is_ok();
        let input = if bare_ipv6 {
            format!("[{input}]")
        } else {
            input.to_owned()
        };
        let https = SiteOrigin::of_page(&format!("https://{input}"))?;
        let http = SiteOrigin::of_page(&format!("http://{input}"))?;
        // A usual port that was typed out means its own scheme. The parser has dropped it under that scheme only.
        let (first, otherwise) = match (https.0.port(), http.0.port()) {
            (None, Some(443)) => (https, None),
            (Some(80), None) => (http, None),
            _ if https.is_loopback() => (http, Some(https)),
            _ => (https, Some(http)),
        };
        Ok(Self { first, otherwise })
    }
}

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
        TypedAddress::read(input)?.first.agreed(plain_http)
    }

    /// This origin, unless it is plain http elsewhere and the person has not agreed to that.
    pub(crate) fn agreed(self, plain_http: bool) -> Result<Self, AddressError> {
        if self.is_plain_http() && !self.is_loopback() && !plain_http {
            return Err(AddressError::PlainHttp { host: self.host() });
        }
        Ok(self)
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
    fn a_usual_port_that_was_typed_out_means_its_own_scheme() {
        assert_eq!(typed("cloud.example.com:443"), "https://cloud.example.com");
        assert_eq!(typed("localhost:443"), "https://localhost");
        assert_eq!(
            SiteOrigin::typed("nas.example:80", true).map(|origin| origin.to_string()),
            Ok("http://nas.example".into())
        );
    }

    #[test]
    fn without_a_scheme_the_other_one_is_a_second_try() {
        let otherwise = |input: &str| {
            let address = TypedAddress::read(input).expect("an address");
            address.otherwise.map(|origin| origin.to_string())
        };
        assert_eq!(otherwise("nas:5212"), Some("http://nas:5212".into()));
        assert_eq!(
            otherwise("localhost:5212"),
            Some("https://localhost:5212".into())
        );
        assert_eq!(otherwise("https://nas:5212"), None);
        assert_eq!(otherwise("nas:443"), None);
    }

    #[test]
    fn an_ipv6_address_may_stand_without_brackets() {
        assert_eq!(typed("::1"), "http://[::1]");
        assert_eq!(typed("2001:db8::1"), "https://[2001:db8::1]");
    }

    #[test]
    fn spaces_belong_around_an_address_or_into_its_path() {
        assert_eq!(
            typed("  https://cloud.example.com/home?path=My Files "),
            "https://cloud.example.com"
        );
        assert_eq!(
            SiteOrigin::typed("cloud example.com", false),
            Err(AddressError::NotAnAddress)
        );
    }

    #[test]
    fn a_password_in_the_address_is_refused() {
        for address in [
            "https://ada:secret@cloud.example.com",
            "ada@cloud.example.com",
        ] {
            assert_eq!(
                SiteOrigin::typed(address, false),
                Err(AddressError::WithCredentials)
            );
        }
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
