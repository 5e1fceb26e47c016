//! Finding out what a server is: ping, configuration, OAuth apps (wire notes, "Finding out what a server is").
//!
//! Deliberately not here: a verdict. Which of these faults means "not a Cloudreve" is for the domain to say.

use reqwest::Method;
use thiserror::Error;

use super::{Server, with_bearer};
use crate::envelope::{Envelope, SUCCESS};
use crate::site::{BasicConfig, LoginConfig, OauthApp, Version};
use crate::{AccessToken, Answer, Fault, Refusal};

/// Why a ping failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PingError {
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why there is no basic configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BasicConfigError {
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why there is no configuration of the sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LoginConfigError {
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why an OAuth app was not found.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OauthAppError {
    /// The server has no such app (code 404).
    #[error("the server does not know this app")]
    Unknown(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer; [`Fault::NotFound`] on servers older than OAuth.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Server {
    /// `GET /site/ping`: the version.
    ///
    /// # Errors
    /// [`PingError`]; a v3 server gives [`Fault::NotFound`] or [`Fault::NotAnEnvelope`], see [`Server::is_v3`].
    pub async fn ping(&self) -> Result<Answer<Version>, PingError> {
        let request = self.request(Method::GET, &["site", "ping"]);
        self.ask(request, PingError::Refused).await
    }

    /// Whether this is a server of the old major version 3, which answers `GET /api/v3/site/ping`.
    ///
    /// # Errors
    /// The [`Fault`] when no answer came, or the server has trouble. Any other answer is simply not a v3 server's.
    pub async fn is_v3(&self) -> Result<bool, Fault> {
        let request = self.request_below("v3", Method::GET, &["site", "ping"]);
        let answered = match self.client.exchange(request).await {
            Ok(reply) => Envelope::of(&reply).map(|envelope| envelope.code == SUCCESS),
            Err(fault) => Err(fault),
        };
        match answered {
            Err(fault) if fault.is_network() || matches!(fault, Fault::ServerTrouble { .. }) => {
                Err(fault)
            }
            Err(_) => Ok(false),
            Ok(is_v3) => Ok(is_v3),
        }
    }

    /// `GET /site/config/basic`, as nobody in particular.
    ///
    /// # Errors
    /// [`BasicConfigError`].
    pub async fn basic_config(&self) -> Result<Answer<BasicConfig>, BasicConfigError> {
        let request = self.request(Method::GET, &["site", "config", "basic"]);
        self.ask(request, BasicConfigError::Refused).await
    }

    /// `GET /site/config/basic`, as the person of the token, who is then part of the answer.
    ///
    /// # Errors
    /// [`BasicConfigError`].
    pub async fn basic_config_of(
        &self,
        token: &AccessToken,
    ) -> Result<Answer<BasicConfig>, BasicConfigError> {
        let request = self.request(Method::GET, &["site", "config", "basic"]);
        self.ask(with_bearer(request, token)?, BasicConfigError::Refused)
            .await
    }

    /// `GET /site/config/login`: what the sign-in page offers and wants.
    ///
    /// # Errors
    /// [`LoginConfigError`].
    pub async fn login_config(&self) -> Result<Answer<LoginConfig>, LoginConfigError> {
        let request = self.request(Method::GET, &["site", "config", "login"]);
        self.ask(request, LoginConfigError::Refused).await
    }

    /// `GET /session/oauth/app/{client_id}`: whether the server knows an OAuth app (servers from 4.12 on).
    ///
    /// # Errors
    /// [`OauthAppError`].
    pub async fn oauth_app(&self, client_id: &str) -> Result<Answer<OauthApp>, OauthAppError> {
        let request = self.request(Method::GET, &["session", "oauth", "app", client_id]);
        self.ask(request, |refusal| match refusal.code {
            404 => OauthAppError::Unknown(refusal),
            _ => OauthAppError::Refused(refusal),
        })
        .await
    }
}
