//! How an entry lies in a store that takes only so many bytes for one: a head that names a generation, and the generation's parts.
//!
//! Windows takes 2,560 bytes for a credential (`CRED_MAX_CREDENTIAL_BLOB_SIZE`, wincred.h), and an end-session URL alone may be longer.
//!
//! Deliberately not here: the calls to the store, and whether the whole is as it was written (`entry` notices that).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::session::SessionId;

/// The name of an item in the store: an entry's head, or one of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    Head(SessionId),
    Part {
        session: SessionId,
        generation: String,
        number: usize,
    },
}

/// How an entry is to be laid down.
#[derive(Debug)]
pub(super) enum Layout {
    /// It fits.
    Whole,
    /// It does not: these are its parts.
    Parts(Head),
}

/// What stands in the entry's place when it is in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// Random, so that a new generation never overwrites the one that is still named.
    generation: String,
    parts: usize,
    bytes: usize,
}

/// More than any entry has: a head that says so is not ours.
const MOST_PARTS: usize = 64;

impl Layout {
    pub(super) fn of(bytes: &[u8], limit: usize) -> Self {
        if bytes.len() <= limit {
            return Self::Whole;
        }
        Self::Parts(Head {
            generation: format!("{:08x}", fastrand::u32(..)),
            parts: bytes.len().div_ceil(limit.max(1)),
            bytes: bytes.len(),
        })
    }
}

impl Head {
    /// Reads what stands in an entry's place; `None` when that is the entry itself.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let head: Self = serde_json::from_slice(bytes).ok()?;
        (head.parts <= MOST_PARTS).then_some(head)
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let Self {
            generation,
            parts,
            bytes,
        } = self;
        serde_json::json!({ "generation": generation, "parts": parts, "bytes": bytes })
            .to_string()
            .into_bytes()
    }

    /// The size of the whole, for a buffer that does not move. A head that was edited by hand may say anything.
    pub(super) fn len(&self) -> usize {
        self.bytes.min(1 << 20)
    }

    pub(super) fn parts(&self, session: SessionId) -> impl Iterator<Item = Name> + use<> {
        let generation = self.generation.clone();
        (0..self.parts).map(move |number| Name::Part {
            session,
            generation: generation.clone(),
            number,
        })
    }

    pub(super) fn names(&self, session: SessionId, part: &Name) -> bool {
        self.parts(session).any(|own| own == *part)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Head(session) => write!(f, "{session}"),
            Self::Part {
                session,
                generation,
                number,
            } => write!(f, "{session}#{generation}#{number}"),
        }
    }
}

/// A name that this program does not give.
#[derive(Debug)]
pub(super) struct NotOurs;

impl FromStr for Name {
    type Err = NotOurs;

    fn from_str(text: &str) -> Result<Self, NotOurs> {
        let mut pieces = text.split('#');
        let session = pieces.next().and_then(|text| text.parse().ok());
        match (session, pieces.next(), pieces.next(), pieces.next()) {
            (Some(session), None, ..) => Ok(Self::Head(session)),
            (Some(session), Some(generation), Some(number), None) => Ok(Self::Part {
                session,
                generation: generation.to_owned(),
                number: number.parse().map_err(|_| NotOurs)?,
            }),
            _ => Err(NotOurs),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts_of(bytes: usize, limit: usize) -> Option<usize> {
        match Layout::of(&vec![b'x'; bytes], limit) {
            Layout::Whole => None,
            Layout::Parts(head) => Some(head.parts(SessionId::random()).count()),
        }
    }

    #[test]
    fn an_entry_is_in_parts_only_when_it_does_not_fit() {
        assert_eq!(parts_of(2_560, 2_560), None);
        assert_eq!(parts_of(2_561, 2_560), Some(2));
        assert_eq!(parts_of(5_121, 2_560), Some(3));
    }

    #[test]
    fn every_name_is_read_back_as_it_was_given() {
        let session = SessionId::random();
        let Layout::Parts(head) = Layout::of(&[0; 100], 30) else {
            panic!("it does not fit")
        };
        for name in head.parts(session).chain([Name::Head(session)]) {
            assert_eq!(name.to_string().parse::<Name>().ok(), Some(name));
        }
        assert!("somebody else's".parse::<Name>().is_err());
    }

    #[test]
    fn a_head_is_told_apart_from_an_entry() {
        let Layout::Parts(head) = Layout::of(&[0; 100], 30) else {
            panic!("it does not fit")
        };
        assert_eq!(Head::read(&head.to_bytes()), Some(head));
        assert_eq!(Head::read(br#"{"v":1,"session":"5"}"#), None);
    }
}
