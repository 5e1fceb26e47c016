//! What a locked, missing or failing keyring does: it is said, nothing is lost, and what waited goes on.

use accounts::{ComputerResult, KeyringState, ServerResult, StateView, WaitingFor};

use crate::stage::{ADA, Stage};

#[tokio::test]
async fn a_locked_keyring_is_shown_and_signs_nobody_out() {
    let (stage, ada) = Stage::with_ada().await;
    stage.keyring.lock(true);

    stage.later(55 * 60).await;

    assert_eq!(stage.manager.snapshot().keyring.state, KeyringState::Locked);
    assert_eq!(stage.state(ada), StateView::Locked);
    assert_eq!(
        stage
            .demo
            .home()
            .truth()
            .count("POST", "/session/token/refresh"),
        0
    );
}

#[tokio::test]
async fn unlocking_goes_on_with_what_waited() {
    let (stage, ada) = Stage::with_ada().await;
    stage.keyring.lock(true);
    stage.later(55 * 60).await;

    stage.keyring.lock(false);
    stage.manager.unlock().await.expect("unlocked");
    stage.later(10).await;

    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert_eq!(
        stage
            .demo
            .home()
            .truth()
            .count("POST", "/session/token/refresh"),
        1
    );
}

#[tokio::test]
async fn a_sign_out_with_a_locked_keyring_waits_for_the_keyring_and_is_never_said_to_be_erased() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage.keyring.lock(true);

    // When
    let result = stage.manager.sign_out(ada).await.expect("begun");

    // Then
    assert_eq!(result.computer, ComputerResult::WaitingForKeyring);
    assert_eq!(result.server, ServerResult::Asking);
    assert!(matches!(
        stage.state(ada),
        StateView::SigningOut {
            waiting_for: WaitingFor::Keyring,
            ..
        }
    ));
    assert_eq!(stage.demo.home().live_families(ADA), 1);

    // And when it is unlocked
    stage.keyring.lock(false);
    stage.manager.unlock().await.expect("unlocked");
    stage.manager.run_due().await;

    // Then
    assert!(matches!(
        stage.state(ada),
        StateView::SignedOut {
            server: ServerResult::Confirmed,
            ..
        }
    ));
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_keyring_that_comes_back_is_used_again() {
    let (stage, ada) = Stage::with_ada().await;
    stage.keyring.lock(true);
    stage.later(55 * 60).await;
    stage.keyring.lock(false);

    stage.later(60).await;

    assert_eq!(stage.manager.snapshot().keyring.state, KeyringState::Ready);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_keyring_that_does_not_answer_is_left_alone_for_a_while() {
    // Given a renewal that found the keyring locked
    let (stage, _) = Stage::with_ada().await;
    stage.manager.run_due().await;
    stage.keyring.lock(true);
    stage.later(55 * 60).await;
    let asked = stage.keyring.asked();

    // When
    stage.later(1).await;
    let a_second_later = stage.keyring.asked();
    stage.later(30).await;

    // Then
    assert_eq!(a_second_later, asked);
    assert_eq!(stage.keyring.asked(), asked + 1);
}
