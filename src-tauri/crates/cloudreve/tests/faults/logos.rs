//! Logos: asked for bare, from where the site says, and only where nobody on the way can change them.

use cloudreve::{Fault, Logo, LogoError};

use crate::scripted::{Scripted, answer, head};
use crate::server;

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg'/>";

fn svg() -> Vec<u8> {
    answer(
        "200 OK",
        &["Content-Type: image/svg+xml; charset=utf-8"],
        SVG,
    )
}

fn to(location: &str) -> Vec<u8> {
    answer("302 Found", &[&format!("Location: {location}")], "")
}

fn logo() -> Logo {
    Logo {
        media_type: "image/svg+xml",
        bytes: SVG.into(),
    }
}

#[tokio::test]
async fn a_logo_is_asked_for_where_the_site_says_and_without_credentials() {
    for location in ["/static/img/logo.svg", "static/img/logo.svg"] {
        // Given
        let scripted = Scripted::saying(svg()).await;

        // When
        let heard = server(&scripted).logo(location).await;

        // Then
        assert_eq!(heard, Ok(logo()));
        let sent = scripted.requests()[0].to_ascii_lowercase();
        assert!(sent.starts_with("get /static/img/logo.svg "), "{sent}");
        for credential in ["authorization", "cookie", "referer"] {
            assert!(!sent.contains(credential), "{sent}");
        }
    }
}

#[tokio::test]
async fn a_logo_elsewhere_is_asked_for_without_what_its_address_carries() {
    let elsewhere = Scripted::saying(svg()).await;
    let scripted = Scripted::saying(to("/")).await;
    let port = elsewhere.origin.port().unwrap();

    let address = format!("http://user:pw@127.0.0.1:{port}/logo.svg?v=2");
    let heard = server(&scripted).logo(&address).await;

    assert_eq!(heard, Ok(logo()));
    let sent = elsewhere.requests()[0].clone();
    assert!(sent.starts_with("GET /logo.svg?v=2 "), "{sent}");
    assert!(
        !sent.to_ascii_lowercase().contains("authorization"),
        "{sent}"
    );
    assert_eq!(scripted.requests(), [""; 0]);
}

#[tokio::test]
async fn a_redirect_is_followed_once() {
    // Given
    let trap = Scripted::saying(svg()).await;
    let second = Scripted::saying(to(trap.origin.as_str())).await;
    let first = Scripted::saying(to(second.origin.as_str())).await;

    // When
    let twice = server(&first).logo("/logo.svg").await;
    let once = server(&second).logo("/logo.svg").await;

    // Then
    assert!(
        matches!(&twice, Err(LogoError::Fault(Fault::Redirected { to: Some(to), .. })) if *to == trap.origin),
        "{twice:?}"
    );
    assert_eq!(once, Ok(logo()));
    assert_eq!(trap.requests().len(), 1);
}

#[tokio::test]
async fn an_address_on_which_somebody_could_listen_is_not_asked() {
    let scripted = Scripted::saying(svg()).await;
    for location in [
        "http://192.0.2.1/logo.svg",
        "//192.0.2.1/logo.svg",
        "ftp://127.0.0.1/logo.svg",
        "file:///etc/passwd",
        "data:image/png;base64,AA==",
        "http://",
    ] {
        let heard = server(&scripted).logo(location).await;

        assert_eq!(heard, Err(LogoError::NotAsked), "{location}");
    }
    assert_eq!(scripted.requests(), [""; 0]);
}

#[tokio::test]
async fn a_redirect_to_where_somebody_could_listen_is_not_followed() {
    let scripted = Scripted::saying(to("http://192.0.2.1/logo.svg")).await;

    let heard = server(&scripted).logo("/logo.svg").await;

    assert!(
        matches!(heard, Err(LogoError::Fault(Fault::Redirected { .. }))),
        "{heard:?}"
    );
}

#[tokio::test]
async fn what_is_no_picture_is_not_taken() {
    for (status, media_type) in [
        ("200 OK", "text/html"),
        ("200 OK", "application/javascript"),
        ("404 Not Found", "image/png"),
    ] {
        let kind = format!("Content-Type: {media_type}");
        let scripted = Scripted::saying(answer(status, &[&kind], "<p>start page</p>")).await;

        let heard = server(&scripted).logo("/logo.svg").await;

        let media_type = Some(media_type.to_owned());
        assert_eq!(heard, Err(LogoError::NotAPicture { media_type }));
    }
}

#[tokio::test]
async fn an_icon_is_taken_under_both_of_its_names() {
    for name in ["image/x-icon", "image/vnd.microsoft.icon", "Image/X-Icon"] {
        let kind = format!("Content-Type: {name}");
        let scripted = Scripted::saying(answer("200 OK", &[&kind], "icon")).await;

        let heard = server(&scripted).logo("/favicon.ico").await;

        assert_eq!(
            heard.map(|logo| logo.media_type),
            Ok("image/x-icon"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_logo_over_a_quarter_of_a_mebibyte_is_not_read() {
    for announced in [Some(256 * 1024 + 1), None] {
        let mut huge = head("200 OK", &["Content-Type: image/png"], announced);
        huge.extend(vec![0; 256 * 1024 + 1]);
        let scripted = Scripted::saying(huge).await;

        let heard = server(&scripted).logo("/logo.png").await;

        assert_eq!(
            heard,
            Err(LogoError::Fault(Fault::TooLarge)),
            "{announced:?}"
        );
    }
}
