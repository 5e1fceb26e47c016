//! The recorded exchanges with a real Cloudreve 4.14, made again through the public API.
//!
//! Deliberately not here: the same walk with a stand-in server, which is among that server's tests.

#[cfg(test)]
mod tape;
#[cfg(test)]
mod walker;

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};
use tape::Tape;
use walker::{Comparison, walk};

#[tokio::test]
async fn every_recorded_exchange_that_can_be_made_gives_the_recorded_result() {
    let mut tape = Tape::start().await;

    let walk = walk(&mut tape).await;

    assert_eq!(walk.not_played, []);
    // 84 of the 122; the table says of each other one why it cannot be made.
    assert_eq!(walk.played.len(), 84, "{:#?}", walk.played);
}

#[tokio::test]
async fn another_server_with_the_same_behaviour_passes_when_only_the_meaning_is_compared() {
    let another = |body: &mut Value| {
        if body["code"].is_number() && body["code"] != 0 {
            body["correlation_id"] = json!("another");
        }
        if body["data"]["title"].is_string() {
            body["data"]["title"] = json!("another");
        }
    };
    let mut tape = Tape::distorted(another, Comparison::Meaning).await;

    let walk = walk(&mut tape).await;

    assert_eq!(walk.played.len(), 84);
}

#[tokio::test]
#[should_panic(
    expected = "refresh/refresh while the user is banned: expected NotAccepted, got Refused"
)]
async fn a_server_that_refuses_with_another_code_is_noticed() {
    let another = |body: &mut Value| {
        if body["code"] == 40020 {
            body["code"] = json!(40021);
        }
    };
    let mut tape = Tape::distorted(another, Comparison::Meaning).await;

    walk(&mut tape).await;
}

#[tokio::test]
#[should_panic(expected = "account/me: /nickname is \"Ada\", recorded \"ada\"")]
async fn a_field_that_is_not_as_recorded_is_noticed() {
    let another = |body: &mut Value| {
        if body["data"]["nickname"] == "ada" {
            body["data"]["nickname"] = json!("Ada");
        }
    };
    let mut tape = Tape::distorted(another, Comparison::Everything).await;

    walk(&mut tape).await;
}

#[test]
fn every_recording_has_a_topic_in_the_walk() {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recordings");
    let recorded: BTreeSet<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();

    assert_eq!(recorded, walker::TOPICS.map(str::to_owned).into());
}
