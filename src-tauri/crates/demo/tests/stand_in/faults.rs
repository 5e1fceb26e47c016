//! Each fault does what its name says, and the server is well again afterwards.

use std::time::Duration;

use demo::{Fault, Site, StandIn, What};
use reqwest::{Method, Response};
use serde_json::json;

use crate::caller::Caller;

const ADA: &str = "ada@example.org";
const MEBIBYTE: usize = 1 << 20;

async fn home_with(fault: Fault) -> (StandIn, Caller) {
    let site = StandIn::start(Site::home()).await.unwrap();
    site.fault(fault);
    let caller = Caller::of(&site);
    (site, caller)
}

async fn ping(caller: &Caller) -> Result<Response, reqwest::Error> {
    caller.send(Method::GET, "/site/ping", None, None).await
}

#[tokio::test]
async fn a_dropped_answer_is_lost_although_the_sign_in_happened() {
    // Given
    let fault = Fault::on_call("POST", "/session/token", What::DropAfterHandling).times(1);
    let (site, caller) = home_with(fault).await;

    // When
    let body = json!({"email": ADA, "password": demo::PASSWORD});
    let lost = caller
        .send(Method::POST, "/session/token", None, Some(body))
        .await;

    // Then
    assert!(lost.is_err());
    assert_eq!(site.live_families(ADA), 1);
    assert_eq!(caller.sign_in(ADA).await.code(), 0);
}

#[tokio::test]
async fn a_connection_dropped_before_handling_changes_nothing() {
    let (site, caller) = home_with(Fault::everywhere(What::DropBeforeHandling).times(1)).await;
    let body = json!({"email": ADA, "password": demo::PASSWORD});
    let lost = caller
        .send(Method::POST, "/session/token", None, Some(body))
        .await;
    assert!(lost.is_err());
    assert_eq!(site.live_families(ADA), 0);
}

#[tokio::test]
async fn an_answer_cut_short_fails_while_its_body_is_read() {
    let (_site, caller) = home_with(Fault::everywhere(What::CutShort)).await;
    let answer = ping(&caller).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
}

#[tokio::test]
async fn a_sick_database_refuses_a_session_that_is_alive() {
    // Given
    let (site, caller) = home_with(Fault::on_path("/nowhere", What::SickDatabase)).await;
    let (access, refresh) = caller.session(ADA).await;

    // When
    site.fault(Fault::everywhere(What::SickDatabase));
    let sick = (caller.refresh(&refresh).await, caller.me(&access).await);
    site.clear_faults();

    // Then
    assert_eq!((sick.0.code(), sick.1.code()), (40020, 50001));
    assert_eq!(caller.refresh(&refresh).await.code(), 0);
}

#[tokio::test]
async fn wrong_types_come_in_an_envelope() {
    let (_site, caller) = home_with(Fault::everywhere(What::WrongTypes)).await;
    let signed_in = caller.sign_in(ADA).await.json();
    assert_eq!(signed_in["code"], 0);
    assert_eq!(signed_in["data"]["token"]["access_token"], 7);
    assert_eq!(caller.get("/site/ping", None).await.json()["data"], 7);
}

#[tokio::test]
async fn an_answer_that_was_garbled_on_its_way_says_how_long_it_is() {
    let good = r#"{"code":0,"data":"4.14.0","msg":""}"#;
    let (site, caller) = home_with(Fault::on_path("/nowhere", What::Doubled)).await;
    for (what, expected) in [
        (What::Truncated, good[..good.len() / 2].to_owned()),
        (What::Doubled, good.repeat(2)),
        (What::ByteOrderMark, format!("\u{feff}{good}")),
        (What::NumbersAsText, good.replace(":0", ":\"0\"")),
        (What::Nulls, good.replace("\"4.14.0\"", "null")),
        (
            What::Times("0001-01-01T00:00:00Z".to_owned()),
            good.to_owned(),
        ),
    ] {
        site.fault(Fault::everywhere(what.clone()).times(1));

        let answer = ping(&caller).await.unwrap();

        assert_eq!(answer.content_length(), Some(expected.len() as u64));
        assert_eq!(answer.bytes().await.unwrap(), expected, "{what:?}");
    }
}

#[tokio::test]
async fn the_times_of_a_token_pair_are_what_they_are_told_to_be() {
    let (site, caller) = home_with(Fault::on_path("/nowhere", What::Doubled)).await;
    let (_, refresh) = caller.session(ADA).await;
    site.fault(Fault::everywhere(What::Times("soon".to_owned())));

    let pair = caller.refresh(&refresh).await.json()["data"].clone();

    assert_eq!(pair["access_expires"], "soon");
    assert_eq!(pair["refresh_expires"], "soon");
    assert!(pair["access_token"].as_str().unwrap().len() > 7);
}

#[tokio::test]
async fn proxies_answer_in_html() {
    // Given
    let (site, caller) = home_with(Fault::everywhere(What::BadGateway).times(1)).await;
    site.fault(Fault::everywhere(What::CaptivePortal).times(1));

    // When
    let gateway = caller.get("/site/ping", None).await;
    let portal = caller.get("/site/ping", None).await;

    // Then
    assert_eq!((gateway.status, portal.status), (502, 200));
    for page in [gateway, portal] {
        assert!(page.header("content-type").starts_with("text/html"));
        assert!(page.text.starts_with('<'));
    }
}

#[tokio::test]
async fn a_redirect_names_its_goal() {
    let goal = "http://127.0.0.1:9/elsewhere";
    let (_site, caller) = home_with(Fault::everywhere(What::Redirect(goal.to_owned()))).await;
    let answer = caller.get("/site/ping", None).await;
    assert_eq!((answer.status, answer.header("location")), (302, goal));
}

#[tokio::test]
async fn a_redirect_in_a_circle_leads_to_where_it_came_from() {
    let (_site, caller) = home_with(Fault::everywhere(What::RedirectToItself)).await;
    let answer = caller.get("/site/ping", None).await;
    let location = answer.header("location");
    assert_eq!((answer.status, location), (302, "/api/v4/site/ping"));
}

#[tokio::test]
async fn an_answer_of_two_gigabytes_says_so_and_begins() {
    let (_site, caller) = home_with(Fault::everywhere(What::TwoGigabytes)).await;
    let mut answer = ping(&caller).await.unwrap();
    assert_eq!(answer.content_length(), Some(2 << 30));
    assert!(answer.chunk().await.unwrap().is_some());
}

#[tokio::test]
async fn a_large_answer_is_over_a_mebibyte_and_says_so_beforehand() {
    let (_site, caller) = home_with(Fault::everywhere(What::TooLarge)).await;
    let answer = ping(&caller).await.unwrap();
    assert!(answer.content_length().unwrap() > MEBIBYTE as u64);
}

#[tokio::test]
async fn an_endless_answer_goes_on_after_two_mebibytes() {
    let (_site, caller) = home_with(Fault::everywhere(What::Endless)).await;
    let mut answer = ping(&caller).await.unwrap();
    assert_eq!(answer.content_length(), None);
    let mut read = 0;
    while read < 2 * MEBIBYTE {
        read += answer.chunk().await.unwrap().unwrap().len();
    }
}

#[tokio::test]
async fn a_dripping_answer_begins_with_its_first_byte_alone() {
    let (_site, caller) = home_with(Fault::everywhere(What::SlowDrip)).await;
    let mut answer = ping(&caller).await.unwrap();
    assert_eq!(answer.chunk().await.unwrap().unwrap().as_ref(), b"{");
}

#[tokio::test]
async fn a_delayed_answer_takes_at_least_the_delay() {
    let delay = Duration::from_millis(50);
    let (_site, caller) = home_with(Fault::everywhere(What::Delay(delay))).await;
    let before = std::time::Instant::now();
    assert_eq!(caller.get("/site/ping", None).await.code(), 0);
    assert!(before.elapsed() >= delay);
}

#[tokio::test]
async fn a_held_request_is_answered_after_its_release() {
    // Given
    let (site, caller) = home_with(Fault::everywhere(What::Hold).times(1)).await;
    let answer = tokio::spawn(async move { caller.get("/site/ping", None).await.code() });

    // When
    site.wait_for("GET", "/site/ping", 1).await;
    let early = answer.is_finished();
    site.release();

    // Then
    assert!(!early);
    assert_eq!(answer.await.unwrap(), 0);
}

#[tokio::test]
async fn any_status_and_any_refusal_can_be_asked_for() {
    // Given
    let (site, caller) = home_with(Fault::everywhere(What::Status(429)).times(1)).await;
    let msg = "Domain not licensed".to_owned();
    site.fault(Fault::everywhere(What::Answer { code: 40087, msg }).times(1));
    site.fault(Fault::everywhere(What::PlainJson).times(1));

    // When
    let busy = caller.get("/site/ping", None).await;
    let refused = caller.get("/site/ping", None).await.json();
    let plain = caller.get("/site/ping", None).await.json();

    // Then
    assert_eq!(busy.status, 429);
    assert_eq!(refused["msg"], "Domain not licensed");
    assert_eq!(plain["code"], json!(null));
}

#[tokio::test]
async fn the_date_header_follows_the_servers_clock() {
    // Given
    let (site, caller) = home_with(Fault::on_path("/nowhere", What::BadGateway)).await;

    // When
    site.set_clock_offset(-86_400);
    let before = site.now_seconds();
    let heard = caller.get("/site/ping", None).await;
    let after = site.now_seconds();

    // Then
    let date = jiff::fmt::rfc2822::parse(heard.header("date")).unwrap();
    let date = date.timestamp().as_second();
    assert!((before..=after).contains(&date));
}
