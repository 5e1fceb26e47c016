//! What may differ from the protocol without harm.

use cloudreve::CaptchaKind;
use jiff::Timestamp;

use crate::scripted::{Scripted, answer, envelope};
use crate::{access, refresh, server};

#[tokio::test]
async fn a_byte_order_mark_before_the_envelope_is_ignored() {
    let scripted = Scripted::saying(envelope(
        "\u{feff}{\"code\":0,\"data\":\"4.14.0-pro\",\"msg\":\"\"}",
    ))
    .await;

    let version = server(&scripted).ping().await.unwrap().value;

    assert_eq!((version.number.as_str(), version.pro), ("4.14.0", true));
}

#[tokio::test]
async fn numbers_and_flags_written_as_text_are_understood() {
    let capacity = Scripted::saying(envelope(
        r#"{"code":"0","data":{"total":"1073741824","used":null},"msg":null}"#,
    ))
    .await;
    let config = Scripted::saying(envelope(
        r#"{"code":0,"data":{"login_captcha":"true","authn":1,"register_enabled":null,"tos_url":""},"msg":""}"#,
    ))
    .await;

    let capacity = server(&capacity).capacity(&access()).await.unwrap().value;
    let config = server(&config).login_config().await.unwrap().value;

    assert_eq!((capacity.total, capacity.used), (1_073_741_824, 0));
    assert!(config.login_captcha && config.passkeys && !config.register_enabled);
    assert_eq!((config.tos_url, config.privacy_policy_url), (None, None));
}

#[tokio::test]
async fn fields_that_are_only_shown_may_be_missing_null_or_odd() {
    let scripted = Scripted::saying(envelope(
        r#"{"code":0,"data":{"id":"5OIa","email":null,"nickname":7,"created_at":"yesterday","group":null,"new":{}},"msg":""}"#,
    ))
    .await;

    let user = server(&scripted).me(&access()).await.unwrap().value;

    assert_eq!(user.id, "5OIa");
    assert_eq!(
        (user.email, user.nickname, user.created_at, user.group),
        (None, None, None, None)
    );
}

#[tokio::test]
async fn a_configuration_with_nothing_in_it_is_one() {
    let scripted = Scripted::saying(envelope(r#"{"code":0,"data":{},"msg":""}"#)).await;

    let config = server(&scripted).basic_config().await.unwrap().value;

    assert_eq!((config.instance_id, config.title.as_str()), (None, ""));
    assert_eq!(config.captcha, CaptchaKind::Normal);
}

#[tokio::test]
async fn absent_null_and_empty_all_mean_nothing_to_open() {
    for data in ["", r#""data":null,"#, r#""data":"","#, r#""data":"  ","#] {
        let scripted = Scripted::saying(envelope(&format!(r#"{{"code":0,{data}"msg":""}}"#))).await;

        let answer = server(&scripted).sign_out(&refresh()).await.unwrap();

        assert!(answer.value.is_none(), "{data}");
    }
}

#[tokio::test]
async fn an_end_session_url_is_handed_on_as_it_is_and_not_printed() {
    let raw = "javascript:alert(1)#secret";
    let scripted = Scripted::saying(envelope(&format!(
        r#"{{"code":0,"data":"{raw}","msg":""}}"#
    )))
    .await;

    let answer = server(&scripted).sign_out(&refresh()).await.unwrap();

    assert_eq!(answer.value.as_ref().unwrap().expose_secret(), raw);
    assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
}

#[tokio::test]
async fn the_servers_clock_comes_with_every_answer_that_has_one() {
    let with = Scripted::saying(envelope(r#"{"code":0,"data":"4.14.0","msg":""}"#)).await;
    let without = Scripted::saying(answer(
        "200 OK",
        &["Date: now"],
        r#"{"code":0,"data":"4.14.0","msg":""}"#,
    ))
    .await;

    let clock: Timestamp = "2026-11-22T02:16:29Z".parse().unwrap();
    assert_eq!(server(&with).ping().await.unwrap().date, Some(clock));
    assert_eq!(server(&without).ping().await.unwrap().date, None);
}
