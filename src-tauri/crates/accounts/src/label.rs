//! A person's own name for an account.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::line::one_line;

/// A label: one line with something to see, at most [`Self::LONGEST`] characters.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Label(String);

/// What was typed is too long. It is refused and not cut: a name that somebody gave is not changed behind their back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a label has at most {} characters", Label::LONGEST)]
pub struct LabelTooLong;

impl Label {
    /// In Unicode code points, after what cannot be seen has been taken out. A text field that counts UTF-16 units, as a page's does, never
    /// lets more through.
    pub(crate) const LONGEST: usize = 100;

    /// Takes what a person typed, without what cannot be seen or would turn the text around it. Nothing to see is no label.
    pub(crate) fn typed(text: &str) -> Result<Option<Self>, LabelTooLong> {
        match one_line(text) {
            Some(line) if line.chars().count() > Self::LONGEST => Err(LabelTooLong),
            line => Ok(line.map(Self)),
        }
    }

    /// The label as it is read.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<Option<String>, LabelTooLong> {
        Ok(Label::typed(text)?.map(|label| label.as_str().to_owned()))
    }

    #[test]
    fn what_was_typed_is_taken_without_its_edges_and_what_cannot_be_seen() {
        assert_eq!(typed("  Work "), Ok(Some("Work".into())));
        assert_eq!(typed("\u{202e}Wo\u{0}rk\n2"), Ok(Some("Work 2".into())));
        assert_eq!(
            typed("工作 👩\u{200d}💻"),
            Ok(Some("工作 👩\u{200d}💻".into()))
        );
    }

    #[test]
    fn nothing_to_see_is_no_label() {
        for nothing in ["", "   ", "\u{200b}", "\u{202e}\u{2066}"] {
            assert_eq!(typed(nothing), Ok(None), "{nothing:?}");
        }
    }

    #[test]
    fn a_hundred_characters_are_taken_and_one_more_is_refused() {
        let longest = "é".repeat(100);

        assert_eq!(typed(&format!(" {longest}\n")), Ok(Some(longest.clone())));
        assert_eq!(typed(&format!("{longest}e")), Err(LabelTooLong));
    }
}
