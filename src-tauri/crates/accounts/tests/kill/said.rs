//! What a life of the program says on its standard output, one line of JSON each, so that it is known up to the moment of its death.
//!
//! Deliberately not here: tokens. A family is named by its root, which says nothing without the token that carries it.

use std::collections::HashMap;

use accounts::{
    ComputerResult, NoticeKind, ResultView, ServerResult, SingleSignOnResult, Snapshot, StateView,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use keyring_core::api::CredentialStore;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One line.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Said {
    /// Everything is prepared; it goes on when it reads a line.
    Ready,
    /// A snapshot is on its way to the person.
    Published(Shown),
    /// The keyring has taken an entry.
    Saved(Kept),
    /// A page was handed to the system browser.
    OpenedPage,
    /// The flow's own answer.
    SignedIn,
    /// The flow's own answer: nothing is asked of the server until the person has typed a code.
    CodeWanted,
    /// The flow's own answer.
    SignedOut(Told),
    /// It kills itself here.
    Dies { point: u32, at: String },
    /// The flow came to its end, with so many points passed.
    Ended { points: u32 },
    /// What is in the keyring before the program does anything.
    Found(Vec<Kept>),
    /// What is shown and kept when nothing is left to do.
    Settled(Shown, Vec<Kept>),
}

/// A snapshot, as far as it makes promises.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub(crate) rows: Vec<Row>,
    pub(crate) unfinished: Vec<Unfinished>,
    pub(crate) notices: Vec<NoticeKind>,
}

/// An account's row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    pub(crate) account: String,
    pub(crate) state: State,
    pub(crate) told: Option<Told>,
}

/// A sign-out without a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Unfinished {
    pub(crate) session: String,
    pub(crate) told: Told,
}

/// What an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    SignedIn,
    SigningOut,
    SignedOut(ServerResult),
    /// Anything that a server and a keyring which answer give no reason for.
    Astray,
}

/// The three results of a sign-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) computer: ComputerResult,
    pub(crate) server: ServerResult,
    pub(crate) page: SingleSignOnResult,
}

/// An entry of the keyring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) session: String,
    pub(crate) tag: String,
    /// The family of the token in it.
    pub(crate) root: Option<String>,
}

impl Said {
    /// Says it. A line is whole or not there at all.
    pub(crate) fn say(&self) {
        println!("{}", serde_json::to_string(self).expect("plain data"));
    }

    /// Hears it; what the test harness says in between is nothing.
    pub(crate) fn hear(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }
}

impl From<&Snapshot> for Shown {
    fn from(snapshot: &Snapshot) -> Self {
        let rows = snapshot.sites.iter().flat_map(|site| &site.accounts);
        Self {
            rows: rows
                .map(|row| Row {
                    account: row.id.clone(),
                    state: (&row.state).into(),
                    told: row.result.as_ref().map(Told::from),
                })
                .collect(),
            unfinished: snapshot
                .unfinished
                .iter()
                .map(|unfinished| Unfinished {
                    session: unfinished.id.clone(),
                    told: (&unfinished.result).into(),
                })
                .collect(),
            notices: snapshot
                .notices
                .iter()
                .map(|notice| notice.what.clone())
                .collect(),
        }
    }
}

impl From<&StateView> for State {
    fn from(state: &StateView) -> Self {
        match state {
            StateView::Active { .. } => Self::SignedIn,
            StateView::SigningOut { .. } => Self::SigningOut,
            StateView::SignedOut { server, .. } => Self::SignedOut(*server),
            StateView::Offline { .. } | StateView::NeedsSignIn { .. } | StateView::Locked => {
                Self::Astray
            }
        }
    }
}

impl From<&ResultView> for Told {
    fn from(result: &ResultView) -> Self {
        Self {
            computer: result.computer,
            server: result.server,
            page: result.single_sign_on.clone(),
        }
    }
}

impl Kept {
    /// An entry as the program writes it.
    pub(crate) fn of(secret: &[u8]) -> Self {
        let entry: Value = serde_json::from_slice(secret).expect("an entry of the program");
        let text = |name: &str| entry[name].as_str().map(str::to_owned);
        Self {
            session: text("session").expect("the session's name"),
            tag: text("tag").expect("a tag"),
            root: text("token").and_then(|token| root_of(&token)),
        }
    }

    /// Every entry of this service.
    pub(crate) fn all(store: &CredentialStore, service: &str) -> Vec<Self> {
        let items = store
            .search(&HashMap::from([("service", service)]))
            .expect("the keyring answers");
        items
            .iter()
            .map(|item| Self::of(&item.get_secret().expect("an entry can be read")))
            .collect()
    }
}

/// The family that a refresh token belongs to: `root_token_id` in its claims.
fn root_of(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    claims["root_token_id"].as_str().map(str::to_owned)
}
