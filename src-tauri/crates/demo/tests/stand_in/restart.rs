//! Stop, kill and start again, on the same port.

use demo::{Site, StandIn};
use reqwest::Method;

use crate::caller::Caller;

const ADA: &str = "ada@example.org";

#[tokio::test]
async fn a_stopped_server_refuses_connections_also_on_those_that_were_open() {
    // Given
    let site = StandIn::start(Site::home()).await.unwrap();
    let caller = Caller::of(&site);
    assert_eq!(caller.get("/site/ping", None).await.code(), 0);

    // When
    site.stop().await;
    let stopped = caller.send(Method::GET, "/site/ping", None, None).await;
    site.start_again().await;
    let again = caller.get("/site/ping", None).await;

    // Then
    assert!(stopped.unwrap_err().is_connect());
    assert_eq!(again.code(), 0);
    assert!(site.is_running());
}

#[tokio::test]
async fn a_request_under_way_does_not_survive_a_stop() {
    // Given
    let site = StandIn::start(Site::home()).await.unwrap();
    let caller = Caller::of(&site);
    site.fault(demo::Fault::everywhere(demo::What::Hold));
    let waiting = async { caller.send(Method::GET, "/site/ping", None, None).await };
    let stopping = async {
        site.wait_for("GET", "/site/ping", 1).await;
        site.stop().await;
    };

    // When
    let (answer, ()) = tokio::join!(waiting, stopping);

    // Then
    assert!(answer.is_err());
}

#[tokio::test]
async fn a_server_stopped_in_good_order_remembers_a_sign_out() {
    // Given
    let site = StandIn::start(Site::home()).await.unwrap();
    let caller = Caller::of(&site);
    let (_, refresh) = caller.session(ADA).await;
    caller.sign_out(&refresh).await;

    // When
    site.stop().await;
    site.start_again().await;

    // Then
    assert_eq!(caller.refresh(&refresh).await.code(), 40020);
}

#[tokio::test]
async fn a_killed_server_forgets_a_sign_out() {
    // Given
    let site = StandIn::start(Site::home()).await.unwrap();
    let caller = Caller::of(&site);
    let (_, refresh) = caller.session(ADA).await;
    caller.sign_out(&refresh).await;
    assert_eq!(site.live_families(ADA), 0);

    // When
    site.kill().await;
    site.start_again().await;

    // Then
    assert_eq!(caller.refresh(&refresh).await.code(), 0);
    assert_eq!(site.live_families(ADA), 1);
}
