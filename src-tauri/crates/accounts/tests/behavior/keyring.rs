//! What a locked, missing or failing keyring does: it is said, nothing is lost, and what waited goes on.

use accounts::{
    ComputerResult, KeyringState, RenewError, ServerResult, SignInCause, StateView, VaultError,
    WaitingFor,
};
use demo::{Fault, What};

use crate::stage::{ADA, ADA_AT_CONTOSO, BOB, PASSWORD, Stage};

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

#[tokio::test]
async fn an_entry_that_something_else_edited_is_noticed_and_not_used() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage
        .keyring
        .edit(|entry| entry.replace("\"token\":\"", "\"token\":\"x"));

    // When
    let answer = stage.manager.renew(ada).await;

    // Then nothing was sent, and the keyring is not blamed for one entry
    assert!(matches!(answer, Err(RenewError::EntryDamaged)));
    assert!(matches!(
        stage.state(ada),
        StateView::NeedsSignIn {
            cause: SignInCause::EntryDamaged,
            ..
        }
    ));
    assert_eq!(stage.manager.snapshot().keyring.state, KeyringState::Ready);
    let home = stage.demo.home().truth();
    assert_eq!(home.count("POST", "/session/token/refresh"), 0);
    assert_eq!(stage.keyring.entries().len(), 1);
}

#[tokio::test]
async fn entries_that_were_swapped_are_noticed() {
    // Given two people whose entries have changed places
    let (stage, ada) = Stage::with_ada().await;
    let bob = stage.signed_in(stage.demo.home(), BOB).await;
    let entries = stage.keyring.entries();
    stage.keyring.edit(|entry| {
        let other = entries.iter().find(|other| *other != entry);
        other.expect("two entries").clone()
    });

    // When
    let answers = [
        stage.manager.renew(ada).await,
        stage.manager.renew(bob).await,
    ];

    // Then nobody is taken for the other
    for answer in answers {
        assert!(
            matches!(answer, Err(RenewError::EntryDamaged)),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn signing_out_an_edited_entry_erases_it_and_says_that_the_server_was_not_asked() {
    let (stage, ada) = Stage::with_ada().await;
    stage.keyring.edit(|_| "not an entry".into());

    let result = stage.manager.sign_out(ada).await.expect("signed out");

    assert!(matches!(result.server, ServerResult::Forgotten { .. }));
    assert_eq!(result.computer, ComputerResult::Erased);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn an_entry_that_comes_back_is_used_again_after_a_start() {
    let (mut stage, ada) = Stage::with_ada().await;
    let entry = stage.keyring.entries().remove(0);
    stage.keyring.edit(|_| "not an entry".into());
    drop(stage.manager.renew(ada).await);

    stage.keyring.edit(|_| entry.clone());
    stage.restart();
    stage.later(11).await;
    stage.later(1).await;

    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_token_that_the_keyring_does_not_take_stays_in_memory_until_it_does() {
    // Given a renewal whose new token cannot be saved
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::Hold));
    let manager = stage.manager.clone();
    let renewal = tokio::spawn(async move { manager.renew(ada).await });
    home.wait_for("POST", "/session/token/refresh", 1).await;
    let before = stage.keyring.entries();
    home.set_clock_offset(5);
    stage.keyring.fail_next_call_of_each_entry();
    home.clear_faults();
    let answer = renewal.await.expect("not panicked");

    // When
    stage.later(31).await;

    // Then it is saved later, without asking the server again
    assert!(matches!(
        answer,
        Err(RenewError::Keyring(VaultError::Failed(_)))
    ));
    assert_ne!(stage.keyring.entries(), before);
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 1);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn a_keyring_that_hangs_ends_no_call_and_is_not_waited_for_twice() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let bob = stage.signed_in(stage.demo.home(), BOB).await;
    stage.manager.settled().await;
    stage.keyring.hang(true);
    tokio::time::pause();
    let begun = tokio::time::Instant::now();

    // When
    let first = stage.manager.renew(ada).await;
    let waited = begun.elapsed();
    let second = stage.manager.renew(bob).await;

    // Then the deadline was waited for once
    let hangs = |answer: &Result<(), RenewError>| {
        matches!(answer, Err(RenewError::Keyring(VaultError::TimedOut)))
    };
    assert!(hangs(&first) && hangs(&second), "{first:?} {second:?}");
    assert_eq!(waited.as_secs(), 10);
    assert_eq!(begun.elapsed(), waited);
    assert_eq!(stage.manager.snapshot().keyring.state, KeyringState::Failed);

    // And when it goes on
    tokio::time::resume();
    stage.keyring.hang(false);
    stage.until_keyring_answers().await;
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn while_the_person_is_asked_nothing_else_waits_for_the_answer() {
    // Given a keyring that asks, and a person who has gone for coffee
    let (stage, ada) = Stage::with_ada().await;
    stage.manager.settled().await;
    stage.keyring.hang(true);
    let manager = stage.manager.clone();
    let asking = tokio::spawn(async move { manager.unlock().await });
    let manager = stage.manager.clone();
    let asking_again = tokio::spawn(async move { manager.unlock().await });
    tokio::task::yield_now().await;

    // When
    let renewal = stage.manager.renew(ada).await;

    // Then
    assert!(matches!(
        renewal,
        Err(RenewError::Keyring(VaultError::Locked))
    ));

    // And when it is answered, that answers both clicks
    stage.keyring.hang(false);
    asking.await.expect("not panicked").expect("unlocked");
    asking_again.await.expect("not panicked").expect("unlocked");
    stage.manager.renew(ada).await.expect("renewed");
}

#[tokio::test]
async fn an_answer_that_comes_after_the_deadline_is_read_back_before_anything_builds_on_it() {
    // Given a sign-in whose placeholder the keyring took too long to write
    let stage = Stage::set().await;
    let home = stage.demo.home();
    let request = stage.request(home, ADA, PASSWORD).await;
    stage.keyring.hang(true);
    tokio::time::pause();
    let answer = stage.manager.sign_in(accounts::Attempt(3), request).await;
    tokio::time::resume();

    // When it writes it all the same
    stage.keyring.hang(false);
    stage.until_keyring_answers().await;
    stage.later(31).await;

    // Then no password left, and the placeholder is found and cleared away without alarming anybody
    assert!(answer.is_err());
    assert_eq!(stage.manager.snapshot().notices, []);
    assert_eq!(home.truth().count("POST", "/session/token"), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_small_store_holds_an_entry_in_parts() {
    // Given a store like Windows' and an end-session page whose address alone is longer than an entry may be
    let stage = Stage::set().await;
    stage.keyring.shrink(600);
    stage.desktop.lose_browser(true);
    let contoso = stage.demo.contoso();
    let hint = "h".repeat(3_000);
    contoso.end_session_url(Some(format!(
        "https://login.contoso.example/end?id_token_hint={hint}"
    )));
    let ada = stage.signed_in(contoso, ADA_AT_CONTOSO).await;
    let as_signed_in = stage.keyring.items();

    // When
    stage.manager.renew(ada).await.expect("renewed");
    stage.manager.sign_out(ada).await.expect("signed out");
    let waiting = stage.keyring.items();
    stage.desktop.lose_browser(false);
    stage
        .manager
        .open_end_session(&ada.to_string())
        .await
        .expect("opened");

    // Then
    assert!(as_signed_in.len() > 1, "{as_signed_in:?}");
    assert!(waiting.len() > 5, "{waiting:?}");
    for (name, size) in as_signed_in.iter().chain(&waiting) {
        assert!(*size <= 600, "{name}: {size}");
    }
    assert!(stage.desktop.opened()[0].ends_with(&hint));
    assert!(
        stage.keyring.items().is_empty(),
        "{:?}",
        stage.keyring.items()
    );
}

#[tokio::test]
async fn a_write_that_is_torn_anywhere_leaves_the_former_entry_readable() {
    // Given a small store, where an entry is several writes
    let mut torn = 0;
    for writes in 0..20 {
        let mut stage = Stage::set().await;
        stage.keyring.shrink(300);
        let ada = stage.signed_in(stage.demo.home(), ADA).await;
        let items = stage.keyring.items().len();

        // When it fails after so many, and the program ends there and is started again
        stage.keyring.fail_after(writes);
        let answer = stage.manager.renew(ada).await;
        stage.keyring.mend();
        stage.restart();
        stage.manager.run_due().await;
        stage.later(11).await;

        // Then the session lives, and the parts that nothing names are gone
        assert!(
            matches!(stage.state(ada), StateView::Active { .. }),
            "{writes}: {:?}",
            stage.state(ada)
        );
        assert_eq!(stage.keyring.items().len(), items, "{writes}");
        if answer.is_ok() {
            break;
        }
        torn += 1;
    }
    assert!(torn > 2, "{torn} writes were torn");
}
