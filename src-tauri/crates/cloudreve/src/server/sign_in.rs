//! Signing in with a password, with or without a captcha and a second factor (wire notes, "Password sign-in").
//!
//! Deliberately not here: passkeys, single sign-on and OAuth, which people do in their browser.

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Server, with_json};
use crate::envelope::{Data, Envelope, FromData, SUCCESS, required};
use crate::profile::{User, UserFields};
use crate::site::{Captcha, Prepared};
use crate::token::TokenPairFields;
use crate::{Answer, Fault, Refusal, TokenPair, TwoFactorSession};

/// Password accepted, second factor wanted.
const NOT_FINISHED: i64 = 203;

/// What a person signs in with.
#[derive(Debug, Clone)]
pub struct PasswordCredentials {
    /// The address.
    pub email: String,
    /// The password; servers take 4 to 128 characters.
    pub password: SecretString,
    /// The answer to a captcha, where the site wants one.
    pub captcha: Option<CaptchaAnswer>,
}

/// What the person read in a [`Captcha`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaptchaAnswer {
    /// The text in the image.
    pub text: String,
    /// The ticket of that captcha.
    pub ticket: String,
}

/// What a right password leads to.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "one of these exists for each sign-in of a person, and none is kept"
)]
pub enum SignIn {
    /// Signed in.
    Done(Session),
    /// A code of the second factor is wanted, see [`Server::second_factor`].
    CodeWanted(TwoFactorSession),
}

/// A new session.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose session it is.
    pub user: User,
    /// Its tokens.
    pub tokens: TokenPair,
}

/// Why it is not known how an address may sign in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PrepareError {
    /// Nobody here has this address (code 404).
    #[error("nobody has this address here")]
    UnknownAddress(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why there is no captcha.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CaptchaError {
    /// The server refused.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why a sign-in failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignInError {
    /// Wrong address or password (code 40080); the server does not say which.
    #[error("wrong address or password")]
    WrongPassword(Refusal),
    /// The account is blocked (code 40017).
    #[error("the account is blocked")]
    Banned(Refusal),
    /// The account was never activated (code 40018).
    #[error("the account is not activated")]
    NotActivated(Refusal),
    /// A captcha is wanted, was wrong or is used up (codes 40026, 40027): fetch a new one for the next try.
    #[error("a new captcha is wanted")]
    CaptchaWanted(Refusal),
    /// The server does not accept this as an address or as a password (code 40001).
    #[error("not an address or a password: {}", .0.message)]
    BadInput(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why the second factor failed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SecondFactorError {
    /// Wrong code (code 40022); the session can be used again.
    #[error("wrong code")]
    WrongCode(Refusal),
    /// The session is unknown, too old or used (code 404): start again from the password.
    #[error("the sign-in took too long or was finished before")]
    SessionUsedUp(Refusal),
    /// The server refused for another reason.
    #[error("{0}")]
    Refused(Refusal),
    /// Nothing that Cloudreve would answer.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Server {
    /// `GET /session/prepare`: how `email` may sign in. Not needed for signing in.
    ///
    /// # Errors
    /// [`PrepareError`].
    pub async fn prepare(&self, email: &str) -> Result<Answer<Prepared>, PrepareError> {
        let mut request = self.request(Method::GET, &["session", "prepare"]);
        request
            .url_mut()
            .query_pairs_mut()
            .append_pair("email", email);
        self.ask(request, |refusal| match refusal.code {
            404 => PrepareError::UnknownAddress(refusal),
            _ => PrepareError::Refused(refusal),
        })
        .await
    }

    /// `GET /site/captcha`: a new captcha, for sites of the kind [`crate::CaptchaKind::Normal`].
    ///
    /// # Errors
    /// [`CaptchaError`].
    pub async fn captcha(&self) -> Result<Answer<Captcha>, CaptchaError> {
        let request = self.request(Method::GET, &["site", "captcha"]);
        self.ask(request, CaptchaError::Refused).await
    }

    /// `POST /session/token`: signs in with a password.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(
        &self,
        credentials: &PasswordCredentials,
    ) -> Result<Answer<SignIn>, SignInError> {
        let body = PasswordBody {
            email: &credentials.email,
            password: credentials.password.expose_secret(),
            captcha: credentials
                .captcha
                .as_ref()
                .map(|answer| answer.text.as_str()),
            ticket: credentials
                .captcha
                .as_ref()
                .map(|answer| answer.ticket.as_str()),
        };
        let request = with_json(self.request(Method::POST, &["session", "token"]), &body)?;
        let reply = self.client.exchange(request).await?;
        let envelope = Envelope::of(&reply)?;
        let value = match envelope.code {
            SUCCESS => SignIn::Done(Session::from_data(&envelope.data)?),
            NOT_FINISHED => SignIn::CodeWanted(TwoFactorSession::from_data(&envelope.data)?),
            _ => return Err(SignInError::of(envelope.refusal())),
        };
        Ok(Answer {
            value,
            date: reply.date,
        })
    }

    /// `POST /session/token/2fa`: finishes a sign-in with a code of the person's authenticator.
    ///
    /// # Errors
    /// [`SecondFactorError`].
    pub async fn second_factor(
        &self,
        session: &TwoFactorSession,
        otp: &SecretString,
    ) -> Result<Answer<Session>, SecondFactorError> {
        let body = SecondFactorBody {
            otp: otp.expose_secret(),
            session_id: session.expose_secret(),
        };
        let request = with_json(
            self.request(Method::POST, &["session", "token", "2fa"]),
            &body,
        )?;
        self.ask(request, |refusal| match refusal.code {
            40022 => SecondFactorError::WrongCode(refusal),
            404 => SecondFactorError::SessionUsedUp(refusal),
            _ => SecondFactorError::Refused(refusal),
        })
        .await
    }
}

impl SignInError {
    fn of(refusal: Refusal) -> SignInError {
        match refusal.code {
            40080 => SignInError::WrongPassword(refusal),
            40017 => SignInError::Banned(refusal),
            40018 => SignInError::NotActivated(refusal),
            40026 | 40027 => SignInError::CaptchaWanted(refusal),
            40001 => SignInError::BadInput(refusal),
            _ => SignInError::Refused(refusal),
        }
    }
}

#[derive(Serialize)]
struct PasswordBody<'a> {
    email: &'a str,
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    captcha: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'a str>,
}

#[derive(Serialize)]
struct SecondFactorBody<'a> {
    otp: &'a str,
    session_id: &'a str,
}

#[derive(Deserialize)]
struct SessionFields {
    user: Option<UserFields>,
    token: Option<TokenPairFields>,
}

impl FromData for Session {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: SessionFields = data.read()?;
        Ok(Session {
            user: required(fields.user, "data", "user")?.user("data.user")?,
            tokens: required(fields.token, "data", "token")?.pair("data.token")?,
        })
    }
}

impl FromData for TwoFactorSession {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let id: SecretString = data.read()?;
        if id.expose_secret().is_empty() {
            return Err(Fault::WrongShape("data".to_owned()));
        }
        Ok(id.into())
    }
}
