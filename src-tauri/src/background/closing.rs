//! What closing the window does: pure, so that every case can be read here.

use accounts::{Closing, Settings};

use crate::news::Errand;

/// What is told, once each, before closing does something for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    /// The program goes on in the tray: keep it, or quit instead?
    Hiding,
    /// There is no tray, so closing quits: quit, or stay?
    Quitting,
}

impl Question {
    /// How the page is asked to ask it.
    pub(super) const fn errand(self) -> Errand {
        match self {
            Self::Hiding => Errand::SayHiding,
            Self::Quitting => Errand::SayQuitting,
        }
    }
}

/// What becomes of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Ask(Question),
    Stay,
    Hide,
    Quit,
}

/// What a request to close does. With a question that stands unanswered in the window, a second request does what is set: nobody is kept in it.
pub(super) fn step(settings: &Settings, has_tray: bool, asked: Option<Question>) -> Step {
    let (question, told, then) = if has_tray {
        (Question::Hiding, settings.told_hiding, Step::Hide)
    } else {
        (Question::Quitting, settings.told_quitting, Step::Quit)
    };
    match settings.closing {
        // Whoever has chosen this need not be told that it is so.
        Closing::Quits => Step::Quit,
        Closing::Hides if told || asked == Some(question) => then,
        Closing::Hides => Step::Ask(question),
    }
}

/// What is kept when a question is answered by closing once more: that it was asked.
pub(super) fn told(settings: &Settings, asked: Option<Question>) -> Option<Settings> {
    let mut told = settings.clone();
    match asked? {
        Question::Hiding => told.told_hiding = true,
        Question::Quitting => told.told_quitting = true,
    }
    (told != *settings).then_some(told)
}

/// What the answer to a question leads to, and what is kept of it. That there is no tray says nothing about what closing should do where
/// there is one.
pub(super) fn answered(
    mut settings: Settings,
    asked: Option<Question>,
    has_tray: bool,
    chosen: Closing,
) -> (Settings, Step) {
    let unasked = if has_tray {
        Question::Hiding
    } else {
        Question::Quitting
    };
    match asked.unwrap_or(unasked) {
        Question::Hiding => {
            settings.told_hiding = true;
            settings.closing = chosen;
        }
        Question::Quitting => settings.told_quitting = true,
    }
    let step = match chosen {
        Closing::Quits => Step::Quit,
        Closing::Hides if has_tray => Step::Hide,
        Closing::Hides => Step::Stay,
    };
    (settings, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRAY: bool = true;
    const NO_TRAY: bool = false;

    fn who_was_told() -> Settings {
        Settings {
            told_hiding: true,
            told_quitting: true,
            ..Settings::default()
        }
    }

    #[test]
    fn the_first_closing_is_told_and_every_later_one_is_done() {
        let new = Settings::default();

        assert_eq!(step(&new, TRAY, None), Step::Ask(Question::Hiding));
        assert_eq!(step(&new, NO_TRAY, None), Step::Ask(Question::Quitting));
        assert_eq!(step(&who_was_told(), TRAY, None), Step::Hide);
        assert_eq!(step(&who_was_told(), NO_TRAY, None), Step::Quit);
    }

    #[test]
    fn a_question_that_stands_open_keeps_nobody_in_the_window() {
        let new = Settings::default();

        assert_eq!(step(&new, TRAY, Some(Question::Hiding)), Step::Hide);
        assert_eq!(step(&new, NO_TRAY, Some(Question::Quitting)), Step::Quit);
    }

    #[test]
    fn a_question_that_was_answered_by_closing_again_is_not_asked_another_time() {
        let told = told(&Settings::default(), Some(Question::Quitting)).expect("news");

        assert_eq!(step(&told, NO_TRAY, None), Step::Quit);
        assert_eq!(super::told(&told, Some(Question::Quitting)), None);
        assert_eq!(super::told(&Settings::default(), None), None);
    }

    #[test]
    fn a_tray_that_went_while_the_question_was_open_is_told_of() {
        let asked = Some(Question::Hiding);

        let step = step(&Settings::default(), NO_TRAY, asked);

        assert_eq!(step, Step::Ask(Question::Quitting));
    }

    #[test]
    fn whoever_has_chosen_to_quit_is_told_nothing() {
        let settings = Settings {
            closing: Closing::Quits,
            ..Settings::default()
        };

        assert_eq!(step(&settings, TRAY, None), Step::Quit);
        assert_eq!(step(&settings, NO_TRAY, None), Step::Quit);
    }

    #[test]
    fn an_answer_is_kept_and_done() {
        let asked = Some(Question::Hiding);

        let (kept, done) = answered(Settings::default(), asked, TRAY, Closing::Quits);

        assert_eq!(done, Step::Quit);
        assert_eq!(step(&kept, TRAY, None), Step::Quit);
    }

    #[test]
    fn quitting_for_want_of_a_tray_does_not_choose_to_quit_where_there_is_one() {
        let asked = Some(Question::Quitting);

        let (kept, done) = answered(Settings::default(), asked, NO_TRAY, Closing::Quits);

        assert_eq!(done, Step::Quit);
        assert_eq!(kept.closing, Closing::Hides);
        assert_eq!(step(&kept, NO_TRAY, None), Step::Quit);
        assert_eq!(step(&kept, TRAY, None), Step::Ask(Question::Hiding));
    }

    #[test]
    fn nothing_hides_where_there_is_no_tray() {
        for asked in [None, Some(Question::Hiding), Some(Question::Quitting)] {
            let (_, done) = answered(Settings::default(), asked, NO_TRAY, Closing::Hides);

            assert_eq!(done, Step::Stay);
        }
    }
}
