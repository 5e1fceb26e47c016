//! Where the program is between a window in sight and its end. Each turn has a number, so that what was begun in an earlier one knows that it
//! has been overtaken: a window that was shown again is not destroyed, a program that was called back does not end.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::closing::Question;

/// How long a hidden window stays, so that one that was closed by mistake is back as it was.
const LINGER: Duration = Duration::from_secs(30);

/// The clicks of a double click are no further apart, as desktops are set at first.
const DOUBLE_CLICK: Duration = Duration::from_millis(500);

/// What becomes of the program.
#[derive(Debug, Default)]
pub(crate) struct Life(Mutex<Moment>);

/// The number of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Turn(u64);

#[derive(Debug, Default)]
struct Moment {
    turn: Turn,
    stage: Stage,
    /// What stands in the window, unanswered.
    asked: Option<(Question, Instant)>,
    /// The window was told to go and has not gone yet.
    goes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    InSight,
    Hidden,
    Ending,
}

impl Moment {
    fn turns(&mut self, stage: Stage) -> Turn {
        self.turn.0 += 1;
        self.stage = stage;
        self.turn
    }
}

impl Life {
    /// The window is shown.
    pub(super) fn goes_on(&self) {
        self.turns(Stage::InSight);
    }

    /// The window is hidden.
    pub(super) fn hides(&self) -> Turn {
        self.turns(Stage::Hidden)
    }

    /// The program is about to end; nothing when it is already.
    pub(super) fn ends(&self) -> Option<Turn> {
        let mut moment = self.moment();
        if moment.stage == Stage::Ending {
            return None;
        }
        Some(moment.turns(Stage::Ending))
    }

    /// Whether the program is about to end.
    pub(crate) fn is_ending(&self) -> bool {
        self.moment().stage == Stage::Ending
    }

    pub(super) fn is_in_sight(&self) -> bool {
        self.moment().stage == Stage::InSight
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.moment().stage == Stage::Hidden
    }

    /// Whether nothing has come since.
    pub(super) fn is_at(&self, turn: Turn) -> bool {
        self.moment().turn == turn
    }

    /// Waits until the window that was hidden in this turn need not be kept any longer; false when it was wanted meanwhile.
    pub(super) async fn stays_hidden(&self, turn: Turn) -> bool {
        tokio::time::sleep(LINGER).await;
        self.is_at(turn)
    }

    /// The window that was hidden in this turn may go for good now; false when it was wanted meanwhile.
    pub(super) fn lets_go(&self, turn: Turn) -> bool {
        let mut moment = self.moment();
        moment.goes = moment.turn == turn;
        moment.goes
    }

    /// The window is gone. Whether it was wanted again while it went.
    pub(super) fn is_missed(&self) -> bool {
        let mut moment = self.moment();
        std::mem::take(&mut moment.goes) && moment.stage == Stage::InSight
    }

    /// The question that stands in the window.
    pub(super) fn asked(&self) -> Option<Question> {
        self.moment().asked.map(|(question, _)| question)
    }

    /// The question has only just come: a second click on the same button, made before it could be read, does not answer it.
    pub(super) fn has_just_asked(&self) -> bool {
        let asked = self.moment().asked;
        asked.is_some_and(|(_, since)| since.elapsed() < DOUBLE_CLICK)
    }

    /// A question stands in the window now.
    pub(super) fn asks(&self, question: Question) {
        self.moment().asked = Some((question, Instant::now()));
    }

    /// The question is answered, or gone with its window.
    pub(super) fn answered(&self) -> Option<Question> {
        self.moment().asked.take().map(|(question, _)| question)
    }

    fn turns(&self, stage: Stage) -> Turn {
        self.moment().turns(stage)
    }

    fn moment(&self) -> MutexGuard<'_, Moment> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures::poll;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_hidden_window_stays_for_half_a_minute_and_no_longer() {
        // Given
        let life = Life::default();
        let turn = life.hides();
        let mut goes = pin!(life.stays_hidden(turn));

        // When nearly half a minute has passed
        assert!(poll!(&mut goes).is_pending());
        tokio::time::advance(Duration::from_millis(29_900)).await;

        // Then
        assert!(poll!(&mut goes).is_pending());

        // When it has
        tokio::time::advance(Duration::from_millis(200)).await;

        // Then
        assert!(goes.await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_that_was_shown_and_hidden_again_has_its_half_minute_anew() {
        // Given
        let life = Life::default();
        let first = life.hides();
        let mut first = pin!(life.stays_hidden(first));
        assert!(poll!(&mut first).is_pending());

        // When
        tokio::time::advance(Duration::from_secs(20)).await;
        life.goes_on();
        let second = life.hides();
        let second = life.stays_hidden(second);

        // Then
        let (first, second) = tokio::join!(first, second);
        assert!(!first);
        assert!(second);
    }

    #[tokio::test(start_paused = true)]
    async fn a_question_that_has_only_just_come_is_not_answered_by_a_double_click() {
        // Given
        let life = Life::default();

        // When
        life.asks(Question::Hiding);

        // Then
        assert!(life.has_just_asked());

        // When
        tokio::time::advance(DOUBLE_CLICK).await;

        // Then
        assert!(!life.has_just_asked());
        assert_eq!(life.asked(), Some(Question::Hiding));
    }

    #[test]
    fn a_window_that_is_wanted_while_it_goes_is_missed() {
        let life = Life::default();

        let turn = life.hides();
        assert!(life.lets_go(turn));
        life.goes_on();

        assert!(life.is_missed());
        assert!(!life.is_missed());
    }

    #[test]
    fn a_window_that_nobody_wants_is_not_missed() {
        let life = Life::default();

        let turn = life.hides();
        assert!(life.lets_go(turn));

        assert!(!life.is_missed());
    }

    #[test]
    fn a_window_that_was_wanted_before_stays() {
        let life = Life::default();

        let turn = life.hides();
        life.goes_on();

        assert!(!life.lets_go(turn));
        assert!(!life.is_missed());
    }

    #[test]
    fn a_program_that_is_called_back_does_not_end() {
        let life = Life::default();

        let turn = life.ends().unwrap();
        life.goes_on();

        assert!(!life.is_at(turn));
        assert!(life.is_in_sight());
    }

    #[test]
    fn quitting_again_does_not_begin_anew() {
        let life = Life::default();

        let first = life.ends().unwrap();

        assert_eq!(life.ends(), None);
        assert!(life.is_at(first));
    }
}
