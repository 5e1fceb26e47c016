//! Keeping a session alive and ending it (wire notes, "Tokens").
//!
//! Neither call sends an Authorization header: a refresh with a bearer that lacks a scope is refused for that. Deliberately
//! not here: what 40020 proves about a session; by itself it proves nothing.

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use thiserror::Error;

use super::{Server, with_json};
use crate::envelope::{Data, FromData};
use crate::token::EndSessionUrl;
use crate::{Answer, Fault, RefreshToken, Refusal, TokenPair};

/// Credential invalid: one code for revoked, expired, banned, changed password, not understood and a sick database.
const CREDENTIAL_INVALID: i64 = 40020;

/// Why there are no new tokens.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RefreshError {
    /// The server did not accept the refresh token (code 40020). It may accept the same one later.
    #[error("the server did not accept the session")]
    NotAccepted(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why the server did not confirm a sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignOutError {
    /// The server cannot read the refresh token: expired, or not one of its own (code 40020).
    #[error("the server does not recognise the session")]
    NotRecognised(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Server {
    /// `POST /session/token/refresh`: a new token pair. The old refresh token stays usable until it expires.
    ///
    /// # Errors
    /// [`RefreshError`].
    pub async fn refresh(&self, token: &RefreshToken) -> Result<Answer<TokenPair>, RefreshError> {
        let request = self.request(Method::POST, &["session", "token", "refresh"]);
        self.ask(
            with_json(request, &TokenBody::of(token))?,
            |refusal| match refusal.code {
                CREDENTIAL_INVALID => RefreshError::NotAccepted(refusal),
                _ => RefreshError::Refused(refusal),
            },
        )
        .await
    }

    /// `DELETE /session/token`: revokes every refresh token of the session that `token` belongs to. Can be repeated. The
    /// answer is where the identity provider's own session is ended, if there is one.
    ///
    /// # Errors
    /// [`SignOutError`].
    pub async fn sign_out(
        &self,
        token: &RefreshToken,
    ) -> Result<Answer<Option<EndSessionUrl>>, SignOutError> {
        let request = self.request(Method::DELETE, &["session", "token"]);
        self.ask(
            with_json(request, &TokenBody::of(token))?,
            |refusal| match refusal.code {
                CREDENTIAL_INVALID => SignOutError::NotRecognised(refusal),
                _ => SignOutError::Refused(refusal),
            },
        )
        .await
    }
}

#[derive(Serialize)]
struct TokenBody<'a> {
    refresh_token: &'a str,
}

impl TokenBody<'_> {
    fn of(token: &RefreshToken) -> TokenBody<'_> {
        TokenBody {
            refresh_token: token.expose_secret(),
        }
    }
}

/// Absent, null and empty text all mean that there is nothing to open.
impl FromData for Option<EndSessionUrl> {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let url: Option<SecretString> = data.read_if_any()?;
        Ok(url
            .filter(|url| !url.expose_secret().trim().is_empty())
            .map(EndSessionUrl::from))
    }
}
