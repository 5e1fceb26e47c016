//! When to ask a desktop for its idle time that does not tell by itself: as seldom as can be without being late. Pure, with the time passed in.

use std::time::Duration;

use tokio::time::Instant;

/// What a desktop counts as the beginning of a time without a person moves by this much between two answers.
const UNSHARP: Duration = Duration::from_secs(1);

/// The times in which nobody used the computer.
#[derive(Debug, Default)]
pub(super) struct IdleTimes {
    /// When the one began that was told last.
    told: Option<Instant>,
}

/// What an answer of the desktop means.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Heard {
    /// The chosen time has passed, for the first time since somebody was there.
    pub(super) is_idle: bool,
    /// Nothing can become true before that.
    pub(super) ask_again_in: Duration,
}

impl IdleTimes {
    /// The desktop says that nobody has been there for so long.
    pub(super) fn heard(&mut self, idle: Duration, chosen: Duration, now: Instant) -> Heard {
        if idle < chosen {
            return Heard {
                is_idle: false,
                ask_again_in: chosen - idle,
            };
        }
        // Before the clock began nobody was there either.
        let began = now.checked_sub(idle).unwrap_or(now);
        let is_idle = self.told.is_none_or(|told| began > told + UNSHARP);
        if is_idle {
            self.told = Some(began);
        }
        Heard {
            is_idle,
            // Somebody may come back at once; the chosen time passes from then on.
            ask_again_in: chosen,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn heard(is_idle: bool, ask_again_in: Duration) -> Heard {
        Heard {
            is_idle,
            ask_again_in,
        }
    }

    #[test]
    fn nothing_is_asked_before_it_can_be_true() {
        let now = Instant::now();

        assert_eq!(
            IdleTimes::default().heard(4 * MINUTE, 15 * MINUTE, now),
            heard(false, 11 * MINUTE)
        );
    }

    #[test]
    fn one_time_without_a_person_is_told_once() {
        let (mut times, now) = (IdleTimes::default(), Instant::now() + 60 * MINUTE);

        let chosen = 15 * MINUTE;
        assert_eq!(
            times.heard(15 * MINUTE, chosen, now),
            heard(true, 15 * MINUTE)
        );
        assert_eq!(
            times.heard(30 * MINUTE, chosen, now + 15 * MINUTE),
            heard(false, 15 * MINUTE)
        );
    }

    #[test]
    fn the_next_one_is_told_in_time_although_somebody_came_back_between_two_answers() {
        let (mut times, now) = (IdleTimes::default(), Instant::now() + 60 * MINUTE);
        let chosen = 15 * MINUTE;
        assert!(times.heard(20 * MINUTE, chosen, now).is_idle);

        // Somebody was there for a moment, one minute later.
        let later = now + 15 * MINUTE;
        assert_eq!(
            times.heard(14 * MINUTE, chosen, later),
            heard(false, MINUTE)
        );
        assert!(times.heard(15 * MINUTE, chosen, later + MINUTE).is_idle);
    }
}
