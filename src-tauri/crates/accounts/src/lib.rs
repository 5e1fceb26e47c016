//! The domain: who is signed in where, how sessions are kept alive, and how they end.
//!
//! Everything that the window and the tray show comes from here as one [`Snapshot`], and every effect outward goes through a port that is
//! passed in: a [`Provider`] (the servers), a [`Keyring`] (the operating system's keyring), a [`Desktop`] (browser, window) and a
//! [`Clock`].
//!
//! Deliberately not here: Tauri, HTTP, a clock, sentences for people.

mod account;
mod address;
mod browser;
mod desktop;
mod instant;
mod label;
mod lane;
mod line;
mod manager;
mod model;
mod notice;
mod notification;
mod problem;
mod provider;
mod registry;
mod renewal;
mod revocation;
mod secret;
mod session;
mod settings;
mod snapshot;
mod vault;

pub use account::{AccountId, UserId};
pub use address::{AddressError, SiteOrigin};
pub use browser::{BrowserUrl, NotOpened, SitePage};
pub use desktop::{Clock, Desktop, OpenError};
pub use label::LabelTooLong;
pub use line::one_line;
pub use manager::{
    Attempt, Avatar, CaptchaError, Departure, ForeignSession, ForgetError, KnownUser, Logo,
    Manager, MoveError, OpenSiteError, Opening, ProbeError, RemoveError, RenameError, RenewError,
    RevokeForeignError, SignInError, SignInRequest, SignInStep, SignOutError, SignedIn, SiteCard,
    StartError, Surroundings, UnlockError,
};
pub use notice::NoticeId;
pub use notification::{Named, Notification};
pub use problem::{Problem, ProblemCode, ServerWords, StartProblem, StartProblemCode};
pub use provider::{
    Captcha, CaptchaAnswer, CaptchaKind, Checked, CloudreveProvider, CodeStop, Credentials, Fault,
    Logos, Picture, Profile, Provider, Quota, Refusal, Renewed, Reply, Revoked, SignInOutcome,
    SignInStop, SiteFacts, Tokens, Trouble, User,
};
pub use registry::RegistryError;
pub use secret::{AccessSecret, RefreshSecret, TwoFactorSecret};
pub use session::SessionId;
pub use settings::{
    AutomaticSignOut, Closing, Coverage, IdleMinutes, LanguageChoice, Notifications, Occasion,
    Settings, Theme,
};
pub use snapshot::{
    AccountView, ComputerResult, Edition, KeyringState, KeyringView, Method, NoticeKind,
    NoticeView, RegistryState, ResultView, ServerResult, SignInCause, SingleSignOnResult, SiteView,
    Snapshot, StateView, StorageView, UnfinishedReason, UnfinishedView, WaitingFor,
};
pub use vault::{Keyring, VaultError};
