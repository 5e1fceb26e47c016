//! Times that no reader can place. A token pair whose times are not understood is none: its end could not be told, and a session whose end is
//! not known could not be ended for certain either.
//!
//! Times that are only shown are in `leniency`: there, what is no time is left out.

use cloudreve::{
    Fault, MeError, PasswordCredentials, RefreshError, SecondFactorError, SignInError, TokenPair,
};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::scripted::{Scripted, answer, envelope};
use crate::{access, refresh, server};

const GOOD: &str = "2026-11-22T03:16:29.626679028+08:00";

fn pair(field: &str, time: &Value) -> Value {
    let mut pair = json!({
        "access_token": "access", "refresh_token": "refresh",
        "access_expires": GOOD, "refresh_expires": GOOD,
    });
    pair[field] = time.clone();
    pair
}

fn said(data: &Value) -> Vec<u8> {
    envelope(&json!({"code": 0, "data": data, "msg": ""}).to_string())
}

async fn refreshed(pair: &Value) -> Result<TokenPair, RefreshError> {
    let scripted = Scripted::saying(said(pair)).await;
    let answer = server(&scripted).refresh(&refresh()).await;
    answer.map(|answer| answer.value)
}

#[tokio::test]
async fn a_token_pair_with_a_time_that_cannot_be_understood_is_none() {
    let no_times = [
        json!("2026-11-22T03:16:29"),
        json!("2026-11-22"),
        json!("2026-11-22T03:16:29 PST"),
        json!("2026-13-45T25:61:61Z"),
        json!("10000-01-01T00:00:00Z"),
        json!("+10000-01-01T00:00:00Z"),
        // The last instants before the year 10000, which an offset can move beyond it.
        json!("9999-12-31T23:59:59-23:00"),
        json!("soon"),
        json!(1_795_315_389),
        json!("1795315389"),
        json!({"seconds": 1_795_315_389}),
    ];
    for field in ["access_expires", "refresh_expires"] {
        for time in &no_times {
            let result = refreshed(&pair(field, time)).await;

            let expected = Fault::WrongShape(format!("data.{field}"));
            assert!(
                matches!(&result, Err(RefreshError::Fault(fault)) if *fault == expected),
                "{field} {time}: {result:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_sign_in_that_hands_out_such_a_pair_has_failed_after_the_server_acted() {
    let data = json!({
        "user": {"id": "5OIa"},
        "token": pair("refresh_expires", &json!("10000-01-01T00:00:00Z")),
    });
    let scripted = Scripted::saying(said(&data)).await;
    let server = server(&scripted);
    let credentials = PasswordCredentials {
        email: "ada@example.org".to_owned(),
        password: "correct horse battery".into(),
        captcha: None,
    };

    let first = server.sign_in(&credentials).await;
    let second = server
        .second_factor(
            &SecretString::from("session").into(),
            &SecretString::from("123456"),
        )
        .await;

    let expected = Fault::WrongShape("data.token.refresh_expires".to_owned());
    assert!(expected.request_may_have_arrived());
    assert!(
        matches!(&first, Err(SignInError::Fault(fault)) if *fault == expected),
        "{first:?}"
    );
    assert!(
        matches!(&second, Err(SecondFactorError::Fault(fault)) if *fault == expected),
        "{second:?}"
    );
}

#[tokio::test]
async fn the_first_and_the_last_year_are_times_like_any_other() {
    for (text, second) in [
        // What Go writes for a time that nobody has set.
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-30T21:59:59Z", 253_402_207_199),
        ("1969-12-31T23:59:59Z", -1),
    ] {
        let pair = refreshed(&pair("refresh_expires", &json!(text))).await;

        let expected = Timestamp::from_second(second).unwrap();
        assert_eq!(pair.unwrap().refresh_expires, expected, "{text}");
    }
}

#[tokio::test]
async fn a_registration_time_that_is_none_is_left_out() {
    for time in ["2026-11-22T03:16:29", "10000-01-01T00:00:00Z", "soon"] {
        let data = json!({"id": "5OIa", "created_at": time});
        let scripted = Scripted::saying(said(&data)).await;

        let user = server(&scripted).me(&access()).await.unwrap().value;

        assert_eq!(
            (user.id.as_str(), user.created_at),
            ("5OIa", None),
            "{time}"
        );
    }
}

#[tokio::test]
async fn a_date_header_that_is_none_leaves_the_servers_clock_unknown() {
    for date in [
        "Sun, 22 Nov 10000 02:16:29 GMT",
        "Sun, 22 Nov 2026 02:16:29",
        "2026-11-22T02:16:29Z",
        "Sun, 22 Nov 2026 25:61:61 GMT",
        "0",
        "",
    ] {
        let header = format!("Date: {date}");
        let pong = r#"{"code":0,"data":"4.14.0","msg":""}"#;
        let scripted = Scripted::saying(answer("200 OK", &[&header], pong)).await;

        let answer = server(&scripted).ping().await.unwrap();

        assert_eq!(answer.date, None, "{date}");
    }
}

#[tokio::test]
async fn a_session_in_which_every_field_is_null_is_none() {
    for (data, path) in [
        (
            json!({"user": null, "token": pair("", &Value::Null)}),
            "data.user",
        ),
        (
            json!({"user": {"id": null}, "token": pair("", &Value::Null)}),
            "data.user.id",
        ),
        (json!({"user": {"id": "5OIa"}, "token": null}), "data.token"),
        (
            json!({"user": {"id": "5OIa"}, "token": {}}),
            "data.token.access_token",
        ),
    ] {
        let scripted = Scripted::saying(said(&data)).await;

        let result = server(&scripted)
            .second_factor(
                &SecretString::from("session").into(),
                &SecretString::from("123456"),
            )
            .await;

        let expected = Fault::WrongShape(path.to_owned());
        assert!(
            matches!(&result, Err(SecondFactorError::Fault(fault)) if *fault == expected),
            "{path}: {result:?}"
        );
    }
    let nobody = Scripted::saying(said(&json!({"id": null}))).await;
    let me = server(&nobody).me(&access()).await;
    assert_eq!(
        me,
        Err(MeError::Fault(Fault::WrongShape("data.id".to_owned())))
    );
}
