//! Something that happened while nobody could be told. It is kept until the person closes it.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::instant::millis;
use crate::session::SessionId;
use crate::snapshot::{NoticeKind, NoticeView};

/// The name of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoticeId(Uuid);

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    pub(crate) id: NoticeId,
    pub(crate) at: Timestamp,
    pub(crate) what: NoticeKind,
}

impl Notice {
    pub(crate) fn new(what: NoticeKind, at: Timestamp) -> Self {
        Self {
            id: NoticeId(Uuid::new_v4()),
            at,
            what,
        }
    }

    /// One that a session is the reason of: told again, it is the same one.
    pub(crate) fn about(session: SessionId, what: NoticeKind, at: Timestamp) -> Self {
        Self {
            id: NoticeId(session.into()),
            ..Self::new(what, at)
        }
    }

    pub(crate) fn view(&self) -> NoticeView {
        NoticeView {
            id: self.id.to_string(),
            at: millis(self.at),
            what: self.what.clone(),
        }
    }
}

impl std::str::FromStr for NoticeId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for NoticeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
