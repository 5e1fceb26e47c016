//! Bodies that are too large, too slow, broken off, or nobody's envelope.

use std::time::Duration;

use cloudreve::{Fault, MeError, PingError, RefreshError, SignOutError};

use crate::scripted::{Script, Scripted, answer, envelope, head};
use crate::{access, impatient, ping_fault, refresh, server};

const MEBIBYTE: usize = 1024 * 1024;

#[tokio::test]
async fn a_body_that_announces_more_than_a_mebibyte_is_not_read() {
    let huge = head(
        "200 OK",
        &["Content-Type: application/json"],
        Some(MEBIBYTE + 1),
    );
    let scripted = Scripted::saying(huge).await;

    assert_eq!(ping_fault(&server(&scripted)).await, Fault::TooLarge);
}

#[tokio::test]
async fn a_body_that_announces_two_gigabytes_is_not_read() {
    // Given a server that goes on sending for as long as somebody reads
    let huge = Script::Endless(
        head("200 OK", &["Content-Type: application/json"], Some(2 << 30)),
        vec![b' '; 0x2000],
    );
    let scripted = Scripted::start(vec![huge]).await;
    let server = server(&scripted);

    let ping = ping_fault(&server).await;
    let renewal = server.refresh(&refresh()).await;
    let sign_out = server.sign_out(&refresh()).await;

    assert_eq!(ping, Fault::TooLarge);
    assert!(ping.request_may_have_arrived());
    assert!(
        matches!(renewal, Err(RefreshError::Fault(Fault::TooLarge))),
        "{renewal:?}"
    );
    assert!(
        matches!(sign_out, Err(SignOutError::Fault(Fault::TooLarge))),
        "{sign_out:?}"
    );
}

#[tokio::test]
async fn a_length_that_no_number_holds_is_no_answer() {
    for length in ["99999999999999999999999", "-1", "1, 2", "half"] {
        let header = format!("Content-Length: {length}");
        let mut bytes = head("200 OK", &[&header], None);
        bytes.extend_from_slice(br#"{"code":0,"data":"4.14.0","msg":""}"#);
        let scripted = Scripted::saying(bytes).await;

        let fault = ping_fault(&server(&scripted)).await;

        assert_eq!(
            fault,
            Fault::Unreachable {
                request_may_have_arrived: true
            },
            "{length}"
        );
    }
}

#[tokio::test]
async fn a_chunked_body_without_an_end_is_left_after_a_mebibyte() {
    let endless = Script::Endless(
        head("200 OK", &["Transfer-Encoding: chunked"], None),
        [b"2000\r\n".as_slice(), &[b' '; 0x2000], b"\r\n"].concat(),
    );
    let scripted = Scripted::start(vec![endless]).await;

    assert_eq!(ping_fault(&server(&scripted)).await, Fault::TooLarge);
}

#[tokio::test]
async fn a_body_of_unknown_length_without_an_end_is_left_after_a_mebibyte() {
    let endless = Script::Endless(head("200 OK", &[], None), vec![b' '; 0x2000]);
    let scripted = Scripted::start(vec![endless]).await;

    assert_eq!(ping_fault(&server(&scripted)).await, Fault::TooLarge);
}

#[tokio::test]
async fn a_body_of_precisely_a_mebibyte_is_read() {
    let mut json = r#"{"code":0,"data":"4.14.0","msg":""}"#.to_owned();
    json.push_str(&" ".repeat(MEBIBYTE - json.len()));
    let scripted = Scripted::saying(envelope(&json)).await;

    assert_eq!(
        server(&scripted).ping().await.unwrap().value.number,
        "4.14.0"
    );
}

#[tokio::test]
async fn a_body_that_comes_a_byte_at_a_time_ends_at_the_deadline() {
    let drip = Script::Drip(
        head("200 OK", &["Content-Type: application/json"], Some(10_000)),
        vec![b' '; 10_000],
        Duration::from_millis(50),
    );
    let scripted = Scripted::start(vec![drip]).await;

    let fault = ping_fault(&impatient(&scripted)).await;

    assert_eq!(
        fault,
        Fault::TimedOut {
            request_may_have_arrived: true
        }
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_is_given_up_at_the_deadline() {
    let scripted = Scripted::start(vec![Script::Silence]).await;

    let fault = ping_fault(&impatient(&scripted)).await;

    assert_eq!(
        fault,
        Fault::TimedOut {
            request_may_have_arrived: true
        }
    );
    assert!(fault.request_may_have_arrived());
    assert!(fault.is_network());
}

#[tokio::test]
async fn a_connection_dropped_after_the_request_may_have_signed_out() {
    let scripted = Scripted::start(vec![Script::HangUp]).await;

    let Err(SignOutError::Fault(fault)) = server(&scripted).sign_out(&refresh()).await else {
        panic!("expected a fault");
    };

    assert_eq!(
        fault,
        Fault::Unreachable {
            request_may_have_arrived: true
        }
    );
    assert_eq!(scripted.requests().len(), 1, "sent once, not repeated");
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_answer() {
    let mut broken = head("200 OK", &["Content-Type: application/json"], Some(100));
    broken.extend_from_slice(br#"{"code":0,"data":"4.14.0","msg":""}"#);
    let scripted = Scripted::saying(broken).await;

    assert_eq!(
        ping_fault(&server(&scripted)).await,
        Fault::Unreachable {
            request_may_have_arrived: true
        }
    );
}

#[tokio::test]
async fn a_web_page_is_not_an_envelope_but_a_proxys_error_page_is_trouble() {
    let page = |status: &str| {
        answer(
            status,
            &["Content-Type: text/html; charset=utf-8"],
            "<html>Sign in</html>",
        )
    };
    let html = Some("text/html".to_owned());
    let not_an_envelope = |status| Fault::NotAnEnvelope {
        status,
        content_type: html.clone(),
    };
    for (status, expected) in [
        ("200 OK", not_an_envelope(200)),
        ("403 Forbidden", not_an_envelope(403)),
        ("407 Proxy Authentication Required", not_an_envelope(407)),
        (
            "511 Network Authentication Required",
            Fault::ServerTrouble { status: 511 },
        ),
        ("404 Not Found", Fault::NotFound),
        (
            "429 Too Many Requests",
            Fault::ServerTrouble { status: 429 },
        ),
        (
            "500 Internal Server Error",
            Fault::ServerTrouble { status: 500 },
        ),
        ("502 Bad Gateway", Fault::ServerTrouble { status: 502 }),
        (
            "503 Service Unavailable",
            Fault::ServerTrouble { status: 503 },
        ),
    ] {
        let scripted = Scripted::saying(page(status)).await;

        let fault = ping_fault(&server(&scripted)).await;

        assert_eq!(fault, expected, "{status}");
        assert!(!fault.is_network(), "{status}");
    }
}

#[tokio::test]
async fn json_of_another_product_is_not_an_envelope() {
    for json in [
        "{}",
        "null",
        "[]",
        "42",
        "\"4.14.0\"",
        r#"{"status":"ok","data":"4.14.0"}"#,
        r#"{"code":"E_AUTH","message":"no"}"#,
        r#"{"code":null}"#,
        r#"{"code":0,"data":"4.14.0""#,
        "",
        "\u{feff}",
    ] {
        let scripted = Scripted::saying(envelope(json)).await;

        let expected = Fault::NotAnEnvelope {
            status: 200,
            content_type: Some("application/json".to_owned()),
        };
        assert_eq!(ping_fault(&server(&scripted)).await, expected, "{json}");
    }
}

#[tokio::test]
async fn half_a_document_and_two_documents_are_no_envelope_on_any_call() {
    let pair = r#"{"code":0,"data":{"access_token":"access","refresh_token":"refresh","access_expires":"2026-11-22T03:16:29Z","refresh_expires":"2026-12-06T02:16:29Z"},"msg":""}"#;
    let expected = Fault::NotAnEnvelope {
        status: 200,
        content_type: Some("application/json".to_owned()),
    };
    assert!(expected.request_may_have_arrived());
    let mut bodies: Vec<String> = (1..pair.len()).map(|end| pair[..end].to_owned()).collect();
    bodies.push(pair.repeat(2));
    bodies.push(format!("{pair}\n{pair}"));
    bodies.push(format!("{pair},{pair}"));
    bodies.push(format!("{pair}\u{feff}"));
    bodies.push(format!("\u{feff}\u{feff}{pair}"));
    let scripts = bodies
        .iter()
        .map(|body| Script::Say(envelope(body)))
        .collect();
    let scripted = Scripted::start(scripts).await;
    let server = server(&scripted);

    for body in &bodies {
        let result = server.refresh(&refresh()).await;

        assert!(
            matches!(&result, Err(RefreshError::Fault(fault)) if *fault == expected),
            "{body}: {result:?}"
        );
    }
}

#[tokio::test]
async fn a_field_that_is_there_twice_is_no_envelope() {
    let doubled = r#"{"code":40020,"msg":"no","code":0,"data":""}"#;
    let scripted = Scripted::saying(envelope(doubled)).await;

    let result = server(&scripted).sign_out(&refresh()).await;

    assert!(
        matches!(
            result,
            Err(SignOutError::Fault(Fault::NotAnEnvelope { .. }))
        ),
        "{result:?}"
    );
}

#[tokio::test]
async fn text_that_is_not_utf_8_is_not_an_envelope() {
    let body = b"{\"code\":0,\"data\":\"\xff\",\"msg\":\"\"}";
    let scripted = Scripted::saying(answer("200 OK", &[], body)).await;

    assert_eq!(
        ping_fault(&server(&scripted)).await,
        Fault::NotAnEnvelope {
            status: 200,
            content_type: None
        }
    );
}

#[tokio::test]
async fn success_under_an_http_error_is_somebody_elses() {
    let json = r#"{"code":0,"data":"","msg":""}"#;
    let blocked = answer("403 Forbidden", &["Content-Type: application/json"], json);
    let scripted = Scripted::saying(blocked).await;

    let result = server(&scripted).sign_out(&refresh()).await;

    assert!(
        matches!(
            result,
            Err(SignOutError::Fault(Fault::NotAnEnvelope {
                status: 403,
                ..
            }))
        ),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_refusal_is_one_under_any_http_status_below_500() {
    let json = r#"{"code":40020,"msg":"Failed to issue token pair"}"#;
    let scripted = Scripted::saying(answer(
        "401 Unauthorized",
        &["Content-Type: application/json"],
        json,
    ))
    .await;

    let result = server(&scripted).refresh(&refresh()).await;

    assert!(
        matches!(result, Err(RefreshError::NotAccepted(_))),
        "{result:?}"
    );
}

#[tokio::test]
async fn a_wrong_type_is_named_by_its_path_and_never_by_its_value() {
    let cases = [
        (
            r#"{"code":0,"data":{"id":"5OIa","email":"ada@example.org","group":"SECRET"},"msg":""}"#,
            "data.group",
        ),
        (r#"{"code":0,"data":{"id":["SECRET"]},"msg":""}"#, "data.id"),
        (r#"{"code":0,"data":{"id":""},"msg":""}"#, "data.id"),
        (r#"{"code":0,"data":{},"msg":""}"#, "data.id"),
        (r#"{"code":0,"data":"SECRET","msg":""}"#, "data"),
        (r#"{"code":0,"data":null,"msg":""}"#, "data"),
        (r#"{"code":0,"msg":""}"#, "data"),
        (r#"{"code":"SECRET","msg":""}"#, "code"),
        (r#"{"code":[],"data":{"id":"5OIa"},"msg":""}"#, "code"),
    ];
    for (json, path) in cases {
        let scripted = Scripted::saying(envelope(json)).await;

        let result = server(&scripted).me(&access()).await;

        assert_eq!(
            result,
            Err(MeError::Fault(Fault::WrongShape(path.to_owned()))),
            "{json}"
        );
    }
}

#[tokio::test]
async fn a_token_pair_with_anything_missing_is_not_a_token_pair() {
    let whole = serde_json::json!({
        "access_token": "access", "refresh_token": "refresh",
        "access_expires": "2026-11-22T03:16:29.626679028Z", "refresh_expires": "2026-12-06T02:16:29+08:00",
    });
    let bad = [
        serde_json::Value::Null,
        "".into(),
        42.into(),
        "two words".into(),
        "line\r\nbreak".into(),
    ];
    for field in [
        "access_token",
        "refresh_token",
        "access_expires",
        "refresh_expires",
    ] {
        for value in &bad {
            let mut pair = whole.clone();
            pair[field] = value.clone();
            let scripted = Scripted::saying(envelope(
                &serde_json::json!({"code": 0, "data": pair, "msg": ""}).to_string(),
            ))
            .await;

            let result = server(&scripted).refresh(&refresh()).await;

            let expected = Fault::WrongShape(format!("data.{field}"));
            assert!(
                matches!(&result, Err(RefreshError::Fault(fault)) if *fault == expected),
                "{field} {value}: {result:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_version_that_is_none_is_not_a_ping() {
    let scripted = Scripted::saying(envelope(r#"{"code":0,"data":"pong","msg":""}"#)).await;

    assert_eq!(
        ping_fault(&server(&scripted)).await,
        Fault::WrongShape("data".to_owned())
    );
}

#[tokio::test]
async fn a_very_long_sentence_of_the_server_is_cut() {
    let json = format!(r#"{{"code":50001,"msg":"{}"}}"#, "é".repeat(5_000));
    let scripted = Scripted::saying(envelope(&json)).await;

    let Err(PingError::Refused(refusal)) = server(&scripted).ping().await else {
        panic!("expected a refusal");
    };

    assert_eq!(refusal.message.chars().count(), 1_000);
}

#[tokio::test]
async fn a_v3_server_is_told_apart_from_what_is_no_cloudreve() {
    let v3 = Scripted::saying(envelope(r#"{"code":0,"data":"3.8.3","msg":""}"#)).await;
    let page = Scripted::saying(answer(
        "200 OK",
        &["Content-Type: text/html"],
        "<html></html>",
    ))
    .await;
    let moved = Scripted::saying(answer("302 Found", &["Location: /login"], "")).await;
    let sick = Scripted::saying(answer("502 Bad Gateway", &[], "")).await;

    assert_eq!(server(&v3).is_v3().await, Ok(true));
    assert_eq!(server(&page).is_v3().await, Ok(false));
    assert_eq!(server(&moved).is_v3().await, Ok(false));
    assert_eq!(
        server(&sick).is_v3().await,
        Err(Fault::ServerTrouble { status: 502 })
    );
    assert!(v3.requests()[0].starts_with("GET /api/v3/site/ping "));
}
