//! Who has an account on a stand-in: what is known of a person and what the API says about them. Sessions are in
//! `memory`.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::drawing;

/// The password of everybody on every stand-in, unless a test gives another.
pub const PASSWORD: &str = "correct horse battery";

/// Somebody who gets an account when a stand-in starts.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// Sign-in address.
    pub email: String,
    /// Shown name.
    pub nickname: String,
    /// Password, [`PASSWORD`] unless changed.
    pub password: String,
    /// Base32 TOTP secret when two-factor sign-in is on.
    pub totp_secret: Option<String>,
    /// Bytes in use, of 1 GiB.
    pub used: u64,
    /// Whether a picture is set.
    pub avatar: bool,
    /// Whether the person belongs to the group "Admin".
    pub admin: bool,
}

impl NewPerson {
    /// Somebody with the usual password, nothing stored, no picture and no second factor.
    pub fn new(email: &str, nickname: &str) -> Self {
        Self {
            email: email.to_owned(),
            nickname: nickname.to_owned(),
            password: PASSWORD.to_owned(),
            totp_secret: None,
            used: 0,
            avatar: false,
            admin: false,
        }
    }

    /// With this password.
    pub fn with_password(mut self, password: &str) -> Self {
        self.password = password.to_owned();
        self
    }

    /// With two-factor sign-in on, secret in base32.
    pub fn with_two_factor(mut self, secret: &str) -> Self {
        self.totp_secret = Some(secret.to_owned());
        self
    }

    /// With a picture.
    pub fn with_avatar(mut self) -> Self {
        self.avatar = true;
        self
    }

    /// With this many bytes stored.
    pub fn using(mut self, bytes: u64) -> Self {
        self.used = bytes;
        self
    }

    /// As an administrator.
    pub fn administrator(mut self) -> Self {
        self.admin = true;
        self
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Active,
    Inactive,
    Banned,
}

#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) nickname: String,
    pub(crate) password: String,
    pub(crate) status: Status,
    pub(crate) created_at: String,
    /// Stands for the server's hash over address and password: another value ends every refresh token.
    pub(crate) state_hash: String,
    pub(crate) totp_secret: Option<String>,
    pub(crate) avatar: Option<Vec<u8>>,
    pub(crate) used: u64,
    pub(crate) admin: bool,
}

/// Bytes that everybody may store.
pub(crate) const TOTAL: u64 = 1_073_741_824;

impl Person {
    pub(crate) fn new(index: usize, person: NewPerson, created_at: String) -> Self {
        let initial = person.nickname.chars().next().unwrap_or('?');
        Self {
            id: short_id(index),
            email: person.email,
            nickname: person.nickname,
            password: person.password,
            status: Status::Active,
            created_at,
            state_hash: new_state_hash(),
            totp_secret: person.totp_secret,
            avatar: person.avatar.then(|| drawing::avatar(initial)),
            used: person.used,
            admin: person.admin,
        }
    }

    /// `user` in answers, in the shape and order of the recordings.
    pub(crate) fn as_user(&self) -> Value {
        let group = if self.admin {
            json!({"id": "MKcO", "name": "Admin", "permission": "/RoB",
                   "direct_link_batch_size": 1000, "trash_retention": 604_800})
        } else {
            json!({"id": "w7IG", "name": "User", "permission": "hAg=",
                   "direct_link_batch_size": 10, "trash_retention": 604_800})
        };
        json!({
            "id": self.id,
            "email": self.email,
            "nickname": self.nickname,
            "status": "active",
            "created_at": self.created_at,
            "group": group,
            "language": "en-US",
        })
    }
}

/// `user` when nobody is signed in.
pub(crate) fn anonymous() -> Value {
    json!({
        "id": "BBUO",
        "nickname": "",
        "created_at": "0001-01-01T00:00:00Z",
        "anonymous": true,
        "group": {"id": "9ZCl", "name": "Anonymous", "permission": "gg=="},
    })
}

pub(crate) fn new_state_hash() -> String {
    let mut bytes = [0_u8; 32];
    fastrand::fill(&mut bytes);
    STANDARD.encode(bytes)
}

/// Ids are short and unique within one server only. The first four are those of the recordings.
fn short_id(index: usize) -> String {
    const RECORDED: [&str; 4] = ["5OIa", "4DC7", "68fp", "dQc9"];
    RECORDED
        .get(index)
        .map_or_else(|| format!("p{index:03}"), |id| (*id).to_owned())
}
