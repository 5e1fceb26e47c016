//! One lock of the screen, counted once, however many tell of it: the login manager that was asked for it, the desktop that confirms it there, and
//! its screen saver. Pure, with the time passed in.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

/// How long after a lock was asked for the desktop's own word still belongs to it. Too long a time would swallow a lock of its own.
const CONFIRMED_WITHIN: Duration = Duration::from_secs(10);

/// Who says that the screen is locked.
#[derive(Debug, Default)]
pub(super) struct Locks {
    /// Those who say so and have not taken it back.
    tellers: BTreeSet<&'static str>,
    /// When somebody asked the desktop to lock; not every desktop says that it did.
    asked: Option<Instant>,
}

impl Locks {
    /// Somebody asked for the lock. Answers whether it is a new one.
    pub(super) fn asked(&mut self, now: Instant) -> bool {
        self.asked = Some(now);
        self.tellers.is_empty()
    }

    /// This one says that it is locked. Answers whether it is a new one.
    pub(super) fn locked(&mut self, teller: &'static str, now: Instant) -> bool {
        let is_first = self.tellers.is_empty();
        self.tellers.insert(teller);
        let asked = self.asked.take();
        is_first && asked.is_none_or(|asked| now.duration_since(asked) > CONFIRMED_WITHIN)
    }

    /// This one says that it is not, or says nothing any more.
    pub(super) fn unlocked(&mut self, teller: &'static str) {
        self.tellers.remove(teller);
        self.asked = None;
    }

    /// It was locked before we came.
    pub(super) fn is_already(&mut self, teller: &'static str) {
        self.tellers.insert(teller);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_one_however_many_tell_of_it() {
        let (mut locks, now) = (Locks::default(), Instant::now());

        assert!(locks.asked(now));
        assert!(!locks.locked("the login manager", now));
        assert!(!locks.locked("the screen saver", now));
    }

    #[test]
    fn the_next_lock_counts_again() {
        let (mut locks, now) = (Locks::default(), Instant::now());
        assert!(locks.locked("the login manager", now));
        assert!(!locks.locked("the screen saver", now));

        locks.unlocked("the screen saver");
        assert!(!locks.locked("the screen saver", now));
        locks.unlocked("the screen saver");
        locks.unlocked("the login manager");

        assert!(locks.locked("the screen saver", now));
    }

    #[test]
    fn a_lock_that_nobody_confirmed_swallows_no_later_one() {
        let (mut locks, now) = (Locks::default(), Instant::now());

        assert!(locks.asked(now));
        assert!(locks.asked(now + Duration::from_secs(1)));
        assert!(locks.locked("the screen saver", now + Duration::from_secs(12)));
    }

    #[test]
    fn a_screen_that_was_locked_before_is_no_news() {
        let (mut locks, now) = (Locks::default(), Instant::now());

        locks.is_already("the login manager");

        assert!(!locks.locked("the screen saver", now));
    }
}
