//! Redirects are reported and never followed, and cookies are never sent back.

use cloudreve::{Fault, MeError, RefreshError, SignOutError};
use jiff::Timestamp;

use crate::scripted::{Script, Scripted, answer, envelope};
use crate::{access, ping_fault, refresh, server};

#[tokio::test]
async fn a_redirect_is_never_followed_and_says_where_to_without_extras() {
    let trap = Scripted::saying(envelope(r#"{"code":0,"data":{"id":"5OIa"},"msg":""}"#)).await;
    let trap_port = trap.origin.port().unwrap();
    let location =
        format!("Location: http://user:pw@127.0.0.1:{trap_port}/api/v4/user/me?token=secret#part");
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let date = "Date: Sun, 22 Nov 2026 02:16:29 GMT";
        let scripted = Scripted::saying(answer(status, &[&location, date], "<html></html>")).await;

        let me = server(&scripted).me(&access()).await;
        let refreshed = server(&scripted).refresh(&refresh()).await;

        let clock: Timestamp = "2026-11-22T02:16:29Z".parse().unwrap();
        let expected = Fault::Redirected {
            to: Some(
                format!("http://127.0.0.1:{trap_port}/api/v4/user/me")
                    .parse()
                    .unwrap(),
            ),
            date: Some(clock),
        };
        assert_eq!(me, Err(MeError::Fault(expected.clone())), "{status}");
        assert!(
            matches!(&refreshed, Err(RefreshError::Fault(fault)) if *fault == expected),
            "{status}: {refreshed:?}"
        );
        assert!(!expected.to_string().contains("secret"));
    }
    assert_eq!(trap.requests(), [""; 0]);
}

#[tokio::test]
async fn a_relative_redirect_is_resolved_and_one_without_an_address_says_so() {
    let relative = Scripted::saying(answer(
        "302 Found",
        &["Location: /session?redirect=%2Fhome"],
        "",
    ))
    .await;
    let nowhere = Scripted::saying(answer("302 Found", &[], "")).await;

    let to = |fault| match fault {
        Fault::Redirected { to, .. } => to,
        other => panic!("expected a redirect, got {other:?}"),
    };

    assert_eq!(
        to(ping_fault(&server(&relative)).await),
        Some(relative.origin.join("/session").unwrap())
    );
    assert_eq!(to(ping_fault(&server(&nowhere)).await), None);
}

#[tokio::test]
async fn a_redirect_in_a_circle_is_one_request_that_says_where_to() {
    // Given one server that sends to itself, and two that send to each other
    let scripted = Scripted::start(vec![
        Script::Say(answer("308 Permanent Redirect", &["Location: "], "")),
        Script::Say(answer(
            "307 Temporary Redirect",
            &["Location: /api/v4/session/token"],
            "",
        )),
    ])
    .await;
    let other = Scripted::saying(answer(
        "302 Found",
        &[&format!("Location: {}", scripted.origin)],
        "",
    ))
    .await;

    let to_itself = server(&scripted).sign_out(&refresh()).await;
    let again = server(&scripted).sign_out(&refresh()).await;
    let to_the_other = server(&other).sign_out(&refresh()).await;

    let own = scripted.origin.join("/api/v4/session/token").unwrap();
    for (result, goal) in [
        (to_itself, &own),
        (again, &own),
        (to_the_other, &scripted.origin),
    ] {
        assert!(
            matches!(&result, Err(SignOutError::Fault(Fault::Redirected { to: Some(to), .. })) if to == goal),
            "{result:?}"
        );
    }
    assert_eq!(scripted.requests().len(), 2);
    assert_eq!(other.requests().len(), 1);
}

#[tokio::test]
async fn a_redirect_to_plain_http_or_to_no_web_address_takes_no_token_along() {
    for goal in [
        "http://cloud.example.org/api/v4/session/token",
        "//elsewhere.example/api/v4/session/token",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://[",
    ] {
        let location = format!("Location: {goal}");
        let scripted = Scripted::saying(answer("307 Temporary Redirect", &[&location], "")).await;

        let result = server(&scripted).sign_out(&refresh()).await;

        assert!(
            matches!(&result, Err(SignOutError::Fault(Fault::Redirected { .. }))),
            "{goal}: {result:?}"
        );
        assert_eq!(scripted.requests().len(), 1, "{goal}");
    }
}

#[tokio::test]
async fn a_cookie_is_never_sent_back() {
    let json = r#"{"code":0,"data":"4.14.0","msg":""}"#;
    let planting = answer("200 OK", &["Set-Cookie: session=1; Path=/"], json);
    let scripted = Scripted::saying(planting).await;
    let server = server(&scripted);

    server.ping().await.unwrap();
    server.ping().await.unwrap();

    let requests = scripted.requests();
    assert_eq!(requests.len(), 2);
    assert!(
        !requests[1].to_ascii_lowercase().contains("cookie"),
        "{}",
        requests[1]
    );
}

#[tokio::test]
async fn refresh_and_sign_out_send_no_authorization() {
    let scripted = Scripted::saying(envelope(r#"{"code":0,"data":"","msg":""}"#)).await;
    let server = server(&scripted);

    let _ = server.refresh(&refresh()).await;
    server.sign_out(&refresh()).await.unwrap();

    for request in scripted.requests() {
        assert!(
            !request.to_ascii_lowercase().contains("authorization"),
            "{request}"
        );
        assert!(
            request.ends_with(r#"{"refresh_token":"refresh-secret"}"#),
            "{request}"
        );
    }
}

#[tokio::test]
async fn what_a_path_or_query_is_made_of_cannot_leave_its_place() {
    let scripted = Scripted::saying(envelope(r#"{"code":404,"msg":"not found"}"#)).await;
    let server = server(&scripted);

    let _ = server.oauth_app("../../user/me?x=1#y").await;
    let _ = server.avatar(&access(), "a/../b").await;
    let _ = server.prepare("a+b&c=d@example.org").await;

    let lines: Vec<String> = scripted
        .requests()
        .iter()
        .map(|request| request.lines().next().unwrap().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "GET /api/v4/session/oauth/app/..%2F..%2Fuser%2Fme%3Fx=1%23y HTTP/1.1",
            "GET /api/v4/user/avatar/a%2F..%2Fb HTTP/1.1",
            "GET /api/v4/session/prepare?email=a%2Bb%26c%3Dd%40example.org HTTP/1.1",
        ]
    );
}
