//! What the domain asks of a server, in the domain's words. Cloudreve is the first provider, not the only one.
//!
//! Every answer brings the server's own time where it told it: expiry is judged by that clock. Outcomes are told apart only where the
//! domain decides differently.
//!
//! Deliberately absent: HTTP, retrying (renewal and revocation decide when to try again), and reading what a token says.

mod cloudreve;

use async_trait::async_trait;
use jiff::Timestamp;
use secrecy::SecretString;

pub use self::cloudreve::CloudreveProvider;
use crate::account::UserId;
use crate::address::SiteOrigin;
use crate::instant::later;
use crate::problem::ServerWords;
use crate::secret::{AccessSecret, RefreshSecret};
use crate::session::{Expiry, LONGEST_LIFE};
use crate::snapshot::Edition;

/// The operations that the domain needs from a kind of server.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The name that vault entries carry, for example `cloudreve`.
    fn name(&self) -> &'static str;

    /// Finds out what lives at an address.
    async fn probe(&self, site: &SiteOrigin) -> Result<SiteFacts, Fault>;

    /// Signs in with e-mail and password.
    async fn sign_in(
        &self,
        site: &SiteOrigin,
        credentials: &Credentials,
    ) -> Result<SignInOutcome, SignInStop>;

    /// Renews a session.
    async fn renew(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Renewed>;

    /// Revokes a session with all its tokens.
    async fn revoke(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Revoked>;

    /// Finds out whether a revocation took effect.
    async fn check(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Checked>;

    /// Reads name, storage and picture. Says nothing about the session: a missing scope or a 5xx is no refusal.
    async fn profile(&self, site: &SiteOrigin, token: &AccessSecret, user: &UserId) -> Profile;
}

/// An outcome with the server's own time, when it told it.
#[derive(Debug, Clone)]
pub struct Reply<T> {
    /// What came back.
    pub outcome: T,
    /// The server's clock at the answer.
    pub server_time: Option<Timestamp>,
}

/// What a site says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteFacts {
    /// The installation's own identifier, the same under every address.
    pub instance_id: Option<String>,
    /// The site's title.
    pub title: Option<String>,
    /// Version without edition.
    pub version: String,
    /// Open or Pro.
    pub edition: Edition,
    /// Signing in by password wants a captcha.
    pub password_captcha: bool,
    /// The site takes new people.
    pub sign_up: bool,
    /// Address of the terms.
    pub terms: Option<String>,
    /// Address of the privacy policy.
    pub privacy: Option<String>,
}

/// What a person typed. Cleared with the request.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: SecretString,
}

/// A step of a sign-in that went well.
#[derive(Debug)]
pub enum SignInOutcome {
    /// Signed in.
    Done(User, Tokens),
    /// The password was right; a two-step code is wanted.
    CodeWanted,
}

/// Why a sign-in stopped.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SignInStop {
    /// Wrong e-mail or password.
    #[error("wrong e-mail or password")]
    WrongPassword(Refusal),
    /// The account is blocked.
    #[error("the account is blocked")]
    Banned(Refusal),
    /// The account is not activated.
    #[error("the account is not activated")]
    NotActivated(Refusal),
    /// A captcha is wanted.
    #[error("the site wants a captcha")]
    CaptchaWanted(Refusal),
    /// The server found the input malformed.
    #[error("the server did not take the input")]
    BadInput(Refusal),
    /// Any other refusal.
    #[error("the server refused")]
    Refused(Refusal),
    /// No answer that counts.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A refusal in the server's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(pub ServerWords);

/// The tokens of one sign-in or renewal.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// Reads a profile.
    pub access: AccessSecret,
    /// Renews and signs out.
    pub refresh: RefreshSecret,
    /// The server's clock when it issued them, where it told it.
    pub issued: Option<Timestamp>,
    /// When the access token ends, by the server's clock.
    pub access_expires: Timestamp,
    /// When the refresh token ends, by the server's clock.
    pub refresh_expires: Timestamp,
}

impl Tokens {
    /// A refresh token that has ended before it was issued has a time that nobody has set: it may live as long as any does, and no clock ends
    /// its session.
    pub(crate) fn expiry(&self, now: Timestamp) -> Expiry {
        let issued = self.issued.unwrap_or(now);
        let refresh = if self.refresh_expires > issued {
            self.refresh_expires
        } else {
            later(issued, LONGEST_LIFE)
        };
        Expiry {
            issued,
            access: self.access_expires,
            refresh,
        }
    }
}

/// A person as the site knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Unique within the site.
    pub id: UserId,
    /// Nickname.
    pub nickname: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

/// What a renewal came back with.
#[derive(Debug, Clone)]
pub enum Renewed {
    /// New tokens.
    Tokens(Tokens),
    /// The server refused the session; one refusal proves nothing.
    Refused(Refusal),
    /// No answer that counts.
    NoAnswer(Fault),
}

/// What a revocation came back with.
#[derive(Debug, Clone)]
pub enum Revoked {
    /// Accepted; possibly with the identity provider's end-session URL, not vetted yet.
    Accepted {
        /// The end-session URL as the server sent it.
        end_session: Option<SecretString>,
    },
    /// The server does not recognise the token: expired, or another server than the one that issued it.
    NotRecognised(Refusal),
    /// No answer that counts.
    NoAnswer(Fault),
}

/// What the check after a revocation came back with.
#[derive(Debug, Clone)]
pub enum Checked {
    /// The family is refused.
    Refused,
    /// The family is alive: these are its new tokens.
    Alive(Tokens),
    /// Nothing that says either.
    Unclear,
}

/// What could be read of a person's profile; what could not is absent.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// The person.
    pub user: Option<User>,
    /// Storage.
    pub storage: Option<Quota>,
    /// Picture.
    pub picture: Option<Picture>,
}

/// Storage, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// In use.
    pub used: u64,
    /// Granted.
    pub total: u64,
}

/// An image of at most 1 MiB.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// For example `image/png`.
    pub media_type: String,
    /// The file.
    pub bytes: Vec<u8>,
}

/// No answer that counts: what went wrong, and whether the request may have reached the server all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{trouble}")]
pub struct Fault {
    /// What went wrong.
    pub trouble: Trouble,
    /// The server may have acted on the request.
    pub may_have_arrived: bool,
    /// What the server said, where it said something.
    pub words: Option<ServerWords>,
}

/// What went wrong between here and the server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The name does not exist.
    #[error("no such host")]
    NoSuchHost,
    /// Nothing listens there.
    #[error("connection refused")]
    ConnectionRefused,
    /// The certificate is not trusted.
    #[error("the server's certificate is not trusted")]
    Tls,
    /// The network did not carry the request.
    #[error("unreachable")]
    Unreachable,
    /// No answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// Too large an answer.
    #[error("the answer is too large")]
    TooLarge,
    /// The server sends elsewhere.
    #[error("the server sends elsewhere")]
    Redirected {
        /// The host it sends to.
        host: Option<String>,
    },
    /// The server or a proxy before it has trouble of its own.
    #[error("the server has trouble of its own")]
    ServerTrouble,
    /// Something else answers.
    #[error("something else answers there")]
    NotThisKind,
    /// A former generation of the same software.
    #[error("a server of version 3")]
    FormerVersion,
    /// The protocol is not kept.
    #[error("an answer that the protocol does not have")]
    UnexpectedAnswer,
}
