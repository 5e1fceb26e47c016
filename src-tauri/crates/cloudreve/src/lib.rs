//! One Cloudreve v4 server's session API over HTTP: what a server is, sign-in, renewal, sign-out, profile.
//!
//! Everything here is one request and its typed answer. Deliberately not here: accounts, storage, retries, renewal times,
//! the meaning of a refusal for a session (a refused refresh token is not a revoked one), opening of URLs, and the OAuth
//! code exchange. The protocol facts are taken from Cloudreve's API description and from exchanges recorded with a real
//! server, which the tests replay ("wire notes" in these docs means that description).

mod answer;
mod client;
mod envelope;
mod exchange;
mod fault;
mod leniency;
mod name_resolution;
mod picture;
mod profile;
mod refusal;
mod server;
mod site;
mod token;

pub use answer::Answer;
pub use client::{Client, ClientError};
pub use fault::Fault;
pub use picture::{Avatar, Logo, Picture};
pub use profile::{Capacity, Group, User};
pub use refusal::Refusal;
pub use server::Server;
pub use server::account::{CapacityError, MeError};
pub use server::avatar::AvatarError;
pub use server::logo::LogoError;
pub use server::session::{RefreshError, SignOutError};
pub use server::sign_in::{
    CaptchaAnswer, CaptchaError, PasswordCredentials, PrepareError, SecondFactorError, Session,
    SignIn, SignInError,
};
pub use server::site::{BasicConfigError, LoginConfigError, OauthAppError, PingError};
pub use site::{BasicConfig, Captcha, CaptchaKind, LoginConfig, OauthApp, Prepared, Version};
pub use token::{AccessToken, EndSessionUrl, RefreshToken, TokenPair, TwoFactorSession};
