//! The stand-in's own clock: the computer's, plus an offset that a test sets. Token times and the `Date` header
//! come from here, so that expiry and a wrong clock can be tried without waiting.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_seconds: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> Timestamp {
        let offset = SignedDuration::from_secs(self.offset_seconds.load(Ordering::Relaxed));
        let now = computer_time();
        // An offset beyond what a timestamp can hold is left out rather than wrapped.
        now.checked_add(offset).unwrap_or(now)
    }

    pub(crate) fn set_offset(&self, seconds: i64) {
        self.offset_seconds.store(seconds, Ordering::Relaxed);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a server has a clock of its own; this is the only place that reads it"
)]
fn computer_time() -> Timestamp {
    Timestamp::now()
}
