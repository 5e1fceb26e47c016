//! How an answer is garbled on its way: what proxies, old servers and careless middleware make of a good document.
//!
//! Deliberately not here: connections that break and answers that were never the server's; those are in `gate`.

use axum::body::Bytes;
use serde_json::{Value, json};

/// What happens to the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Garbling {
    Truncated,
    Doubled,
    ByteOrderMark,
    WrongTypes,
    NumbersAsText,
    Nulls,
    Times(String),
}

/// The body as it then is. What is no JSON, a picture for example, only has its bytes garbled.
pub(crate) fn garbled(garbling: &Garbling, body: Bytes) -> Bytes {
    match garbling {
        Garbling::Truncated => body.slice(..body.len() / 2),
        Garbling::Doubled => [&body[..], &body[..]].concat().into(),
        Garbling::ByteOrderMark => [b"\xEF\xBB\xBF", &body[..]].concat().into(),
        Garbling::WrongTypes => in_data(body, mistype),
        Garbling::NumbersAsText => rewritten(body, |envelope| each_leaf(envelope, &write_as_text)),
        Garbling::Nulls => in_data(body, |data| each_leaf(data, &|leaf| *leaf = Value::Null)),
        Garbling::Times(text) => in_data(body, |data| {
            each_leaf(data, &|leaf| {
                if is_time(leaf) {
                    *leaf = json!(text);
                }
            });
        }),
    }
}

fn in_data(body: Bytes, change: impl FnOnce(&mut Value)) -> Bytes {
    rewritten(body, |envelope| {
        if let Some(data) = envelope.get_mut("data") {
            change(data);
        }
    })
}

fn rewritten(body: Bytes, change: impl FnOnce(&mut Value)) -> Bytes {
    match serde_json::from_slice::<Value>(&body) {
        Ok(mut document) => {
            change(&mut document);
            document.to_string().into()
        }
        Err(_) => body,
    }
}

/// Text becomes a number, numbers and truth become text, lists become objects; objects keep their names.
fn mistype(value: &mut Value) {
    *value = match value.take() {
        Value::Null => Value::Null,
        Value::String(_) => json!(7),
        Value::Number(_) => json!("seven"),
        Value::Bool(_) => json!("yes"),
        Value::Array(_) => json!({"first": true}),
        Value::Object(mut members) => {
            members.values_mut().for_each(mistype);
            Value::Object(members)
        }
    };
}

fn each_leaf(value: &mut Value, change: &impl Fn(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_leaf(item, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| each_leaf(member, change)),
        leaf => change(leaf),
    }
}

fn write_as_text(leaf: &mut Value) {
    if leaf.is_number() || leaf.is_boolean() {
        *leaf = json!(leaf.to_string());
    }
}

fn is_time(leaf: &Value) -> bool {
    leaf.as_str()
        .is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"code":0,"data":{"id":"5OIa","at":"2026-11-22T02:16:29+08:00","used":7,"list":[true]},"msg":""}"#;

    fn document(garbling: Garbling) -> Value {
        serde_json::from_slice(&garbled(&garbling, GOOD.into())).unwrap()
    }

    #[test]
    fn numbers_and_flags_become_text_with_the_code() {
        let document = document(Garbling::NumbersAsText);

        assert_eq!(document["code"], "0");
        assert_eq!(document["data"]["used"], "7");
        assert_eq!(document["data"]["list"], json!(["true"]));
        assert_eq!(document["data"]["id"], "5OIa");
    }

    #[test]
    fn nulls_are_in_the_data_and_the_code_stays() {
        let document = document(Garbling::Nulls);

        let nothing = json!({"id": null, "at": null, "used": null, "list": [null]});
        assert_eq!(
            (&document["code"], &document["data"]),
            (&json!(0), &nothing)
        );
    }

    #[test]
    fn only_times_are_replaced_by_a_time() {
        let document = document(Garbling::Times("10000-01-01T00:00:00Z".to_owned()));

        assert_eq!(document["data"]["at"], "10000-01-01T00:00:00Z");
        assert_eq!(document["data"]["id"], "5OIa");
    }

    #[test]
    fn bytes_that_are_no_json_stay_unless_bytes_are_what_is_garbled() {
        let picture = Bytes::from_static(b"\x89PNG");

        assert_eq!(garbled(&Garbling::Nulls, picture.clone()), picture);
        assert_eq!(garbled(&Garbling::Truncated, picture), &b"\x89P"[..]);
    }
}
