//! The stand-in server beside the recordings of a real Cloudreve 4.14: once through the public API of the crate
//! `cloudreve`, by the same walk that replays the recordings themselves, and once as plain HTTP, where the shape of
//! every answer is compared.

#[cfg(test)]
mod plain;
#[cfg(test)]
mod states;
#[cfg(test)]
mod typed;
#[cfg(test)]
#[path = "../../../cloudreve/tests/conformance/walker/mod.rs"]
mod walker;

use states::States;
use typed::TypedPeer;

#[tokio::test]
async fn every_exchange_that_the_crate_can_make_has_the_recorded_result() {
    let mut peer = TypedPeer::over(States::start().await);

    let walk = walker::walk(&mut peer).await;

    assert_eq!(walk.not_played, []);
    assert_eq!(walk.played.len(), 84, "{:#?}", walk.played);
}

#[tokio::test]
async fn every_answer_has_the_recorded_status_headers_fields_and_sentence() {
    let mut states = States::start().await;

    let replay = plain::replay(&mut states).await;

    assert!(
        replay.different.is_empty(),
        "{}",
        replay.different.join("\n")
    );
    // Consent, code exchange, userinfo, grants and settings belong to the browser; a stand-in has none of them.
    assert_eq!((replay.compared, replay.left_out), (94, 28));
}
