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
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use self::cloudreve::CloudreveProvider;
use crate::account::UserId;
use crate::address::SiteOrigin;
use crate::instant::later;
use crate::problem::ServerWords;
use crate::secret::{AccessSecret, RefreshSecret, TwoFactorSecret};
use crate::session::{Expiry, LONGEST_LIFE};
use crate::snapshot::Edition;

/// The operations that the domain needs from a kind of server.
#[async_trait]
pub trait Provider: Send + Sync {
    /// The name that vault entries carry, for example `cloudreve`.
    fn name(&self) -> &'static str;

    /// Finds out what lives at an address.
    async fn probe(&self, site: &SiteOrigin) -> Result<SiteFacts, Fault>;

    /// Hands out a picture with letters for one try to sign in.
    async fn captcha(&self, site: &SiteOrigin) -> Result<Captcha, Fault>;

    /// Signs in with e-mail and password.
    async fn sign_in(
        &self,
        site: &SiteOrigin,
        credentials: &Credentials,
    ) -> Result<SignInOutcome, SignInStop>;

    /// Goes on with a sign-in that wants a code.
    async fn enter_code(
        &self,
        site: &SiteOrigin,
        half: &TwoFactorSecret,
        code: &SecretString,
    ) -> Result<(User, Tokens), CodeStop>;

    /// Renews a session.
    async fn renew(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Renewed>;

    /// Revokes a session with all its tokens.
    async fn revoke(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Revoked>;

    /// Finds out whether a revocation took effect.
    async fn check(&self, site: &SiteOrigin, token: &RefreshSecret) -> Reply<Checked>;

    /// Reads name, storage and picture. Says nothing about the session: a missing scope or a 5xx is no refusal.
    async fn profile(&self, site: &SiteOrigin, token: &AccessSecret, user: &UserId) -> Profile;

    /// Finds out where a site's logos lie.
    async fn logos(&self, site: &SiteOrigin) -> Result<Logos, Fault>;

    /// Fetches a logo of at most 256 KiB, without credentials; `None` when there is none that may be shown.
    async fn logo(&self, site: &SiteOrigin, address: &str) -> Option<Picture>;
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
    /// The captcha that the site has where it wants one.
    pub captcha: CaptchaKind,
    /// Where its logos lie.
    pub logos: Logos,
    /// The site takes new people.
    pub sign_up: bool,
    /// Address of the terms.
    pub terms: Option<String>,
    /// Address of the privacy policy.
    pub privacy: Option<String>,
}

/// Where a site's logos lie, as the site writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Logos {
    /// For light surroundings.
    pub on_light: Option<String>,
    /// For dark surroundings.
    pub on_dark: Option<String>,
}

/// Which captcha a site asks for when somebody signs in with a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CaptchaKind {
    /// It asks for none.
    None,
    /// A picture with letters.
    Image,
    /// Google's, which only a browser can show.
    Recaptcha,
    /// Cloudflare's, which only a browser can show.
    Turnstile,
    /// Cap, which only a browser can show.
    Cap,
    /// Tencent's, which only a browser can show.
    Tcaptcha,
    /// One that this version does not know.
    Other,
}

/// A picture with letters, for one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captcha {
    /// The picture; nothing that could run.
    pub picture: Picture,
    /// Goes back with the letters.
    pub ticket: String,
}

/// The letters that a person read in a captcha's picture.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct CaptchaAnswer {
    /// The letters.
    pub text: String,
    /// The picture's ticket.
    pub ticket: String,
}

/// What a person typed. Cleared with the request.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: SecretString,
    /// The answer to a captcha, where there was one.
    pub captcha: Option<CaptchaAnswer>,
}

/// A step of a sign-in that went well.
#[derive(Debug)]
pub enum SignInOutcome {
    /// Signed in.
    Done(User, Tokens),
    /// The password was right; a two-step code is wanted.
    CodeWanted(TwoFactorSecret),
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
    /// A captcha is wanted, and none was sent.
    #[error("the site wants a captcha")]
    CaptchaWanted(Refusal),
    /// The captcha that was sent was not read right, or is used up.
    #[error("the captcha was not read right")]
    WrongCaptcha(Refusal),
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

/// Why a code did not finish a sign-in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum CodeStop {
    /// Wrong code; another one can be tried.
    #[error("wrong code")]
    WrongCode(Refusal),
    /// The time for the code is over, or the sign-in is finished: it begins with the password again.
    #[error("the time for the code is over")]
    Ended(Refusal),
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

impl CaptchaKind {
    /// Whether this program can show it.
    pub(crate) fn is_shown(self) -> bool {
        matches!(self, Self::None | Self::Image)
    }
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
