//! What a page knows before it has asked anything: it is put into the window when that is made, so that the first picture is the list and nothing
//! waits for an answer.
//!
//! Deliberately not here: what happens after that. The page watches for it.

use accounts::{Manager, Snapshot, StartProblem};
use serde::Serialize;
use tauri::{AppHandle, Manager as _};
use ts_rs::TS;

use crate::background::Place;
use crate::startup::Start;

/// Everything that a page begins with. Nothing secret: it is what the page could ask for.
#[derive(Debug, Serialize, TS)]
pub(crate) struct Beginning {
    /// Why there will be no snapshot at all.
    problem: Option<StartProblem>,
    /// Where the person was in the window before this one, in the page's own words.
    place: Option<String>,
    /// The state when the window was made.
    snapshot: Option<Snapshot>,
}

impl Beginning {
    /// As things stand now.
    pub(crate) fn now(app: &AppHandle) -> Self {
        Self {
            problem: app.state::<Start>().problem.clone(),
            place: app.state::<Place>().kept(),
            snapshot: app.try_state::<Manager>().map(|manager| manager.snapshot()),
        }
    }

    /// The script that puts it before the page's own. A page that lacks it begins with nothing and watches for the list.
    pub(crate) fn script(&self) -> String {
        let json = match serde_json::to_string(self) {
            Ok(json) => json,
            Err(error) => {
                tracing::error!(%error, "a page begins with nothing");
                return String::new();
            }
        };
        // A string of JSON is a string of JavaScript too, and as such it is read faster than the object that it describes.
        let literal = serde_json::Value::String(json);
        format!("window.beginning = JSON.parse({literal});")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn what_a_page_begins_with_is_text_that_no_name_in_it_can_leave() {
        // Given
        let place = "\"); alert(1); //</script>\u{2028}\\".to_owned();
        let beginning = Beginning {
            problem: None,
            place: Some(place.clone()),
            snapshot: None,
        };

        // When
        let script = beginning.script();

        // Then
        let literal = script
            .strip_prefix("window.beginning = JSON.parse(")
            .and_then(|rest| rest.strip_suffix(");"))
            .expect("one statement");
        let json: String = serde_json::from_str(literal).expect("one string");
        let read: Value = serde_json::from_str(&json).expect("one object");
        assert_eq!(read["place"], place);
        assert_eq!(read["problem"], Value::Null);
    }
}
