//! Text from people and servers as one line of ours: nothing in it ends the line, turns what stands beside it, or cannot be seen.
//!
//! Deliberately not here: cutting what is too long, which depends on where it is shown.

/// The text on one line, words apart by one space; `None` when nothing of it can be seen.
pub fn one_line(text: &str) -> Option<String> {
    let seen: String = text.chars().filter_map(seen).collect();
    let words: Vec<&str> = seen.split_whitespace().collect();
    let line = words.join(" ");
    line.chars().any(has_ink).then_some(line)
}

fn seen(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        // These turn the text around them, which is ours.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            None
        }
        '\u{feff}' | '\u{fff9}'..='\u{fffb}' => None,
        control if control.is_control() => None,
        other => Some(other),
    }
}

/// Joiners shape the letters beside them and show nothing themselves.
fn has_ink(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(
            character,
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{3164}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays_as_it_is() {
        let family = "R&D_team Zoë 王小明 👩\u{200d}👧";

        assert_eq!(one_line(family).as_deref(), Some(family));
    }

    #[test]
    fn nothing_ends_the_line_or_turns_it() {
        assert_eq!(
            one_line(" Ada\n\tLovelace\u{2028} \u{7}").as_deref(),
            Some("Ada Lovelace")
        );
        assert_eq!(
            one_line("\u{202e}tuo ngiS\u{202c}").as_deref(),
            Some("tuo ngiS")
        );
    }

    #[test]
    fn what_cannot_be_seen_is_nothing() {
        assert_eq!(one_line(""), None);
        assert_eq!(one_line(" \u{200b}\u{202e}\n"), None);
    }
}
