//! An account and the site it is on, as the registry keeps them: everything about them that is not secret.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::address::SiteOrigin;
use crate::label::Label;
use crate::session::{SessionId, Standing};
use crate::snapshot::{Edition, Method, ResultView, StorageView};

/// Our own identifier of an account. Random: it says nothing about the person.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(Uuid);

/// A user on one site, as the site names it; unique there only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

/// One server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Site {
    pub(crate) origin: SiteOrigin,
    pub(crate) instance_id: Option<String>,
    /// The identifier that answers here instead, while the person has not said that it is the right one.
    #[serde(default)]
    pub(crate) other_installation: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) edition: Edition,
}

/// One user on one site. The pair of origin and user is unique.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Account {
    pub(crate) id: AccountId,
    pub(crate) origin: SiteOrigin,
    pub(crate) user: UserId,
    pub(crate) nickname: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) label: Option<Label>,
    pub(crate) method: Method,
    pub(crate) standing: Standing,
    /// The last sign-out's three results, until the person dismisses them.
    pub(crate) result: Option<EndedSignOut>,
    pub(crate) storage: Option<(u64, u64)>,
}

/// A sign-out that came to its end, as its row goes on showing it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct EndedSignOut {
    pub(crate) session: SessionId,
    pub(crate) results: Results,
}

/// The three results of a sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Results {
    pub(crate) computer: crate::snapshot::ComputerResult,
    pub(crate) server: crate::snapshot::ServerResult,
    pub(crate) single_sign_on: crate::snapshot::SingleSignOnResult,
    pub(crate) at: jiff::Timestamp,
}

impl Results {
    pub(crate) fn view(&self, method: Method) -> ResultView {
        ResultView {
            computer: self.computer,
            server: self.server,
            single_sign_on: self.single_sign_on.clone(),
            at: crate::instant::millis(self.at),
            browser_may_be_signed_in: method == Method::Browser,
        }
    }
}

impl Account {
    /// What the person calls it: by their own label, else by its name.
    pub(crate) fn called(&self) -> &str {
        self.label.as_ref().map_or(self.name(), Label::as_str)
    }

    /// The name that people see: nickname, else e-mail, else the user id.
    pub(crate) fn name(&self) -> &str {
        [self.nickname.as_deref(), self.email.as_deref()]
            .into_iter()
            .flatten()
            .find(|name| !name.trim().is_empty())
            .unwrap_or(self.user.as_str())
    }

    pub(crate) fn storage_view(&self) -> Option<StorageView> {
        self.storage
            .map(|(used, total)| StorageView { used, total })
    }
}

impl Site {
    /// A site of which nothing but the address is known; it says the rest itself when its first session is renewed.
    pub(crate) fn unknown(origin: SiteOrigin) -> Self {
        Self {
            origin,
            instance_id: None,
            other_installation: None,
            title: None,
            version: None,
            edition: Edition::Open,
        }
    }

    pub(crate) fn shown_title(&self) -> String {
        self.title
            .clone()
            .filter(|title| !title.trim().is_empty())
            .unwrap_or_else(|| self.origin.host())
    }
}

impl AccountId {
    pub(crate) fn random() -> Self {
        Self(Uuid::new_v4())
    }
}

impl UserId {
    /// Takes the site's identifier of a user.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The identifier as the site writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for AccountId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({})", self.0)
    }
}
