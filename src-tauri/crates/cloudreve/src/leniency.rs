//! How much a field's type may differ from the protocol where nothing is at stake: numbers and flags written as text, and
//! null for a field that could have been left out.
//!
//! Deliberately not here: tokens, their times, and ids. A server that gets those wrong is not understood.

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// The whole number in `value`, also when written as text or with a zero fraction.
pub(crate) fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            number
                .as_f64()
                .filter(|float| float.fract() == 0.0 && float.abs() < 9.0e15)
                .map(whole_part)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller has checked that the number is whole and small"
)]
fn whole_part(float: f64) -> i64 {
    float as i64
}

/// A count of bytes: not negative; missing and null are zero, since servers leave falsy fields out.
pub(crate) fn bytes<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(0),
        value => whole(&value)
            .and_then(|number| u64::try_from(number).ok())
            .ok_or_else(|| Error::custom("not a count of bytes")),
    }
}

/// A flag: missing, null, 0 and empty text are false.
pub(crate) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(false),
        Value::Bool(flag) => Ok(flag),
        Value::String(text) if matches!(text.as_str(), "" | "false") => Ok(false),
        Value::String(text) if text == "true" => Ok(true),
        value => match whole(&value) {
            Some(0) => Ok(false),
            Some(1) => Ok(true),
            _ => Err(Error::custom("not a flag")),
        },
    }
}

/// A time that is only shown: anything that is no time is none.
pub(crate) fn shown_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value.as_str().and_then(|text| text.parse().ok()))
}

/// A text that is only shown: anything that is no text, and empty text, is none.
pub(crate) fn shown_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Ok(Some(text)),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whole_numbers_are_read_from_numbers_and_from_text() {
        for value in [
            json!(40080),
            json!("40080"),
            json!(40080.0),
            json!(" 40080 "),
        ] {
            assert_eq!(whole(&value), Some(40080), "{value}");
        }
        for value in [
            json!(0.5),
            json!("4x"),
            json!(null),
            json!([1]),
            json!(1e300),
            json!(true),
        ] {
            assert_eq!(whole(&value), None, "{value}");
        }
    }

    #[test]
    fn flags_are_read_from_their_usual_spellings_only() {
        for value in [json!(true), json!("true"), json!(1), json!("1")] {
            assert!(flag(&value).unwrap(), "{value}");
        }
        for value in [
            json!(false),
            json!(null),
            json!(0),
            json!(""),
            json!("false"),
            json!("0"),
        ] {
            assert!(!flag(&value).unwrap(), "{value}");
        }
        for value in [json!("yes"), json!(2), json!({}), json!([])] {
            assert!(flag(&value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_negative_count_of_bytes_is_not_understood() {
        assert_eq!(bytes(json!("1073741824")).unwrap(), 1_073_741_824);
        assert_eq!(bytes(json!(null)).unwrap(), 0);
        assert!(bytes(json!(-1)).is_err());
    }
}
