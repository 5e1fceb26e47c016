//! A session's state and its transitions: pure, with the time passed in.
//!
//! Only the renewal's answer moves a session, and each state carries just what it may have: a signed-out account has no session to renew,
//! and one that signs out has nothing left but the identifier of its revocation.
//!
//! Deliberately not here: tokens (they are in the vault), the network, and when the next renewal is due (`renewal`).

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::instant::between;
use crate::secret::RefreshSecret;
use crate::snapshot::{ServerResult, SignInCause};

/// A refusal is believed when it is repeated at least this long after the first: a server with a sick database refuses too.
pub(crate) const BELIEVED_AFTER: SignedDuration = SignedDuration::from_mins(3);

/// How long the longest-lived sessions live: those of browser sign-ins (wire notes, Tokens).
pub(crate) const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// One sign-in: all tokens of one root. Also the name of its vault entry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(Uuid);

/// When the tokens of a session end, by the server's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Expiry {
    /// When they were issued, by the same clock where it was told.
    pub(crate) issued: Timestamp,
    pub(crate) access: Timestamp,
    pub(crate) refresh: Timestamp,
}

/// What is known of a live session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: SessionId,
    pub(crate) signed_in_at: Timestamp,
    pub(crate) renewed_at: Timestamp,
    pub(crate) expiry: Expiry,
    /// The latest expiry ever issued to this family: until then the server may honour one of its tokens.
    pub(crate) latest_expiry: Timestamp,
    /// The last renewal succeeded, or nothing but the sign-in has happened yet.
    pub(crate) proven: bool,
    /// The first of the refusals that stand.
    pub(crate) refused_since: Option<Timestamp>,
    /// Since when the server does not answer.
    pub(crate) unreachable_since: Option<Timestamp>,
    /// Tries in a row without an answer that counts.
    pub(crate) failures: u32,
    /// The end that the person was told of because it comes near.
    #[serde(default)]
    pub(crate) told_end: Option<Timestamp>,
}

/// How an account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Standing {
    /// Signed in; the server may be out of reach.
    Active { session: Session },
    /// The person has to sign in again. The session is kept: a refused one may come alive again, and signing out still asks the server.
    NeedsSignIn {
        cause: SignInCause,
        since: Timestamp,
        session: Session,
    },
    /// A revocation is on its way.
    SigningOut { session: SessionId },
    /// Ended.
    SignedOut {
        at: Timestamp,
        server: ServerResult,
        /// The session that ended.
        #[serde(default)]
        session: Option<SessionId>,
    },
}

/// What a renewal came back with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RenewalEvent {
    /// New tokens, already saved.
    Renewed(Expiry),
    /// New tokens that could not be saved: the former ones stay, but the family may live longer.
    NotSaved(Expiry),
    /// The server refused the session.
    Refused,
    /// No answer, or one that says nothing about the session.
    NoAnswer,
    /// The keyring has no entry for it.
    EntryMissing,
    /// The keyring's entry for it was changed by something else.
    EntryDamaged,
}

impl Session {
    pub(crate) fn begin(id: SessionId, expiry: Expiry, now: Timestamp) -> Self {
        Self {
            id,
            signed_in_at: now,
            renewed_at: now,
            expiry,
            latest_expiry: expiry.refresh,
            proven: true,
            refused_since: None,
            unreachable_since: None,
            failures: 0,
            told_end: None,
        }
    }

    /// A session that was found in the vault: nothing is known of its last renewal.
    pub(crate) fn found(id: SessionId, expiry: Expiry, now: Timestamp) -> Self {
        Self {
            proven: false,
            ..Self::begin(id, expiry, now)
        }
    }

    /// Its last renewal succeeded and no refusal stands: only then does a later refusal prove a revocation.
    pub(crate) fn is_clean(&self) -> bool {
        self.proven && self.refused_since.is_none()
    }

    fn is_over(&self, server_time: Option<Timestamp>) -> bool {
        server_time.is_some_and(|server_time| self.latest_expiry <= server_time)
    }

    fn renewed(self, expiry: Expiry, now: Timestamp) -> Self {
        Self {
            renewed_at: now,
            expiry,
            latest_expiry: self.latest_expiry.max(expiry.refresh),
            proven: true,
            refused_since: None,
            unreachable_since: None,
            failures: 0,
            ..self
        }
    }
}

impl Standing {
    /// The state after a renewal's answer. `now` is this computer's time, `server_time` the server's, where it was
    /// heard: only that clock makes a session expire.
    pub(crate) fn after(
        self,
        event: RenewalEvent,
        now: Timestamp,
        server_time: Option<Timestamp>,
    ) -> Self {
        let (session, cause, since) = match self {
            Self::Active { session } => (session, None, now),
            Self::NeedsSignIn {
                cause,
                since,
                session,
            } => (session, Some(cause), since),
            // Nothing is left that a renewal could change.
            other => return other,
        };
        match event {
            RenewalEvent::Renewed(expiry) => Self::Active {
                session: session.renewed(expiry, now),
            },
            RenewalEvent::NotSaved(expiry) => {
                let latest_expiry = session.latest_expiry.max(expiry.refresh);
                let session = Session {
                    latest_expiry,
                    ..session
                };
                match cause {
                    Some(cause) => Self::NeedsSignIn {
                        cause,
                        since,
                        session,
                    },
                    None => Self::Active { session },
                }
            }
            RenewalEvent::EntryMissing => Self::NeedsSignIn {
                cause: SignInCause::EntryMissing,
                since: now,
                session,
            },
            RenewalEvent::EntryDamaged => Self::NeedsSignIn {
                cause: SignInCause::EntryDamaged,
                since: now,
                session,
            },
            RenewalEvent::Refused => refused(session, cause, since, now, server_time),
            RenewalEvent::NoAnswer => {
                let unreachable_since = session.unreachable_since.or(Some(now));
                let failures = session.failures.saturating_add(1);
                let session = Session {
                    proven: false,
                    unreachable_since,
                    failures,
                    ..session
                };
                match cause {
                    Some(cause) => Self::NeedsSignIn {
                        cause,
                        since,
                        session,
                    },
                    None if session.is_over(server_time) => Self::NeedsSignIn {
                        cause: SignInCause::Expired,
                        since: now,
                        session,
                    },
                    None => Self::Active { session },
                }
            }
        }
    }

    /// Whether this session is the one that was signed out last.
    pub(crate) fn ended(&self, id: SessionId) -> bool {
        matches!(self, Self::SignedOut { session: Some(ended), .. } if *ended == id)
    }

    /// The session that this account would sign out.
    pub(crate) fn session(&self) -> Option<&Session> {
        match self {
            Self::Active { session } | Self::NeedsSignIn { session, .. } => Some(session),
            Self::SigningOut { .. } | Self::SignedOut { .. } => None,
        }
    }

    pub(crate) fn session_mut(&mut self) -> Option<&mut Session> {
        match self {
            Self::Active { session } | Self::NeedsSignIn { session, .. } => Some(session),
            Self::SigningOut { .. } | Self::SignedOut { .. } => None,
        }
    }
}

fn refused(
    session: Session,
    cause: Option<SignInCause>,
    since: Timestamp,
    now: Timestamp,
    server_time: Option<Timestamp>,
) -> Standing {
    // One from the future was noted before the clock was set back.
    let first = session
        .refused_since
        .filter(|first| *first <= now)
        .unwrap_or(now);
    let session = Session {
        proven: false,
        refused_since: Some(first),
        unreachable_since: None,
        failures: 0,
        ..session
    };
    if session.is_over(server_time) {
        return Standing::NeedsSignIn {
            cause: SignInCause::Expired,
            since,
            session,
        };
    }
    match cause {
        Some(cause) => Standing::NeedsSignIn {
            cause,
            since,
            session,
        },
        None if between(first, now) >= BELIEVED_AFTER => Standing::NeedsSignIn {
            cause: SignInCause::Refused,
            since: now,
            session,
        },
        None => Standing::Active { session },
    }
}

impl SessionId {
    pub(crate) fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The name of another program's session: the same as often as it is found, so that it is ended once. It is as random as the token, and
    /// does not lead back to it.
    pub(crate) fn of_foreign(token: &RefreshSecret) -> Self {
        let digest = Sha256::digest(token.expose());
        let mut bytes = [0; 16];
        bytes
            .iter_mut()
            .zip(digest)
            .for_each(|(byte, of)| *byte = of);
        Self(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }
}

impl std::str::FromStr for SessionId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<SessionId> for Uuid {
    fn from(SessionId(id): SessionId) -> Self {
        id
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionId({})", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("in range")
    }

    fn active() -> Standing {
        let expiry = Expiry {
            issued: at(0),
            access: at(3_600),
            refresh: at(14 * 86_400),
        };
        Standing::Active {
            session: Session::begin(SessionId::random(), expiry, at(0)),
        }
    }

    #[test]
    fn one_refusal_is_not_believed() {
        let standing = active().after(RenewalEvent::Refused, at(100), Some(at(100)));

        assert!(matches!(standing, Standing::Active { session } if !session.is_clean()));
    }

    #[test]
    fn a_refusal_repeated_within_three_minutes_is_not_believed_either() {
        let standing = active().after(RenewalEvent::Refused, at(100), Some(at(100)));
        let standing = standing.after(RenewalEvent::Refused, at(100 + 179), Some(at(100 + 179)));

        assert!(matches!(standing, Standing::Active { .. }));
    }

    #[test]
    fn a_refusal_repeated_three_minutes_later_is_believed_and_the_session_is_kept() {
        let standing = active().after(RenewalEvent::Refused, at(100), Some(at(100)));
        let standing = standing.after(RenewalEvent::Refused, at(280), Some(at(280)));

        assert!(matches!(
            standing,
            Standing::NeedsSignIn {
                cause: SignInCause::Refused,
                ..
            }
        ));
    }

    #[test]
    fn a_refused_session_that_renews_is_signed_in_again() {
        let refused = active()
            .after(RenewalEvent::Refused, at(100), Some(at(100)))
            .after(RenewalEvent::Refused, at(280), Some(at(280)));

        let expiry = Expiry {
            issued: at(400),
            access: at(4_000),
            refresh: at(15 * 86_400),
        };
        let standing = refused.after(RenewalEvent::Renewed(expiry), at(400), Some(at(400)));

        assert!(
            matches!(standing, Standing::Active { session } if session.is_clean() && session.expiry == expiry)
        );
    }

    #[test]
    fn a_server_out_of_reach_never_signs_anybody_out() {
        let mut standing = active();
        for minute in 1..=10_000 {
            standing = standing.after(
                RenewalEvent::NoAnswer,
                at(minute * 60),
                Some(at(minute * 60)),
            );
        }

        assert!(
            matches!(standing, Standing::Active { session } if session.unreachable_since == Some(at(60)))
        );
    }

    #[test]
    fn a_refusal_after_the_last_expiry_means_expired() {
        let day_15 = at(15 * 86_400);

        let standing = active().after(RenewalEvent::Refused, day_15, Some(day_15));

        assert!(matches!(
            standing,
            Standing::NeedsSignIn {
                cause: SignInCause::Expired,
                ..
            }
        ));
    }

    #[test]
    fn expiry_is_judged_by_the_servers_clock() {
        let standing = active().after(RenewalEvent::NoAnswer, at(15 * 86_400), Some(at(100)));

        assert!(matches!(standing, Standing::Active { .. }));
    }

    #[test]
    fn a_shorter_renewal_does_not_shorten_what_the_family_may_live() {
        let shorter = Expiry {
            issued: at(100),
            access: at(200),
            refresh: at(300),
        };

        let standing = active().after(RenewalEvent::Renewed(shorter), at(100), Some(at(100)));

        assert!(
            matches!(standing, Standing::Active { session } if session.latest_expiry == at(14 * 86_400))
        );
    }

    #[test]
    fn a_late_answer_does_not_touch_a_sign_out() {
        let signing_out = Standing::SigningOut {
            session: SessionId::random(),
        };

        for event in [
            RenewalEvent::Refused,
            RenewalEvent::NoAnswer,
            RenewalEvent::EntryMissing,
        ] {
            assert_eq!(
                signing_out.clone().after(event, at(1), Some(at(1))),
                signing_out
            );
        }
    }

    #[test]
    fn a_missing_entry_asks_for_a_new_sign_in() {
        let standing = active().after(RenewalEvent::EntryMissing, at(1), Some(at(1)));

        assert!(matches!(
            standing,
            Standing::NeedsSignIn {
                cause: SignInCause::EntryMissing,
                ..
            }
        ));
    }
}
