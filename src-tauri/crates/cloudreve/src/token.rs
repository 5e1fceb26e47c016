//! The secrets of a session, each a type of its own.
//!
//! A server answers success, and revokes nothing, when an access token is handed to sign-out (wire notes, "Tokens"), so the
//! two kinds must not be exchangeable. None of them can be serialized or printed. Deliberately not here: looking into a
//! token; both kinds are opaque.

use std::fmt;

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use crate::Fault;
use crate::envelope::{Data, FromData, required};

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SecretString);

        impl $name {
            /// The text itself. Every use hands the secret on, so each one needs a reason.
            #[must_use]
            pub fn expose_secret(&self) -> &str {
                self.0.expose_secret()
            }
        }

        impl From<SecretString> for $name {
            fn from(secret: SecretString) -> Self {
                Self(secret)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([REDACTED])"))
            }
        }
    };
}

secret! {
    /// Opens bearer calls until it expires, one hour by default, also after a sign-out (wire notes, "Tokens").
    AccessToken
}

secret! {
    /// Buys new token pairs, and names the session to be signed out.
    RefreshToken
}

secret! {
    /// The first half of a sign-in with a second factor: the password was right. Lives 600 seconds at the server (wire
    /// notes, code 203).
    TwoFactorSession
}

secret! {
    /// Where the identity provider ends its own session: raw text of the server, not yet judged. It is a secret because it
    /// can carry an `id_token_hint` (OpenID Connect RP-Initiated Logout 1.0, section 2).
    EndSessionUrl
}

/// What a sign-in or a refresh hands out.
#[derive(Debug, Clone)]
pub struct TokenPair {
    /// For bearer calls.
    pub access: AccessToken,
    /// For the next refresh and for sign-out.
    pub refresh: RefreshToken,
    /// When the access token ends, by the server's clock.
    pub access_expires: Timestamp,
    /// When the refresh token ends, by the server's clock.
    pub refresh_expires: Timestamp,
}

#[derive(Deserialize)]
pub(crate) struct TokenPairFields {
    access_token: Option<SecretString>,
    refresh_token: Option<SecretString>,
    access_expires: Option<Timestamp>,
    refresh_expires: Option<Timestamp>,
}

impl TokenPairFields {
    pub(crate) fn pair(self, path: &str) -> Result<TokenPair, Fault> {
        let token = |field: Option<SecretString>, name: &str| {
            // A token goes into a header or a JSON string; a visible ASCII text is all that RFC 6750, section 2.1 allows.
            required(
                field.filter(|token| is_visible(token.expose_secret())),
                path,
                name,
            )
        };
        Ok(TokenPair {
            access: AccessToken(token(self.access_token, "access_token")?),
            refresh: RefreshToken(token(self.refresh_token, "refresh_token")?),
            access_expires: required(self.access_expires, path, "access_expires")?,
            refresh_expires: required(self.refresh_expires, path, "refresh_expires")?,
        })
    }
}

impl FromData for TokenPair {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        data.read::<TokenPairFields>()?.pair("data")
    }
}

fn is_visible(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_secret_shows_itself_in_debug_output() {
        let secret = || SecretString::from("eyJhbGciOi");
        let pair = TokenPair {
            access: secret().into(),
            refresh: secret().into(),
            access_expires: Timestamp::UNIX_EPOCH,
            refresh_expires: Timestamp::UNIX_EPOCH,
        };

        let shown = format!(
            "{:?} {pair:#?} {:?} {:?}",
            AccessToken::from(secret()),
            TwoFactorSession::from(secret()),
            EndSessionUrl::from(secret()),
        );

        assert!(!shown.contains("eyJ"), "{shown}");
        assert_eq!(shown.matches("[REDACTED]").count(), 5, "{shown}");
    }
}
