//! What a signed-in person may ask about themselves (wire notes, "Tokens", bearer calls).
//!
//! Deliberately not here: changing anything. Settings are changed on the site.

use reqwest::Method;
use thiserror::Error;

use super::{Server, with_bearer};
use crate::{AccessToken, Answer, Capacity, Fault, Refusal, User};

/// The access token is missing, expired or not understood.
const SIGN_IN_REQUIRED: i64 = 401;
/// The access token of an OAuth app lacks a scope.
const SCOPE_MISSING: i64 = 40089;

/// Why a server does not say who the person is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MeError {
    /// The access token has ended or is not understood (code 401); the session may be alive.
    #[error("the access token is not valid")]
    SignInRequired(Refusal),
    /// The token lacks the scope `UserInfo.Read` (code 40089); the session is alive.
    #[error("the access token lacks a scope")]
    MissingScope(Refusal),
    /// The server refused for another reason; a blocked person gets 50001.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why a server does not say how much the person stores.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CapacityError {
    /// The access token has ended or is not understood (code 401); the session may be alive.
    #[error("the access token is not valid")]
    SignInRequired(Refusal),
    /// The token lacks the scope `UserInfo.Read` (code 40089); the session is alive.
    #[error("the access token lacks a scope")]
    MissingScope(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Server {
    /// `GET /user/me`: the person of the token.
    ///
    /// # Errors
    /// [`MeError`].
    pub async fn me(&self, token: &AccessToken) -> Result<Answer<User>, MeError> {
        let request = self.request(Method::GET, &["user", "me"]);
        self.ask(with_bearer(request, token)?, |refusal| match refusal.code {
            SIGN_IN_REQUIRED => MeError::SignInRequired(refusal),
            SCOPE_MISSING => MeError::MissingScope(refusal),
            _ => MeError::Refused(refusal),
        })
        .await
    }

    /// `GET /user/capacity`: how much the person stores, in bytes.
    ///
    /// # Errors
    /// [`CapacityError`].
    pub async fn capacity(&self, token: &AccessToken) -> Result<Answer<Capacity>, CapacityError> {
        let request = self.request(Method::GET, &["user", "capacity"]);
        self.ask(with_bearer(request, token)?, |refusal| match refusal.code {
            SIGN_IN_REQUIRED => CapacityError::SignInRequired(refusal),
            SCOPE_MISSING => CapacityError::MissingScope(refusal),
            _ => CapacityError::Refused(refusal),
        })
        .await
    }
}
