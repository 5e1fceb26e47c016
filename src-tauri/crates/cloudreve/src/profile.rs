//! A person as a server describes them.
//!
//! Deliberately not here: permissions, themes and pinned files, which this project does not use.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

use crate::Fault;
use crate::envelope::{Data, FromData, required};
use crate::leniency::{bytes, flag, shown_text, shown_time, whole};

/// A person on one server. All fields but the id are only shown, so whatever does not fit there is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// A short hash, unique within one server only (wire notes, "Password sign-in").
    pub id: String,
    /// The address that the person signs in with.
    pub email: Option<String>,
    /// What the person is called.
    pub nickname: Option<String>,
    /// `active`, `inactive`, `manual_banned`, `sys_banned`.
    pub status: Option<String>,
    /// The kind of avatar, `file` or `gravatar`; none when no avatar is set.
    pub avatar: Option<String>,
    /// When the person was registered.
    pub created_at: Option<Timestamp>,
    /// The group that decides about quotas and permissions.
    pub group: Option<Group>,
    /// The person's language, a BCP 47 tag.
    pub language: Option<String>,
}

/// A group of people on one server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// A short hash, unique within one server only.
    pub id: Option<String>,
    /// What the group is called.
    pub name: Option<String>,
}

/// How much a person stores, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// What the person may store.
    pub total: u64,
    /// What the person stores; can be more than `total` after the group changed.
    pub used: u64,
}

#[derive(Deserialize)]
pub(crate) struct UserFields {
    id: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    email: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    nickname: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    avatar: Option<String>,
    #[serde(default, deserialize_with = "shown_time")]
    created_at: Option<Timestamp>,
    group: Option<GroupFields>,
    #[serde(default, deserialize_with = "shown_text")]
    language: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    anonymous: bool,
}

#[derive(Deserialize)]
struct GroupFields {
    #[serde(default, deserialize_with = "shown_text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "shown_text")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct CapacityFields {
    /// Silence about this is not a storage of nothing.
    total: Option<Value>,
    #[serde(default, deserialize_with = "bytes")]
    used: u64,
}

impl UserFields {
    pub(crate) fn user(self, path: &str) -> Result<User, Fault> {
        Ok(User {
            id: required(self.id.filter(|id| !id.is_empty()), path, "id")?,
            email: self.email,
            nickname: self.nickname,
            status: self.status,
            avatar: self.avatar,
            created_at: self.created_at,
            group: self.group.map(|group| Group {
                id: group.id,
                name: group.name,
            }),
            language: self.language,
        })
    }

    /// The person, or `None` for the stand-in that a server describes when nobody is signed in.
    pub(crate) fn person(self, path: &str) -> Result<Option<User>, Fault> {
        if self.anonymous {
            return Ok(None);
        }
        self.user(path).map(Some)
    }
}

impl FromData for User {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        data.read::<UserFields>()?.user("data")
    }
}

impl FromData for Capacity {
    fn from_data(data: &Data<'_>) -> Result<Self, Fault> {
        let fields: CapacityFields = data.read()?;
        let total = fields.total.as_ref().and_then(whole);
        let total = total.and_then(|total| u64::try_from(total).ok());
        Ok(Capacity {
            total: required(total, "data", "total")?,
            used: fields.used,
        })
    }
}
