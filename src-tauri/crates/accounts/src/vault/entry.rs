//! What one vault entry says: enough to find the account again and to end the session, even when the registry is lost.
//!
//! The access token is not kept: a renewal brings a new one, and what is not there cannot be stolen.

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::account::UserId;
use crate::address::SiteOrigin;
use crate::secret::RefreshSecret;
use crate::session::SessionId;
use crate::snapshot::Method;

/// The entry of one session, or of one end-session page that waits to be opened.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) session: SessionId,
    pub(crate) provider: String,
    pub(crate) origin: SiteOrigin,
    /// Not known while the sign-in is under way.
    pub(crate) user: Option<UserId>,
    pub(crate) method: Method,
    pub(crate) tag: Tag,
}

/// What the entry is for.
#[derive(Debug, Clone)]
pub(crate) enum Tag {
    /// Holds the place of a session that is being signed in; no token yet.
    SigningIn,
    /// The account's session.
    Current {
        token: RefreshSecret,
        expires: Timestamp,
    },
    /// Kept only to finish the sign-out.
    Revoking {
        token: RefreshSecret,
        expires: Timestamp,
        since: Timestamp,
    },
    /// The session `of` has ended; its end-session page was not opened yet.
    EndSession { of: SessionId, url: SecretString },
}

/// The form on disk. The number comes first, so that a later form can be told apart.
#[derive(Serialize, Deserialize)]
struct Stored {
    v: u8,
    session: SessionId,
    provider: String,
    origin: SiteOrigin,
    user: Option<UserId>,
    method: Method,
    tag: String,
    token: Option<Zeroizing<String>>,
    expires: Option<Timestamp>,
    since: Option<Timestamp>,
    url: Option<Zeroizing<String>>,
    of: Option<SessionId>,
    /// SHA-256 of the document with an empty one here: an entry that was edited by hand or cut off is noticed. It is no protection against
    /// somebody who wants to deceive, who may read the keyring anyway.
    check: String,
}

/// An entry that is not as this program writes it.
#[derive(Debug, thiserror::Error)]
#[error("an entry in the keyring is not as Keyreve writes it")]
pub(super) struct Damaged;

impl Entry {
    /// The token, where the entry has one.
    pub(crate) fn token(&self) -> Option<&RefreshSecret> {
        match &self.tag {
            Tag::Current { token, .. } | Tag::Revoking { token, .. } => Some(token),
            Tag::SigningIn | Tag::EndSession { .. } => None,
        }
    }

    pub(super) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, Damaged> {
        let secret = |text: &str| Some(Zeroizing::new(text.to_owned()));
        let (tag, token, expires, since, page) = match &self.tag {
            Tag::SigningIn => ("signing in", None, None, None, None),
            Tag::Current { token, expires } => (
                "current",
                secret(token.expose()),
                Some(*expires),
                None,
                None,
            ),
            Tag::Revoking {
                token,
                expires,
                since,
            } => (
                "revoking",
                secret(token.expose()),
                Some(*expires),
                Some(*since),
                None,
            ),
            Tag::EndSession { of, url } => ("end session", None, None, None, Some((*of, url))),
        };
        let mut stored = Stored {
            v: 1,
            session: self.session,
            provider: self.provider.clone(),
            origin: self.origin.clone(),
            user: self.user.clone(),
            method: self.method,
            tag: tag.to_owned(),
            token,
            expires,
            since,
            url: page.and_then(|(_, url)| secret(url.expose_secret())),
            of: page.map(|(of, _)| of),
            check: String::new(),
        };
        stored.check = stored.digest()?;
        stored.to_bytes()
    }

    /// Reads an entry back; one under another session's name is damaged too.
    pub(super) fn from_bytes(bytes: &[u8], session: SessionId) -> Result<Self, Damaged> {
        let mut stored: Stored = serde_json::from_slice(bytes).map_err(|_| Damaged)?;
        let check = std::mem::take(&mut stored.check);
        if stored.v != 1 || stored.session != session || stored.digest()? != check {
            return Err(Damaged);
        }
        let token = stored
            .token
            .map(|text| RefreshSecret::new(text.as_str().into()));
        let tag = match (
            stored.tag.as_str(),
            token,
            stored.expires,
            stored.since,
            stored.url,
        ) {
            ("signing in", None, ..) => Tag::SigningIn,
            ("current", Some(token), Some(expires), ..) => Tag::Current { token, expires },
            ("revoking", Some(token), Some(expires), Some(since), _) => Tag::Revoking {
                token,
                expires,
                since,
            },
            ("end session", None, _, _, Some(url)) => Tag::EndSession {
                of: stored.of.ok_or(Damaged)?,
                url: url.as_str().into(),
            },
            _ => return Err(Damaged),
        };
        Ok(Self {
            session,
            provider: stored.provider,
            origin: stored.origin,
            user: stored.user,
            method: stored.method,
            tag,
        })
    }
}

impl Stored {
    fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, Damaged> {
        // Large enough that the buffer does not move and leave a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(16 * 1024));
        serde_json::to_writer(&mut *bytes, self).map_err(|_| Damaged)?;
        Ok(bytes)
    }

    fn digest(&self) -> Result<String, Damaged> {
        let digest = Sha256::digest(&*self.to_bytes()?);
        Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(tag: Tag) -> Entry {
        Entry {
            session: SessionId::random(),
            provider: "cloudreve".into(),
            origin: SiteOrigin::typed("cloud.example.com", false).expect("an address"),
            user: Some(UserId::new("5OIa")),
            method: Method::Password,
            tag,
        }
    }

    fn current() -> Entry {
        entry(Tag::Current {
            token: RefreshSecret::new("canary".into()),
            expires: Timestamp::UNIX_EPOCH,
        })
    }

    #[test]
    fn an_entry_is_read_back_as_it_was_written() {
        let written = current();

        let bytes = written.to_bytes().expect("written");
        let read = Entry::from_bytes(&bytes, written.session).expect("read");

        assert_eq!(read.token().map(RefreshSecret::expose), Some("canary"));
        assert_eq!((read.origin, read.user), (written.origin, written.user));
    }

    #[test]
    fn an_entry_under_another_sessions_name_is_noticed() {
        let bytes = current().to_bytes().expect("written");

        assert!(Entry::from_bytes(&bytes, SessionId::random()).is_err());
    }

    #[test]
    fn an_entry_that_was_edited_by_hand_is_noticed() {
        let written = current();
        let bytes = written.to_bytes().expect("written");
        let text = String::from_utf8_lossy(&bytes).replace("\"current\"", "\"revoking\"");

        assert!(Entry::from_bytes(text.as_bytes(), written.session).is_err());
        assert!(Entry::from_bytes(b"{}", written.session).is_err());
    }

    #[test]
    fn an_entry_does_not_show_its_token_when_printed() {
        assert!(!format!("{:?}", current()).contains("canary"));
    }
}
