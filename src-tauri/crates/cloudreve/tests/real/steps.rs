//! The steps before a session: captcha and second factor.

use cloudreve::{
    CaptchaAnswer, CaptchaKind, PasswordCredentials, SecondFactorError, Server, Session, SignIn,
    SignInError,
};
use reqwest::Method;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::person::{PASSWORD, alone, ask, credentials, register, server};

/// With one digit, a guess is right once in ten times: after so many it never was by chance.
const GUESSES: usize = 200;

#[tokio::test]
#[ignore = "needs a running Cloudreve: KEYREVE_REAL=http://127.0.0.1:5212"]
async fn a_code_finishes_a_sign_in_and_a_wrong_one_does_not_end_it() {
    // Given
    let _alone = alone().await;
    let server = server();
    let email = register(&server).await;
    let session = signed_in(&server, &email).await;
    let secret = switch_two_factor_on(&server, &session).await;

    // When
    let SignIn::CodeWanted(half) = sign_in(&server, credentials(&email, PASSWORD))
        .await
        .unwrap()
    else {
        panic!("no code is wanted");
    };
    let enter = |code: String| {
        let (server, half, code) = (&server, &half, SecretString::from(code));
        async move {
            server
                .second_factor(half, &code)
                .await
                .map(|answer| answer.value)
        }
    };
    let wrong = enter("000000".to_owned()).await;
    let short = enter("1".to_owned()).await;
    let right = enter(code_of(&secret)).await;
    let again = enter(code_of(&secret)).await;

    // Then
    assert!(
        matches!(wrong, Err(SecondFactorError::WrongCode(_))),
        "{wrong:?}"
    );
    assert!(
        matches!(short, Err(SecondFactorError::WrongCode(_))),
        "{short:?}"
    );
    let right = right.unwrap();
    assert_eq!(right.user.id, session.user.id);
    server.refresh(&right.tokens.refresh).await.unwrap();
    assert!(
        matches!(again, Err(SecondFactorError::SessionUsedUp(_))),
        "{again:?}"
    );
}

#[tokio::test]
#[ignore = "needs a running Cloudreve and its administrator: KEYREVE_REAL_ADMIN=ada@example.org"]
async fn the_letters_of_a_captcha_sign_in_and_are_good_for_one_try() {
    // Given a captcha of one digit
    let _alone = alone().await;
    let server = server();
    let email = register(&server).await;
    let admin = signed_in(&server, &std::env::var("KEYREVE_REAL_ADMIN").unwrap()).await;
    let one_digit = json!({"login_captcha": "1", "captcha_mode": "0", "captcha_CaptchaLen": "1"});
    set(&server, &admin, one_digit).await;

    // When
    let config = server.basic_config().await.unwrap().value.captcha;
    let login = server.login_config().await.unwrap().value.login_captcha;
    let without = sign_in(&server, credentials(&email, PASSWORD)).await;
    let mut guesses = Vec::new();
    for _ in 0..GUESSES {
        let ticket = server.captcha().await.unwrap().value.ticket;
        let text = "3".to_owned();
        let with = PasswordCredentials {
            captcha: Some(CaptchaAnswer { text, ticket }),
            ..credentials(&email, PASSWORD)
        };
        let guess = sign_in(&server, with.clone()).await;
        let right = guess.is_ok();
        guesses.push(guess);
        if right {
            guesses.push(sign_in(&server, with).await);
            break;
        }
    }
    let usual = json!({"login_captcha": "0", "captcha_mode": "3", "captcha_CaptchaLen": "6"});
    set(&server, &admin, usual).await;

    // Then
    assert_eq!((config, login), (CaptchaKind::Normal, true));
    assert!(
        matches!(without, Err(SignInError::CaptchaWanted(_))),
        "{without:?}"
    );
    let used = guesses.pop().unwrap();
    let right = guesses.pop().unwrap();
    assert!(
        matches!(used, Err(SignInError::CaptchaWanted(_))),
        "{used:?}"
    );
    assert!(matches!(right, Ok(SignIn::Done(_))), "{right:?}");
    let wrong = |guess: &_| matches!(guess, Err(SignInError::CaptchaWanted(_)));
    assert!(guesses.iter().all(wrong), "{guesses:?}");
}

async fn sign_in(server: &Server, credentials: PasswordCredentials) -> Result<SignIn, SignInError> {
    server
        .sign_in(&credentials)
        .await
        .map(|answer| answer.value)
}

async fn signed_in(server: &Server, email: &str) -> Session {
    match sign_in(server, credentials(email, PASSWORD)).await {
        Ok(SignIn::Done(session)) => session,
        other => panic!("{email} is not signed in: {other:?}"),
    }
}

async fn switch_two_factor_on(server: &Server, session: &Session) -> String {
    let bearer = Some(session.tokens.access.expose_secret());
    let secret = ask(server, Method::GET, "user/setting/2fa", bearer, None).await;
    let secret = secret.as_str().unwrap().to_owned();
    let on = json!({"two_fa_enabled": true, "two_fa_code": code_of(&secret)});
    ask(server, Method::PATCH, "user/setting", bearer, Some(on)).await;
    secret
}

async fn set(server: &Server, admin: &Session, settings: Value) {
    let bearer = Some(admin.tokens.access.expose_secret());
    let body = Some(json!({ "settings": settings }));
    ask(server, Method::PATCH, "admin/settings", bearer, body).await;
}

fn code_of(secret: &str) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    totp.generate(now.as_secs()).to_string()
}
