//! Arithmetic on instants that cannot overflow, because the instants come from servers.

use jiff::{SignedDuration, Timestamp};

/// `instant + span`, held at the ends of time.
pub(crate) fn later(instant: Timestamp, span: SignedDuration) -> Timestamp {
    match instant.checked_add(span) {
        Ok(sum) => sum,
        Err(_) if span.is_negative() => Timestamp::MIN,
        Err(_) => Timestamp::MAX,
    }
}

/// The longest that anything is planned ahead, and more: what is due later than that was planned before the clock was set back.
const FARTHEST: SignedDuration = SignedDuration::from_hours(30);

/// Whether what was planned for `due` is to be done now.
pub(crate) fn is_due(due: Timestamp, now: Timestamp) -> bool {
    due <= now || due > later(now, FARTHEST)
}

/// `instant` in milliseconds since the Unix epoch, as the page wants it.
pub(crate) fn millis(instant: Timestamp) -> i64 {
    instant.as_millisecond()
}

/// How long from `earlier` to `later`; negative when it is the other way round.
pub(crate) fn between(earlier: Timestamp, later: Timestamp) -> SignedDuration {
    later.duration_since(earlier)
}
