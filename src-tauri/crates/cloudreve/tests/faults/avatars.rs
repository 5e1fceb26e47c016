//! Avatars: the one place where a redirect is followed, once and bare.

use cloudreve::{Avatar, AvatarError, Fault};

use crate::scripted::{Scripted, answer, envelope, head};
use crate::{access, server};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn picture() -> Vec<u8> {
    answer("200 OK", &["Content-Type: image/png"], PNG)
}

fn to(location: &str) -> Vec<u8> {
    answer("302 Found", &[&format!("Location: {location}")], "")
}

fn png() -> Avatar {
    Avatar {
        media_type: "image/png",
        bytes: PNG.to_vec(),
    }
}

#[tokio::test]
async fn an_avatar_is_fetched_with_the_token() {
    let scripted = Scripted::saying(picture()).await;

    let avatar = server(&scripted).avatar(&access(), "5OIa").await;

    assert_eq!(avatar, Ok(Some(png())));
    let request = &scripted.requests()[0];
    assert!(
        request.starts_with("GET /api/v4/user/avatar/5OIa "),
        "{request}"
    );
    assert!(request.contains("Bearer access-secret"), "{request}");
}

#[tokio::test]
async fn a_redirect_is_followed_once_and_without_credentials() {
    let elsewhere = Scripted::saying(picture()).await;
    let port = elsewhere.origin.port().unwrap();
    let scripted = Scripted::saying(to(&format!(
        "http://user:pw@127.0.0.1:{port}/a.png?signature=1"
    )))
    .await;

    let avatar = server(&scripted).avatar(&access(), "5OIa").await;

    assert_eq!(avatar, Ok(Some(png())));
    let requests = elsewhere.requests();
    assert_eq!(requests.len(), 1);
    assert!(
        requests[0].starts_with("GET /a.png?signature=1 "),
        "{}",
        requests[0]
    );
    let sent = requests[0].to_ascii_lowercase();
    for credential in ["authorization", "access-secret", "cookie", "referer"] {
        assert!(!sent.contains(credential), "{sent}");
    }
}

#[tokio::test]
async fn a_second_redirect_is_not_followed() {
    let trap = Scripted::saying(picture()).await;
    let second = Scripted::saying(to(trap.origin.as_str())).await;
    let first = Scripted::saying(to(second.origin.as_str())).await;

    let result = server(&first).avatar(&access(), "5OIa").await;

    assert!(
        matches!(&result, Err(AvatarError::Fault(Fault::Redirected { to: Some(to), .. })) if *to == trap.origin),
        "{result:?}"
    );
    assert_eq!(trap.requests(), [""; 0]);
}

#[tokio::test]
async fn a_redirect_to_plain_http_elsewhere_or_to_no_web_address_is_not_followed() {
    for target in [
        "http://192.0.2.1/a.png",
        "ftp://127.0.0.1/a.png",
        "file:///etc/passwd",
        "data:image/png;base64,AA==",
    ] {
        let scripted = Scripted::saying(to(target)).await;

        let result = server(&scripted).avatar(&access(), "5OIa").await;

        let expected = Fault::Redirected {
            to: Some(target.parse().unwrap()),
            date: None,
        };
        assert_eq!(result, Err(AvatarError::Fault(expected)), "{target}");
    }
}

#[tokio::test]
async fn what_is_no_picture_is_not_taken() {
    for media_type in ["text/html", "image/svg+xml", "application/octet-stream"] {
        let scripted = Scripted::saying(answer(
            "200 OK",
            &[&format!("Content-Type: {media_type}")],
            "<svg/>",
        ))
        .await;

        let result = server(&scripted).avatar(&access(), "5OIa").await;

        let expected = AvatarError::NotAPicture {
            media_type: Some(media_type.to_owned()),
        };
        assert_eq!(result, Err(expected));
    }
}

#[tokio::test]
async fn nothing_set_is_no_avatar_whichever_way_the_server_says_so() {
    for nothing in [
        answer("404 Not Found", &[], ""),
        answer("404 Not Found", &["Content-Type: image/png"], PNG),
        envelope(r#"{"code":404,"msg":"User not found"}"#),
    ] {
        let scripted = Scripted::saying(nothing).await;

        assert_eq!(server(&scripted).avatar(&access(), "5OIa").await, Ok(None));
    }
}

#[tokio::test]
async fn a_refusal_and_a_server_in_trouble_are_not_a_missing_avatar() {
    let refusing = Scripted::saying(envelope(r#"{"code":401,"msg":"Login required"}"#)).await;
    let sick = Scripted::saying(answer("502 Bad Gateway", &["Content-Type: image/png"], PNG)).await;

    let refused = server(&refusing).avatar(&access(), "5OIa").await;
    let trouble = server(&sick).avatar(&access(), "5OIa").await;

    assert!(
        matches!(&refused, Err(AvatarError::Refused(refusal)) if refusal.code == 401),
        "{refused:?}"
    );
    assert_eq!(
        trouble,
        Err(AvatarError::Fault(Fault::ServerTrouble { status: 502 }))
    );
}

#[tokio::test]
async fn a_picture_over_a_mebibyte_is_not_read() {
    let huge = head(
        "200 OK",
        &["Content-Type: image/png"],
        Some(1024 * 1024 + 1),
    );
    let scripted = Scripted::saying(huge).await;

    let result = server(&scripted).avatar(&access(), "5OIa").await;

    assert_eq!(result, Err(AvatarError::Fault(Fault::TooLarge)));
}
