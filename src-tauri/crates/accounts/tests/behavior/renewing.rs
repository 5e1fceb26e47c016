//! Keeping sessions alive, and what does not end them.

use accounts::{RenewError, SignInCause, StateView};
use demo::{Fault, What};

use crate::stage::{ADA, PASSWORD, Stage};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn a_session_is_renewed_by_itself_before_its_access_token_ends() {
    let (stage, ada) = Stage::with_ada().await;
    let before = stage.row(ada).renewed_at.expect("signed in");

    stage.later(55 * 60).await;

    assert_eq!(stage.row(ada).renewed_at, Some(before + 55 * 60 * 1_000));
    assert_eq!(stage.demo.home().truth().families[0].refreshed, 1);
}

#[tokio::test]
async fn nothing_is_renewed_before_it_is_due() {
    let (stage, _) = Stage::with_ada().await;

    stage.later(30 * 60).await;

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
async fn a_refusal_is_believed_only_when_it_is_repeated_three_minutes_later() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().ban(ADA);

    // When
    stage.later(55 * 60).await;
    let once = stage.state(ada);
    stage.later(4 * 60).await;
    let twice = stage.state(ada);

    // Then
    assert!(matches!(once, StateView::Active { .. }));
    assert!(matches!(
        twice,
        StateView::NeedsSignIn {
            cause: SignInCause::Refused,
            ..
        }
    ));
    assert_eq!(stage.keyring.tagged("current"), 1);
}

#[tokio::test]
async fn a_refused_session_comes_alive_when_the_server_takes_it_again() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().ban(ADA);
    stage.later(55 * 60).await;
    stage.later(4 * 60).await;

    stage.demo.home().lift_ban(ADA);
    stage.later(2 * HOUR).await;

    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn no_trouble_on_the_way_ever_signs_anybody_out() {
    for what in [
        What::BadGateway,
        What::CaptivePortal,
        What::PlainJson,
        What::WrongTypes,
        What::TooLarge,
        What::Redirect("https://elsewhere.example/".into()),
        What::DropBeforeHandling,
        What::Status(429),
        What::Answer {
            code: 50001,
            msg: "failed".into(),
        },
    ] {
        let (stage, ada) = Stage::with_ada().await;
        stage
            .demo
            .home()
            .fault(Fault::on_path("/session/token/refresh", what.clone()));

        for _ in 0..5 {
            stage.later(HOUR).await;
        }

        assert!(
            matches!(stage.state(ada), StateView::Offline { .. }),
            "{what:?}: {:?}",
            stage.state(ada)
        );
        stage.demo.home().clear_faults();
        stage.later(HOUR).await;
        assert!(
            matches!(stage.state(ada), StateView::Active { .. }),
            "{what:?}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_down_is_shown_with_the_time_since_when() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.later(55 * 60).await;
    let StateView::Offline { since, .. } = stage.state(ada) else {
        panic!("{:?}", stage.state(ada))
    };

    stage.later(HOUR).await;

    assert!(matches!(stage.state(ada), StateView::Offline { since: still, .. } if still == since));
}

#[tokio::test]
async fn an_entry_that_somebody_deleted_asks_for_a_new_sign_in() {
    let (stage, ada) = Stage::with_ada().await;
    stage.keyring.wipe();

    let answer = stage.manager.renew(ada).await;

    assert!(matches!(answer, Err(RenewError::EntryMissing)));
    assert!(matches!(
        stage.state(ada),
        StateView::NeedsSignIn {
            cause: SignInCause::EntryMissing,
            ..
        }
    ));
}

#[tokio::test]
async fn a_new_refresh_token_is_in_the_keyring_before_the_answer_is() {
    let (stage, ada) = Stage::with_ada().await;
    let before = stage.keyring.entries();
    // The token's time is part of it, in seconds.
    stage.demo.home().set_clock_offset(5);

    stage.manager.renew(ada).await.expect("renewed");

    let after = stage.keyring.entries();
    assert_eq!(after.len(), 1);
    assert_ne!(before, after);
}

#[tokio::test]
async fn at_most_four_renewals_are_under_way_at_once_to_one_site() {
    // Given six people on one site
    let stage = Stage::set().await;
    let home = stage.demo.home();
    for number in 0..6 {
        let email = format!("person{number}@example.org");
        home.add_person(&email, PASSWORD, "Person");
        stage.signed_in(home, &email).await;
    }
    home.fault(Fault::on_path("/session/token/refresh", What::Hold));

    // When
    stage.clock.advance(55 * 60);
    let manager = stage.manager.clone();
    let renewals = tokio::spawn(async move { manager.run_due().await });
    home.wait_for("POST", "/session/token/refresh", 4).await;

    // Then
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 4);
    home.clear_faults();
    renewals.await.expect("not panicked");
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 6);
}

#[tokio::test]
async fn a_renewal_that_was_not_sent_is_not_sent_after_a_sign_out() {
    // Given four renewals under way, and Ada's waiting behind them
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::Hold));
    let mut renewals = Vec::new();
    for number in 0..4 {
        let email = format!("person{number}@example.org");
        home.add_person(&email, PASSWORD, "Person");
        let account = stage.signed_in(home, &email).await;
        let manager = stage.manager.clone();
        renewals.push(tokio::spawn(async move { manager.renew(account).await }));
    }
    home.wait_for("POST", "/session/token/refresh", 4).await;
    let manager = stage.manager.clone();
    let waiting = tokio::spawn(async move { manager.renew(ada).await });
    stage.until(|_| true).await;

    // When
    let manager = stage.manager.clone();
    let sign_out = tokio::spawn(async move { manager.sign_out(ada).await });
    home.wait_for("DELETE", "/session/token", 1).await;
    home.clear_faults();

    // Then
    sign_out.await.expect("not panicked").expect("signed out");
    let answer = waiting.await.expect("not panicked");
    assert!(
        matches!(answer, Err(RenewError::Superseded | RenewError::NotFound)),
        "{answer:?}"
    );
    for renewal in renewals {
        renewal.await.expect("not panicked").expect("renewed");
    }
    // Four renewals and the check after the revocation.
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 5);
}

#[tokio::test]
async fn this_computers_clock_alone_never_makes_a_session_expire() {
    // Given a computer whose clock has jumped ahead by a month, and no server to ask
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;

    // When
    stage.later(30 * 24 * HOUR).await;

    // Then
    assert!(matches!(stage.state(ada), StateView::Offline { .. }));
}

#[tokio::test]
async fn a_clock_of_ours_that_is_a_day_ahead_does_not_hammer_the_server() {
    let stage = Stage::set().await;
    stage.clock.advance(24 * HOUR);
    let ada = stage.signed_in(stage.demo.home(), ADA).await;

    for _ in 0..10 {
        stage.later(60).await;
    }

    assert!(matches!(stage.state(ada), StateView::Active { .. }));
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
async fn a_clock_that_is_set_back_by_months_stops_nothing() {
    // Given a session that was renewed, and a sign-out that waits, while the clock was months ahead
    let stage = Stage::set().await;
    stage.clock.advance(90 * 24 * HOUR);
    let home = stage.demo.home();
    let ada = stage.signed_in(home, ADA).await;
    let bob = stage.signed_in(home, crate::stage::BOB).await;
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(bob).await.expect("begun");
    home.clear_faults();

    // When
    stage.clock.advance(-90 * 24 * HOUR);
    stage.manager.run_due().await;

    // Then
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 2);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert!(matches!(stage.state(bob), StateView::SignedOut { .. }));
}

#[tokio::test]
async fn a_clock_of_ours_that_is_a_day_behind_keeps_sessions_alive() {
    let stage = Stage::set().await;
    stage.clock.advance(-24 * HOUR);
    let ada = stage.signed_in(stage.demo.home(), ADA).await;

    stage.later(55 * 60).await;

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
async fn the_loop_rests_when_nothing_is_due() {
    // Given a running program with an account, a locked keyring and a sign-out that waits
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");
    stage.keyring.lock(true);
    let manager = stage.manager.clone();
    let running = tokio::spawn(async move { manager.run().await });
    stage
        .until(|snapshot| snapshot.keyring.state == accounts::KeyringState::Locked)
        .await;
    stage.manager.settled().await;
    let before = stage.manager.snapshot().revision;

    // When the runtime has many turns and no time passes
    for _ in 0..20_000 {
        tokio::task::yield_now().await;
    }

    // Then
    let changes = stage.manager.snapshot().revision - before;
    assert!(changes < 10, "{changes} changes");
    running.abort();
}
