//! After the computer has slept, or when the network is back: what waited goes on within seconds, and nothing else.

use accounts::StateView;
use demo::{Fault, What};

use crate::stage::{ADA, BOB, Stage};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

#[tokio::test]
async fn a_program_that_is_told_of_waking_rests_until_something_is_due() {
    // Given a running program with nothing to do
    let stage = Stage::set().await;
    stage.manager.run_due().await;
    let manager = stage.manager.clone();
    let running = tokio::spawn(async move { manager.run().await });
    tokio::time::pause();

    // When nobody tells, and when somebody does
    let alone = looks_in_ten_minutes(&stage).await;
    stage.manager.is_told_of_waking(true);
    let told = looks_in_ten_minutes(&stage).await;

    // Then it looks for itself, or rests
    assert!(alone >= 20, "{alone}");
    assert_eq!(told, 0);
    running.abort();
}

/// How often the program looks at the clock meanwhile, besides at once.
async fn looks_in_ten_minutes(stage: &Stage) -> usize {
    let turns = async || {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    };
    turns().await;
    let before = stage.clock.looks();
    for _ in 0..60 {
        tokio::time::advance(std::time::Duration::from_secs(10)).await;
        turns().await;
    }
    stage.clock.looks() - before
}

#[tokio::test]
async fn a_renewal_that_became_due_in_sleep_goes_within_five_seconds() {
    let (stage, ada) = Stage::with_ada().await;
    stage.clock.advance(8 * HOUR);

    stage.manager.look_again();
    stage.later(5).await;

    assert_eq!(renewals(&stage), 1);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_session_that_is_fine_is_not_renewed() {
    let (stage, _) = Stage::with_ada().await;
    stage.later(30 * MINUTE).await;

    stage.manager.look_again();
    stage.later(5).await;
    stage.later(5).await;

    assert_eq!(renewals(&stage), 0);
}

#[tokio::test]
async fn a_session_whose_server_was_out_of_reach_is_tried_within_five_seconds() {
    // Given a server that has been away long enough for long pauses
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    for _ in 0..8 {
        stage.later(HOUR).await;
    }
    stage.demo.home().start_again().await;
    stage.later(10).await;
    let before = stage.state(ada);

    // When
    stage.manager.look_again();
    stage.later(5).await;

    // Then
    assert!(matches!(before, StateView::Offline { .. }));
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_sign_out_that_waits_goes_on_within_five_seconds() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");
    for _ in 0..8 {
        stage.later(HOUR).await;
    }
    stage.demo.home().start_again().await;
    stage.later(10).await;
    let before = stage.state(ada);

    stage.manager.look_again();
    stage.later(5).await;

    assert!(matches!(before, StateView::SigningOut { .. }));
    assert!(matches!(stage.state(ada), StateView::SignedOut { .. }));
}

#[tokio::test]
async fn signals_in_quick_succession_are_one() {
    // Given one session that is due and one that signs out
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home();
    let bob = stage.signed_in(home, BOB).await;
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(bob).await.expect("begun");
    stage.clock.advance(8 * HOUR);

    // When each second brings one
    for _ in 0..5 {
        stage.manager.look_again();
        stage.clock.advance(1);
    }
    stage.manager.run_due().await;

    // Then nothing was put off, and each was done once
    assert_eq!(renewals(&stage), 1);
    assert_eq!(home.truth().count("DELETE", "/session/token"), 2);
}

#[tokio::test]
async fn what_is_under_way_is_not_begun_once_more() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::Hold));
    stage.clock.advance(8 * HOUR);
    let manager = stage.manager.clone();
    let renewal = tokio::spawn(async move { manager.run_due().await });
    home.wait_for("POST", "/session/token/refresh", 1).await;

    // When
    stage.manager.look_again();
    stage.later(5).await;
    home.clear_faults();
    renewal.await.expect("not panicked");
    stage.later(5).await;

    // Then
    assert_eq!(renewals(&stage), 1);
    assert_eq!(home.live_families(ADA), 1);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

fn renewals(stage: &Stage) -> usize {
    let truth = stage.demo.home().truth();
    truth.count("POST", "/session/token/refresh")
}
