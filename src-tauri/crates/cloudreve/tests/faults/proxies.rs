//! The system's proxy is used, except for this computer itself.
//!
//! A proxy is set in the environment of a process, so each test runs its counterpart below in a process of its own.

use std::process::Command;

use cloudreve::Client;
use url::Url;

use crate::scripted::{Scripted, envelope};

const PONG: &str = r#"{"code":0,"data":"4.14.0","msg":""}"#;

/// Runs a test of this file in another process with the proxy set; gives its output when it fails.
async fn with_proxy(test: &'static str, proxy: &Url, target: &Url) -> Result<(), String> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--ignored", "--nocapture"])
        .env("http_proxy", proxy.as_str())
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .env("KEYREVE_TEST_TARGET", target.as_str());
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    if output.status.success() && text.contains("1 passed") {
        Ok(())
    } else {
        Err(text)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_elsewhere_is_reached_through_the_systems_proxy() {
    let proxy = Scripted::saying(envelope(PONG)).await;
    let target = Url::parse("http://cloud.invalid").unwrap();

    with_proxy("proxies::ping_the_target", &proxy.origin, &target)
        .await
        .unwrap();

    let request = &proxy.requests()[0];
    assert!(
        request.starts_with("GET http://cloud.invalid/api/v4/site/ping "),
        "{request}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_on_this_computer_is_reached_without_the_systems_proxy() {
    let proxy = Scripted::saying(envelope(PONG)).await;
    let target = Scripted::saying(envelope(PONG)).await;

    with_proxy("proxies::ping_the_target", &proxy.origin, &target.origin)
        .await
        .unwrap();

    assert_eq!(proxy.requests(), [""; 0]);
    assert_eq!(target.requests().len(), 1);
}

#[tokio::test]
#[ignore = "run by the tests above in a process with a proxy"]
async fn ping_the_target() {
    let target = Url::parse(&std::env::var("KEYREVE_TEST_TARGET").unwrap()).unwrap();

    let answer = Client::new("Keyreve test")
        .unwrap()
        .server(&target)
        .ping()
        .await;

    assert_eq!(answer.unwrap().value.number, "4.14.0");
}
