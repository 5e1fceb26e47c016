//! The only addresses that reach the system browser: https, or http on this computer. The one exception is a site's own pages where the
//! person agreed to plain http for that site.
//!
//! An end-session URL may carry an `id_token_hint`, a whole ID token (OpenID Connect RP-Initiated Logout 1.0 §2), so an address is a secret
//! here and shows only its host.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::address::{SiteOrigin, is_loopback};

/// The longest address that is handed to a browser, in bytes. An ID token in a URL stays well below it.
const LONGEST: usize = 8192;

/// An address that may be opened in the system browser.
#[derive(Clone)]
pub struct BrowserUrl {
    text: SecretString,
    host: String,
}

/// An address that is not opened, with its host where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOpened {
    /// The host, so that the person sees who sent it.
    pub host: Option<String>,
}

/// Pages of a site that are worth opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum SitePage {
    /// The site's files.
    Home,
    /// For who has no account.
    SignUp,
    /// For who forgot the password.
    ForgotPassword,
    /// Where the password is changed, which ends every session of the account on this site.
    Security,
    /// The site's terms.
    Terms,
    /// The site's privacy policy.
    Privacy,
    /// Where apps are listed that the person has let in, this one among them after signing in with the browser.
    GrantedApps,
}

impl BrowserUrl {
    /// Takes an address from a server, or says why it is not opened.
    pub fn vet(text: &str) -> Result<Self, NotOpened> {
        let parsed = Url::parse(text).ok();
        let host = parsed
            .as_ref()
            .filter(|url| url.has_host())
            .and_then(shown_host);
        match parsed {
            Some(url) if text.len() <= LONGEST && may_be_opened(&url) => match host {
                Some(host) => Ok(Self {
                    text: String::from(url).into(),
                    host,
                }),
                None => Err(NotOpened { host: None }),
            },
            _ => Err(NotOpened { host }),
        }
    }

    /// A page of a site that is known.
    pub fn of_site(origin: &SiteOrigin, path: &str) -> Self {
        Self {
            text: String::from(origin.page(path)).into(),
            host: origin.host(),
        }
    }

    /// One tab of a known site's page (`PageTabQuery` in the web client's `PageHeader.tsx`).
    pub fn of_tab(origin: &SiteOrigin, path: &str, tab: &str) -> Self {
        let mut page = origin.page(path);
        page.query_pairs_mut().append_pair("tab", tab);
        Self {
            text: String::from(page).into(),
            host: origin.host(),
        }
    }

    /// A known site's page with the account chosen (wire notes, "Web pages worth opening").
    pub fn of_account(origin: &SiteOrigin, path: &str, user: &str) -> Self {
        let mut page = origin.page(path);
        page.query_pairs_mut().append_pair("user_hint", user);
        Self {
            text: String::from(page).into(),
            host: origin.host(),
        }
    }

    /// Origin and path, by which two pages of one end-session endpoint are the same.
    pub(crate) fn endpoint(&self) -> String {
        let text = self.expose();
        text.split(['?', '#']).next().unwrap_or(text).to_owned()
    }

    /// The host, which may be shown.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The whole address, for the program that opens it and for the vault.
    pub fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

fn may_be_opened(url: &Url) -> bool {
    let plain = url.username().is_empty() && url.password().is_none();
    plain && (url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url)))
}

fn shown_host(url: &Url) -> Option<String> {
    let host = url.host_str().filter(|host| !host.is_empty())?;
    Some(
        url.port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")),
    )
}

impl fmt::Debug for BrowserUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BrowserUrl({}, …)", self.host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_https_address_is_opened_and_shown_by_its_host_only() {
        let url =
            BrowserUrl::vet("https://login.contoso.example/oidc/session/end?id_token_hint=canary")
                .expect("https");

        assert_eq!(url.host(), "login.contoso.example");
        assert!(!format!("{url:?}").contains("canary"));
    }

    #[test]
    fn http_is_opened_on_this_computer_only() {
        assert!(BrowserUrl::vet("http://login.localhost:5304/end").is_ok());
        assert_eq!(
            BrowserUrl::vet("http://login.contoso.example:81/end").map(|_| ()),
            Err(NotOpened {
                host: Some("login.contoso.example:81".into())
            })
        );
    }

    #[test]
    fn anything_else_is_not_opened() {
        let long = format!("https://login.contoso.example/?{}", "a".repeat(10_000));
        for (address, host) in [
            ("file:///etc/passwd", None),
            ("javascript:alert(1)", None),
            ("cloudreve://mount?code=1", Some("mount")),
            (
                "https://user:word@login.contoso.example/",
                Some("login.contoso.example"),
            ),
            ("not an address", None),
            (long.as_str(), Some("login.contoso.example")),
        ] {
            let answer = BrowserUrl::vet(address).map(|_| ());
            assert_eq!(
                answer,
                Err(NotOpened {
                    host: host.map(str::to_owned)
                }),
                "{address:.40}"
            );
        }
    }
}
