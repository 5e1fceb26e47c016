//! Families of tokens: how they begin, live and end.

use std::time::Duration;

use demo::{Site, StandIn};
use serde_json::json;
use url::Url;

use crate::caller::Caller;

const ADA: &str = "ada@example.org";

async fn home() -> (StandIn, Caller) {
    let site = StandIn::start(Site::home()).await.unwrap();
    let caller = Caller::of(&site);
    (site, caller)
}

#[tokio::test]
async fn a_renewed_session_is_one_family_and_its_old_refresh_token_stays_usable() {
    // Given
    let (site, caller) = home().await;
    let (_, refresh) = caller.session(ADA).await;

    // When
    let first = caller.refresh(&refresh).await;
    let again = caller.refresh(&refresh).await;

    // Then
    assert_eq!((first.code(), again.code()), (0, 0));
    let families = site.truth().families;
    assert_eq!(families.len(), 1);
    assert_eq!((families[0].live, families[0].refreshed), (true, 2));
}

#[tokio::test]
async fn signing_out_ends_every_refresh_token_of_the_family_and_no_other() {
    // Given
    let (site, caller) = home().await;
    let (access, refresh) = caller.session(ADA).await;
    let newer = caller.refresh(&refresh).await.json()["data"]["refresh_token"].clone();
    let (_, other) = caller.session(ADA).await;

    // When
    let out = caller.sign_out(&refresh).await;

    // Then
    assert_eq!(out.json(), json!({"code": 0, "data": "", "msg": ""}));
    assert_eq!(caller.refresh(newer.as_str().unwrap()).await.code(), 40020);
    assert_eq!(caller.refresh(&other).await.code(), 0);
    assert_eq!(site.live_families(ADA), 1);
    // An access token is not checked against the revocation.
    assert_eq!(caller.me(&access).await.code(), 0);
    assert_eq!(caller.sign_out(&refresh).await.code(), 0);
}

#[tokio::test]
async fn signing_out_with_an_access_token_succeeds_and_revokes_nothing() {
    // Given
    let (site, caller) = home().await;
    let (access, refresh) = caller.session(ADA).await;

    // When
    let out = caller.sign_out(&access).await;

    // Then
    assert_eq!(out.code(), 0);
    assert_eq!(caller.refresh(&refresh).await.code(), 0);
    assert_eq!(site.live_families(ADA), 1);
}

#[tokio::test]
async fn a_ban_refuses_without_revoking_and_hides_a_revocation() {
    // Given
    let (site, caller) = home().await;
    let (access, refresh) = caller.session(ADA).await;

    // When
    assert!(site.ban(ADA));

    // Then
    assert_eq!(caller.refresh(&refresh).await.code(), 40020);
    let me = caller.me(&access).await.json();
    assert_eq!(
        (&me["code"], &me["msg"]),
        (&json!(50001), &json!("failed to get login user"))
    );
    assert_eq!(caller.sign_in(ADA).await.code(), 40017);
    assert!(site.lift_ban(ADA));
    assert_eq!(caller.refresh(&refresh).await.code(), 0);
}

#[tokio::test]
async fn another_password_ends_the_session_for_good_but_not_its_access_token() {
    // Given
    let (site, caller) = home().await;
    let (access, refresh) = caller.session(ADA).await;

    // When
    assert!(site.change_password(ADA, "another password"));
    assert!(site.change_password(ADA, demo::PASSWORD));

    // Then
    assert_eq!(caller.refresh(&refresh).await.code(), 40020);
    assert_eq!(caller.me(&access).await.code(), 0);
    assert_eq!(caller.sign_out(&refresh).await.code(), 0);
    assert_eq!(site.live_families(ADA), 0);
}

#[tokio::test]
async fn tokens_end_by_the_servers_own_clock() {
    // Given
    let (site, caller) = home().await;
    site.set_lifetimes(Duration::from_secs(100), Duration::from_secs(200));
    let (access, refresh) = caller.session(ADA).await;

    // When
    site.set_clock_offset(150);
    let me = caller.me(&access).await;
    let renewed = caller.refresh(&refresh).await;
    site.set_clock_offset(250);
    let expired = caller.refresh(&refresh).await;
    let out = caller.sign_out(&refresh).await.json();

    // Then
    assert_eq!((me.code(), renewed.code(), expired.code()), (401, 0, 40020));
    assert_eq!(
        (&out["code"], &out["msg"]),
        (&json!(40020), &json!("Failed to parse token"))
    );
}

#[tokio::test]
async fn a_token_of_another_key_is_not_recognised() {
    // Given
    let (site, caller) = home().await;
    let (_, refresh) = caller.session(ADA).await;

    // When
    site.change_key();

    // Then
    assert_eq!(caller.sign_out(&refresh).await.code(), 40020);
}

#[tokio::test]
async fn contoso_answers_a_sign_out_with_the_end_session_page_of_its_provider() {
    // Given
    let provider = Url::parse("http://login.localhost:5304/").unwrap();
    let site = StandIn::start(Site::contoso(provider)).await.unwrap();
    let caller = Caller::of(&site);
    let (_, refresh) = caller.session("ada@contoso.example").await;

    // When
    let out = caller.sign_out(&refresh).await.json();

    // Then
    let url = Url::parse(out["data"].as_str().unwrap()).unwrap();
    let names: Vec<_> = url
        .query_pairs()
        .map(|(name, _)| name.into_owned())
        .collect();
    assert_eq!(
        url.origin().ascii_serialization(),
        "http://login.localhost:5304"
    );
    assert_eq!(url.path(), "/oidc/session/end");
    assert_eq!(names, ["id_token_hint", "client_id"]);
    assert_eq!(site.live_families("ada@contoso.example"), 0);
}

#[tokio::test]
async fn what_a_sign_out_answers_can_be_any_text() {
    // Given
    let (site, caller) = home().await;
    site.end_session_url(Some("javascript:alert(1)".to_owned()));
    let (_, refresh) = caller.session(ADA).await;

    // When
    let out = caller.sign_out(&refresh).await.json();

    // Then
    assert_eq!(out["data"], "javascript:alert(1)");
}

#[tokio::test]
async fn the_truth_tells_which_requests_carried_a_bearer() {
    // Given
    let (site, caller) = home().await;
    let (access, refresh) = caller.session(ADA).await;

    // When
    caller.me(&access).await;
    caller.refresh(&refresh).await;

    // Then
    let truth = site.truth();
    let bearers: Vec<_> = truth
        .requests
        .iter()
        .map(|seen| {
            (
                seen.method.as_str(),
                seen.path.as_str(),
                seen.had_authorization,
            )
        })
        .collect();
    let expected = [
        ("POST", "/api/v4/session/token", false),
        ("GET", "/api/v4/user/me", true),
        ("POST", "/api/v4/session/token/refresh", false),
    ];
    assert_eq!(bearers, expected);
    assert_eq!(truth.count("GET", "/user/me"), 1);
    assert!(truth.requests.iter().all(|seen| !seen.had_cookie));
}

#[tokio::test]
async fn ada_has_a_picture_and_bob_has_none() {
    // Given
    let (_site, caller) = home().await;

    // When
    let ada = caller
        .send(reqwest::Method::GET, "/user/avatar/5OIa", None, None)
        .await
        .unwrap();
    let bob = caller.get("/user/avatar/4DC7", None).await;

    // Then
    assert_eq!(ada.headers()["content-type"], "image/png");
    assert!(ada.bytes().await.unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!((bob.status, bob.text.as_str()), (404, ""));
    assert_eq!(bob.header("cache-control"), "public, max-age=86400");
}
