//! The steps before a session: captcha, second factor, and what a version 3 server says.

use demo::{GRACE_TOTP_SECRET, PASSWORD, Site, StandIn, totp_code};
use serde_json::{Value, json};

use crate::caller::{Caller, Heard};

const GRACE: &str = "grace@lab.example";

/// Password and captcha of Grace, the captcha right or wrong.
async fn sign_in(site: &StandIn, caller: &Caller, ticket: &str, text: Option<&str>) -> Heard {
    let answer = site.captcha_answer(ticket);
    let text = text.map(str::to_owned).or(answer).unwrap_or_default();
    let body = json!({"email": GRACE, "password": PASSWORD, "captcha": text, "ticket": ticket});
    caller.post("/session/token", body).await
}

async fn ticket(caller: &Caller) -> String {
    let captcha = caller.get("/site/captcha", None).await.json();
    captcha["data"]["ticket"].as_str().unwrap().to_owned()
}

async fn second_factor(caller: &Caller, session: &Value, otp: &str) -> Heard {
    let body = json!({"otp": otp, "session_id": session});
    caller.post("/session/token/2fa", body).await
}

#[tokio::test]
async fn a_captcha_is_good_for_one_try_right_or_wrong() {
    // Given
    let site = StandIn::start(Site::lab()).await.unwrap();
    let caller = Caller::of(&site);
    let first = ticket(&caller).await;
    let second = ticket(&caller).await;

    // When
    let wrong = sign_in(&site, &caller, &first, Some("zzzz")).await;
    let after_wrong = sign_in(&site, &caller, &first, None).await;
    let right = sign_in(&site, &caller, &second, None).await;
    let after_right = sign_in(&site, &caller, &second, None).await;

    // Then
    let codes = [wrong, after_wrong, right, after_right].map(|heard| heard.code());
    assert_eq!(codes, [40026, 40026, 203, 40026]);
}

#[tokio::test]
async fn a_wrong_code_leaves_the_two_factor_session_usable_and_the_right_one_ends_it() {
    // Given
    let site = StandIn::start(Site::lab()).await.unwrap();
    let caller = Caller::of(&site);
    let ticket = ticket(&caller).await;
    let session = sign_in(&site, &caller, &ticket, None).await.json()["data"].clone();
    let now = u64::try_from(site.now_seconds()).unwrap();
    let code = totp_code(GRACE_TOTP_SECRET, now).unwrap();
    let other = totp_code(GRACE_TOTP_SECRET, now + 3600).unwrap();

    // When
    let wrong = second_factor(&caller, &session, &other).await;
    let right = second_factor(&caller, &session, &code).await;
    let again = second_factor(&caller, &session, &code).await;

    // Then
    assert_eq!((wrong.code(), right.code(), again.code()), (40022, 0, 404));
    assert_eq!(right.json()["data"]["user"]["email"], GRACE);
    assert_eq!(site.live_families(GRACE), 1);
}

#[tokio::test]
async fn a_two_factor_session_waits_ten_minutes() {
    // Given
    let site = StandIn::start(Site::lab()).await.unwrap();
    let caller = Caller::of(&site);
    let ticket = ticket(&caller).await;
    let session = sign_in(&site, &caller, &ticket, None).await.json()["data"].clone();

    // When
    site.set_clock_offset(601);
    let late = second_factor(&caller, &session, "000000").await;

    // Then
    assert_eq!(late.code(), 404);
}

#[tokio::test]
async fn a_version_3_server_has_its_own_ping_and_no_version_4_api() {
    // Given
    let site = StandIn::start(Site::v3()).await.unwrap();
    let caller = Caller::of(&site);

    // When
    let old = reqwest::get(site.origin().join("/api/v3/site/ping").unwrap())
        .await
        .unwrap();
    let new = caller.get("/site/ping", None).await;

    // Then
    assert_eq!(Heard::of(old).await.json()["data"], "3.8.3");
    assert_eq!((new.status, new.text.as_str()), (404, "404 page not found"));
    assert_eq!(new.header("content-type"), "text/plain");
}
