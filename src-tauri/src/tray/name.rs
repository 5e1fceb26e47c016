//! Names from servers and people as a menu can show them: on one line, not too long, and unable to turn the text around them.
//!
//! Deliberately not here: mnemonics (`&`), which belong to the toolkit and are escaped where an item is made.

use accounts::one_line;
use unicode_segmentation::UnicodeSegmentation as _;

/// More than this is cut, with "…" in its place.
const LONGEST: usize = 40;

/// A name as it is shown; nothing when nothing of it can be seen.
pub(super) fn shown(name: &str) -> Option<String> {
    let short = cut(&one_line(name)?);
    Some(if short.chars().any(runs_right_to_left) {
        // The mark before it: Pango takes a line's direction from its first letter, even from one that stands isolated, and our lines run left to
        // right.
        format!("\u{200e}\u{2068}{short}\u{2069}")
    } else {
        short
    })
}

/// By what a person takes for a letter, so that no accent loses its letter and no flag is halved.
fn cut(line: &str) -> String {
    let letters: Vec<&str> = line.graphemes(true).collect();
    if letters.len() <= LONGEST {
        return line.to_owned();
    }
    let kept = letters.get(..LONGEST - 1).unwrap_or_default().concat();
    format!("{}…", kept.trim_end())
}

/// Hebrew, Arabic and their neighbours, with the forms that they have for old encodings.
fn runs_right_to_left(character: char) -> bool {
    matches!(character,
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shown_as_it_is() {
        assert_eq!(
            shown("R&D_team Zoë 王小明").as_deref(),
            Some("R&D_team Zoë 王小明")
        );
    }

    #[test]
    fn a_name_stays_on_one_line() {
        assert_eq!(
            shown(" Ada\n\tLovelace\u{2028} \u{7}").as_deref(),
            Some("Ada Lovelace")
        );
    }

    #[test]
    fn a_name_without_anything_to_see_is_none() {
        assert_eq!(shown(""), None);
        assert_eq!(shown(" \u{200b}\u{202e}\n"), None);
    }

    #[test]
    fn a_name_cannot_turn_what_stands_beside_it() {
        assert_eq!(
            shown("\u{202e}tuo ngiS\u{202c}").as_deref(),
            Some("tuo ngiS")
        );
        assert_eq!(
            shown("\u{2067}עדה\u{2069}").as_deref(),
            Some("\u{200e}\u{2068}עדה\u{2069}")
        );
        assert_eq!(
            shown("ليلى (work)").as_deref(),
            Some("\u{200e}\u{2068}ليلى (work)\u{2069}")
        );
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        // Given a letter of three code points, more often than there is room for
        let family = "👩\u{200d}👧";

        // When
        let name = shown(&family.repeat(50)).unwrap_or_default();

        // Then
        assert_eq!(name, format!("{}…", family.repeat(LONGEST - 1)));
        assert_eq!(shown(&"a".repeat(LONGEST)), Some("a".repeat(LONGEST)));
    }
}
