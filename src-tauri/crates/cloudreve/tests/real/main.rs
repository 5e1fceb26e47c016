//! The whole API against a running Cloudreve 4.14 (open edition, captcha at sign-in off, registration on, as installed).
//!
//! Start a server, then: `KEYREVE_REAL=http://127.0.0.1:5212 cargo test -p cloudreve --test real -- --ignored`.
//! It registers people of its own and leaves them there. One test wants the server's administrator too, `KEYREVE_REAL_ADMIN`
//! with the address, and changes settings for a moment. Deliberately not here: what needs the database changed; the
//! recordings hold that.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops where it cannot go on"
)]

mod person;
mod steps;

use cloudreve::{OauthAppError, PrepareError, RefreshError, Server, Session, SignIn, SignInError};
use serde_json::Value;

use crate::person::{PASSWORD, alone, credentials, register, server};

const DESKTOP_APP: &str = "393a1839-f52e-498e-9972-e77cc2241eee";

#[tokio::test]
#[ignore = "needs a running Cloudreve: KEYREVE_REAL=http://127.0.0.1:5212"]
async fn a_person_signs_in_stays_signed_in_and_signs_out_for_certain() {
    let _alone = alone().await;
    let server = server();
    let email = register(&server).await;

    what_the_server_is(&server, &email).await;
    wrong_credentials_are_told_apart(&server, &email).await;
    let session = sign_in(&server, &email).await;
    what_the_person_is(&server, &session, &email).await;
    renewed_and_ended(&server, &session).await;
}

async fn what_the_server_is(server: &Server, email: &str) {
    let version = server.ping().await.unwrap();
    assert!(version.value.number.starts_with("4."), "{version:?}");
    assert!(version.date.is_some());
    assert_eq!(server.is_v3().await, Ok(false));

    let config = server.basic_config().await.unwrap().value;
    assert!(config.instance_id.is_some());
    assert_eq!(config.user, None);
    let login = server.login_config().await.unwrap().value;
    assert!(login.register_enabled && !login.login_captcha, "{login:?}");

    assert_eq!(
        server.oauth_app(DESKTOP_APP).await.unwrap().value.id,
        DESKTOP_APP
    );
    let unknown = server
        .oauth_app("00000000-0000-0000-0000-000000000000")
        .await;
    assert!(
        matches!(unknown, Err(OauthAppError::Unknown(_))),
        "{unknown:?}"
    );

    let captcha = server.captcha().await.unwrap().value;
    assert!(captcha.image.bytes.starts_with(b"\x89PNG"), "{captcha:?}");

    assert!(server.prepare(email).await.unwrap().value.password_enabled);
    let nobody = server.prepare("nobody@keyreve.invalid").await;
    assert!(
        matches!(nobody, Err(PrepareError::UnknownAddress(_))),
        "{nobody:?}"
    );
}

async fn wrong_credentials_are_told_apart(server: &Server, email: &str) {
    let wrong = server.sign_in(&credentials(email, "wrong password")).await;
    assert!(
        matches!(&wrong, Err(SignInError::WrongPassword(refusal)) if refusal.correlation_id.is_some()),
        "{wrong:?}"
    );
    let short = server.sign_in(&credentials(email, "abc")).await;
    assert!(matches!(short, Err(SignInError::BadInput(_))), "{short:?}");
}

async fn sign_in(server: &Server, email: &str) -> Session {
    let answer = server.sign_in(&credentials(email, PASSWORD)).await.unwrap();
    let SignIn::Done(session) = answer.value else {
        panic!("a second factor is wanted of a new person");
    };
    let now = answer.date.unwrap();
    assert!(session.tokens.access_expires > now);
    assert!(session.tokens.refresh_expires > session.tokens.access_expires);
    session
}

async fn what_the_person_is(server: &Server, session: &Session, email: &str) {
    let access = &session.tokens.access;
    let me = server.me(access).await.unwrap().value;
    assert_eq!(me.email.as_deref(), Some(email));
    assert_eq!(me.id, session.user.id);
    let seen = server.basic_config_of(access).await.unwrap().value.user;
    assert_eq!(seen.map(|user| user.id), Some(me.id.clone()));

    let capacity = server.capacity(access).await.unwrap().value;
    assert!(capacity.total > 0, "{capacity:?}");
    assert_eq!(server.avatar(access, &me.id).await, Ok(None));
    set_avatar(server, session).await;
    let avatar = server.avatar(access, &me.id).await.unwrap().unwrap();
    assert_eq!(avatar.media_type, "image/png");
}

async fn renewed_and_ended(server: &Server, session: &Session) {
    let renewed = server.refresh(&session.tokens.refresh).await.unwrap().value;
    assert!(renewed.refresh_expires >= session.tokens.refresh_expires);
    server.me(&renewed.access).await.unwrap();

    for _twice in 0..2 {
        let ended = server.sign_out(&renewed.refresh).await.unwrap();
        assert!(
            ended.value.is_none(),
            "the open edition has nothing to open"
        );
    }
    for token in [&renewed.refresh, &session.tokens.refresh] {
        let refused = server.refresh(token).await;
        assert!(
            matches!(refused, Err(RefreshError::NotAccepted(_))),
            "{refused:?}"
        );
    }
    // Not checked against the revocation: lives out its hour.
    server.me(&renewed.access).await.unwrap();
}

/// Gives the person a picture of one pixel, which this crate cannot do.
async fn set_avatar(server: &Server, session: &Session) {
    use base64::Engine;

    let pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let pixel = base64::engine::general_purpose::STANDARD
        .decode(pixel)
        .unwrap();
    let request = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer: Value = request
        .put(server.origin().join("/api/v4/user/setting/avatar").unwrap())
        .bearer_auth(session.tokens.access.expose_secret())
        .header("Content-Type", "image/png")
        .body(pixel)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(answer["code"], 0, "{answer}");
}
