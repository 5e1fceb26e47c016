//! When a session is renewed next: pure, with the time and the chance passed in.
//!
//! A session is renewed near the end of its access token, long before its refresh token ends: so a refusal is known within the hour and a
//! server that is down for days costs nobody a session.

use jiff::{SignedDuration, Timestamp};

use crate::instant::{between, later};
use crate::session::{BELIEVED_AFTER, Session, Standing};
use crate::snapshot::SignInCause;

/// The shortest pause between two renewals of a session, however short its tokens live.
const SHORTEST: SignedDuration = SignedDuration::from_secs(5);
/// The longest, so that a site with long-lived access tokens is still heard of.
const LONGEST: SignedDuration = SignedDuration::from_hours(6);
/// The lifetime of tokens that seem to have none: the clocks disagree, and the server is not to be hammered.
const UNKNOWN: SignedDuration = SignedDuration::from_mins(10);
/// How often a refused session is asked for again: it may come alive.
const REFUSED_PAUSE: SignedDuration = SignedDuration::from_hours(1);
/// Within what time every session is renewed after a start, spread by chance.
const SOON: SignedDuration = SignedDuration::from_secs(10);
/// Within what time everything is tried that waited for the network, spread by chance.
const AT_ONCE: SignedDuration = SignedDuration::from_secs(5);
/// The first pause after a network fault; it doubles with each further one.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(15);
/// The longest pause after network faults.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(15);

/// When the session of this account is to be renewed; `None` when there is nothing to renew. `chance` is in `0.0..1.0` and spreads the
/// renewals of many accounts.
pub(crate) fn next(standing: &Standing, now: Timestamp, chance: f64) -> Option<Timestamp> {
    match standing {
        Standing::Active { session } if session.failures > 0 => {
            Some(later(now, pause(session.failures, chance)))
        }
        Standing::Active { session } => Some(match session.refused_since {
            Some(first) => later(
                first,
                BELIEVED_AFTER + spread(SignedDuration::from_secs(20), chance),
            ),
            None => regular(session, chance),
        }),
        Standing::NeedsSignIn {
            cause: SignInCause::Refused,
            session,
            ..
        } => {
            let pause = if session.failures > 0 {
                pause(session.failures, chance)
            } else {
                REFUSED_PAUSE
            };
            Some(later(now, pause + spread(pause, chance)))
        }
        Standing::NeedsSignIn { .. } | Standing::SigningOut { .. } | Standing::SignedOut { .. } => {
            None
        }
    }
}

/// As [`next`], but within ten seconds: for a start, when nobody knows what happened meanwhile.
pub(crate) fn soon(standing: &Standing, now: Timestamp, chance: f64) -> Option<Timestamp> {
    next(standing, now, chance).map(|_| later(now, spread(SOON, chance)))
}

/// As soon as many can be tried together: some time in the next five seconds.
pub(crate) fn at_once(now: Timestamp, chance: f64) -> Timestamp {
    later(now, spread(AT_ONCE, chance))
}

/// Whether what is planned for `due` is planned so already.
pub(crate) fn is_at_once(due: Timestamp, now: Timestamp) -> bool {
    between(now, due).abs() <= AT_ONCE
}

/// The pause after so many faults in a row: doubling from 15 s to 15 min, with up to a quarter more by chance.
pub(crate) fn pause(failures: u32, chance: f64) -> SignedDuration {
    let doublings = failures.saturating_sub(1).min(10);
    let pause = FIRST_PAUSE
        .saturating_mul(1_i32 << doublings)
        .min(LONGEST_PAUSE);
    pause + spread(pause / 4, chance)
}

/// The lifetime is counted between two instants of the server's clock, so that a clock of ours that is wrong changes nothing.
fn regular(session: &Session, chance: f64) -> Timestamp {
    let access = between(session.expiry.issued, session.expiry.access);
    let refresh = between(session.expiry.issued, session.expiry.refresh);
    let lifetime = access.min(refresh / 2);
    let lifetime = if lifetime.is_positive() {
        lifetime.clamp(SHORTEST, LONGEST)
    } else {
        UNKNOWN
    };
    // Between 80 and 90 per cent of the lifetime.
    later(
        session.renewed_at,
        lifetime * 8 / 10 + spread(lifetime / 10, chance),
    )
}

fn spread(width: SignedDuration, chance: f64) -> SignedDuration {
    SignedDuration::try_from_secs_f64(width.as_secs_f64() * chance.clamp(0.0, 1.0))
        .unwrap_or(SignedDuration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Expiry, RenewalEvent, SessionId};

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).expect("in range")
    }

    fn signed_in(access: i64, refresh: i64) -> Standing {
        let expiry = Expiry {
            issued: at(0),
            access: at(access),
            refresh: at(refresh),
        };
        Standing::Active {
            session: Session::begin(SessionId::random(), expiry, at(0)),
        }
    }

    #[test]
    fn a_session_is_renewed_before_its_access_token_ends() {
        let standing = signed_in(3_600, 14 * 86_400);

        assert_eq!(next(&standing, at(0), 0.0), Some(at(2_880)));
        assert_eq!(next(&standing, at(0), 1.0), Some(at(3_240)));
    }

    #[test]
    fn a_refresh_token_shorter_than_the_access_token_sets_the_pace() {
        assert_eq!(next(&signed_in(3_600, 300), at(0), 0.0), Some(at(120)));
    }

    #[test]
    fn tokens_that_seem_to_have_ended_when_they_were_issued_do_not_make_it_run_hot() {
        assert_eq!(next(&signed_in(0, 0), at(0), 0.0), Some(at(480)));
    }

    #[test]
    fn pauses_after_faults_grow_to_a_quarter_of_an_hour() {
        let pauses: Vec<i64> = (1..=9)
            .map(|failures| pause(failures, 0.0).as_secs())
            .collect();

        assert_eq!(pauses, [15, 30, 60, 120, 240, 480, 900, 900, 900]);
    }

    #[test]
    fn what_waited_for_the_network_is_spread_over_five_seconds() {
        assert_eq!(at_once(at(100), 0.0), at(100));
        assert_eq!(at_once(at(100), 1.0), at(105));
    }

    #[test]
    fn a_refusal_is_looked_at_again_after_three_minutes_and_not_before() {
        let refused =
            signed_in(3_600, 14 * 86_400).after(RenewalEvent::Refused, at(100), Some(at(100)));

        let due = next(&refused, at(100), 0.5).expect("due");

        assert!(due >= at(280) && due <= at(300), "{due}");
    }

    #[test]
    fn a_refused_session_is_asked_for_again_at_long_intervals() {
        let refused = signed_in(3_600, 14 * 86_400)
            .after(RenewalEvent::Refused, at(100), Some(at(100)))
            .after(RenewalEvent::Refused, at(300), Some(at(300)));

        assert_eq!(next(&refused, at(300), 0.0), Some(at(3_900)));
    }

    #[test]
    fn a_signed_out_account_is_never_renewed() {
        let signed_out = Standing::SignedOut {
            at: at(0),
            server: crate::snapshot::ServerResult::Confirmed,
            session: None,
        };

        assert_eq!(next(&signed_out, at(0), 0.0), None);
        assert_eq!(
            next(
                &Standing::SigningOut {
                    session: SessionId::random()
                },
                at(0),
                0.0
            ),
            None
        );
    }
}
