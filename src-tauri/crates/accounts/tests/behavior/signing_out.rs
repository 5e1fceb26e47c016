//! Signing out: three results, each true.

use accounts::{
    ComputerResult, Manager, ServerResult, SignOutError, SingleSignOnResult, StateView,
    UnfinishedReason, WaitingFor,
};
use demo::{Fault, What};

use crate::stage::{ADA, ADA_AT_CONTOSO, Stage};

const HOUR: i64 = 3_600;

#[tokio::test]
async fn a_sign_out_is_confirmed_when_the_server_accepted_it_and_then_refused_the_family() {
    // Given
    let (stage, ada) = Stage::with_ada().await;

    // When
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    // Then
    assert_eq!(result.computer, ComputerResult::Erased);
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(result.single_sign_on, SingleSignOnResult::None);
    assert!(matches!(
        stage.state(ada),
        StateView::SignedOut {
            server: ServerResult::Confirmed,
            ..
        }
    ));
    assert_eq!(stage.row(ada).result, Some(result));
    assert!(stage.keyring.entries().is_empty());
    assert_eq!(stage.demo.home().live_families(ADA), 0);
}

#[tokio::test]
async fn a_sign_out_takes_two_requests_and_sends_no_authorization() {
    let (stage, ada) = Stage::with_ada().await;
    stage
        .until(|snapshot| snapshot.sites[0].accounts[0].has_avatar)
        .await;
    let before = stage.demo.home().truth().requests.len();

    stage.manager.sign_out(ada).await.expect("signed out");

    let requests = stage.demo.home().truth().requests.split_off(before);
    assert_eq!(requests.len(), 2);
    assert!(
        requests
            .iter()
            .all(|request| !request.had_authorization && !request.had_cookie)
    );
}

#[tokio::test]
async fn the_end_session_page_is_opened_exactly_once_and_nothing_is_left_in_the_keyring() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;

    let result = stage.manager.sign_out(ada).await.expect("signed out");
    stage.later(HOUR).await;

    let SingleSignOnResult::Opened { host } = result.single_sign_on else {
        panic!("{result:?}")
    };
    let opened = stage.desktop.opened();
    assert_eq!(opened.len(), 1);
    assert!(
        opened[0].contains("/oidc/session/end?") && opened[0].contains(&host),
        "{opened:?}"
    );
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn an_address_that_is_not_opened_is_shown_by_its_host() {
    let long = format!("https://login.contoso.example/?{}", "a".repeat(10_000));
    for (address, host) in [
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        (long.as_str(), Some("login.contoso.example")),
        (
            "http://login.contoso.example/end",
            Some("login.contoso.example"),
        ),
    ] {
        let (stage, ada) = Stage::with_ada_at_contoso().await;
        stage
            .demo
            .contoso()
            .end_session_url(Some(address.to_owned()));

        let result = stage.manager.sign_out(ada).await.expect("signed out");

        assert_eq!(
            result.single_sign_on,
            SingleSignOnResult::Rejected {
                host: host.map(str::to_owned)
            }
        );
        assert_eq!(result.server, ServerResult::Confirmed);
        assert_eq!(stage.desktop.opened(), Vec::<String>::new());
        assert!(stage.keyring.entries().is_empty());
    }
}

#[tokio::test]
async fn a_page_that_could_not_be_opened_waits_in_the_keyring_for_the_person() {
    // Given
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    stage.desktop.lose_browser(true);

    // When
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    // Then
    assert!(matches!(
        result.single_sign_on,
        SingleSignOnResult::CouldNotBeOpened { .. }
    ));
    assert_eq!(stage.keyring.tagged("end session"), 1);

    // And when the browser is there again
    stage.desktop.lose_browser(false);
    stage
        .manager
        .open_end_session(&ada.to_string())
        .await
        .expect("opened");

    // Then
    assert_eq!(stage.desktop.opened().len(), 1);
    assert!(stage.keyring.entries().is_empty());
    let result = stage.row(ada).result.expect("still shown");
    assert!(matches!(
        result.single_sign_on,
        SingleSignOnResult::Opened { .. }
    ));
}

#[tokio::test]
async fn a_page_whose_answer_comes_late_is_offered_and_not_opened() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    stage.demo.contoso().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");

    stage.demo.contoso().start_again().await;
    stage.later(121).await;

    let result = stage.row(ada).result.expect("shown");
    assert_eq!(result.server, ServerResult::Confirmed);
    assert!(matches!(
        result.single_sign_on,
        SingleSignOnResult::WaitingForYou { .. }
    ));
    assert_eq!(stage.desktop.opened(), Vec::<String>::new());
}

#[tokio::test]
async fn dismissing_the_result_lets_the_waiting_page_go() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    stage.desktop.lose_browser(true);
    stage.manager.sign_out(ada).await.expect("signed out");

    stage.manager.dismiss(ada).await;

    assert_eq!(stage.row(ada).result, None);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_server_out_of_reach_keeps_the_sign_out_going_until_it_answers() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;

    // When
    let result = stage.manager.sign_out(ada).await.expect("begun");

    // Then
    assert_eq!(result.computer, ComputerResult::KeptToFinish);
    assert!(matches!(
        result.server,
        ServerResult::Unreachable { next_try: Some(_) }
    ));
    assert!(matches!(
        stage.state(ada),
        StateView::SigningOut {
            waiting_for: WaitingFor::Server,
            ..
        }
    ));
    assert_eq!(stage.keyring.tagged("revoking"), 1);

    // And when the server is back
    stage.demo.home().start_again().await;
    stage.later(30).await;

    // Then
    assert!(matches!(
        stage.state(ada),
        StateView::SignedOut {
            server: ServerResult::Confirmed,
            ..
        }
    ));
    assert!(stage.keyring.entries().is_empty());
    assert_eq!(stage.demo.home().live_families(ADA), 0);
}

#[tokio::test]
async fn a_sign_out_goes_on_after_the_program_was_killed() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");

    stage.restart();
    stage.demo.home().start_again().await;
    stage.manager.run_due().await;

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
async fn a_lost_answer_to_the_revocation_is_asked_for_again() {
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::DropAfterHandling).times(1));

    let first = stage.manager.sign_out(ada).await.expect("begun");
    let second = stage
        .manager
        .try_again(&ada.to_string())
        .await
        .expect("asked again");

    assert!(matches!(first.server, ServerResult::Unreachable { .. }));
    assert_eq!(second.server, ServerResult::Confirmed);
}

#[tokio::test]
async fn a_session_that_was_refused_before_is_never_said_to_be_confirmed() {
    // Given a person who was blocked, which our renewal has seen
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().ban(ADA);
    assert!(stage.manager.renew(ada).await.is_err());

    // When
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    // Then
    assert_eq!(result.server, ServerResult::Accepted);
    assert_eq!(result.computer, ComputerResult::Erased);
}

#[tokio::test]
async fn a_check_without_a_clear_answer_in_three_tries_is_said_to_be_unchecked() {
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::BadGateway));

    let result = stage.manager.sign_out(ada).await.expect("signed out");

    assert_eq!(result.server, ServerResult::Accepted);
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 3);
}

#[tokio::test]
async fn a_family_that_is_alive_after_the_revocation_is_adopted_and_revoked_again() {
    // Given a server that says yes once and does nothing
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    let nothing = What::Answer {
        code: 0,
        msg: String::new(),
    };
    home.fault(Fault::on_call("DELETE", "/session/token", nothing).times(1));

    // When
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    // Then
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(home.truth().count("DELETE", "/session/token"), 2);
    assert_eq!(home.live_families(ADA), 0);
}

#[tokio::test]
async fn a_server_that_only_says_yes_is_never_believed() {
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call(
        "DELETE",
        "/session/token",
        What::Answer {
            code: 0,
            msg: String::new(),
        },
    ));

    let result = stage.manager.sign_out(ada).await.expect("begun");

    assert!(matches!(
        result.server,
        ServerResult::Unreachable { next_try: Some(_) }
    ));
    assert_eq!(result.computer, ComputerResult::KeptToFinish);
    assert_eq!(stage.keyring.tagged("revoking"), 1);
    assert_eq!(home.truth().count("DELETE", "/session/token"), 3);
}

#[tokio::test]
async fn a_server_that_does_not_know_the_session_is_asked_again_at_long_intervals() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().change_key();

    let result = stage.manager.sign_out(ada).await.expect("begun");
    let asked = stage.demo.home().truth().count("DELETE", "/session/token");
    stage.later(HOUR - 60).await;
    let asked_within_the_hour = stage.demo.home().truth().count("DELETE", "/session/token");
    stage.later(120).await;

    assert!(matches!(
        result.server,
        ServerResult::NotRecognised {
            next_try: Some(_),
            ..
        }
    ));
    assert_eq!((asked, asked_within_the_hour), (1, 1));
    assert_eq!(
        stage.demo.home().truth().count("DELETE", "/session/token"),
        2
    );
    assert_eq!(stage.keyring.tagged("revoking"), 1);
}

#[tokio::test]
async fn a_session_is_expired_when_its_time_has_passed_by_the_servers_clock() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().set_clock_offset(15 * 24 * HOUR);

    let result = stage.manager.sign_out(ada).await.expect("signed out");

    assert_eq!(result.server, ServerResult::Expired);
    assert_eq!(result.computer, ComputerResult::Erased);
}

#[tokio::test]
async fn signing_out_twice_at_once_is_one_sign_out() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    let twice = |manager: Manager| async move { manager.sign_out(ada).await };

    let (first, second) = tokio::join!(twice(stage.manager.clone()), twice(stage.manager.clone()));

    assert_eq!(first.expect("signed out").server, ServerResult::Confirmed);
    assert_eq!(second.expect("the same").server, ServerResult::Confirmed);
    assert_eq!(stage.desktop.opened().len(), 1);
    assert_eq!(stage.demo.contoso().live_families(ADA_AT_CONTOSO), 0);
}

#[tokio::test]
async fn what_is_signed_out_cannot_be_signed_out_again() {
    let (stage, ada) = Stage::with_ada().await;
    stage.manager.sign_out(ada).await.expect("signed out");

    let again = stage.manager.sign_out(ada).await;

    assert!(matches!(again, Err(SignOutError::NothingToSignOut)));
}

#[tokio::test]
async fn a_sign_out_waits_for_a_renewal_that_was_sent_and_ends_its_tokens_too() {
    // Given a renewal under way
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::Hold).times(1));
    let manager = stage.manager.clone();
    let renewal = tokio::spawn(async move { manager.renew(ada).await });
    home.wait_for("POST", "/session/token/refresh", 1).await;

    // When
    let manager = stage.manager.clone();
    let sign_out = tokio::spawn(async move { manager.sign_out(ada).await });
    stage
        .until(|snapshot| {
            matches!(
                snapshot.sites[0].accounts[0].state,
                StateView::SigningOut { .. }
            )
        })
        .await;
    assert_eq!(home.truth().count("DELETE", "/session/token"), 0);
    home.release();

    // Then
    let result = sign_out.await.expect("not panicked").expect("signed out");
    assert_eq!(result.server, ServerResult::Confirmed);
    assert!(renewal.await.expect("not panicked").is_ok());
    assert_eq!(home.live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn removing_signs_out_first_and_what_the_server_has_not_answered_stays_visible() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;

    // When
    stage.manager.remove(ada).await.expect("removed");

    // Then
    let snapshot = stage.manager.snapshot();
    assert!(snapshot.sites.is_empty());
    assert_eq!(snapshot.unfinished[0].reason, UnfinishedReason::Removed);
    assert_eq!(snapshot.unfinished[0].name, "Ada");

    // And when the server is back
    stage.demo.home().start_again().await;
    stage.later(30).await;

    // Then
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn giving_up_on_the_server_erases_here_and_says_until_when_the_session_may_live() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");

    stage
        .manager
        .forget(&ada.to_string())
        .await
        .expect("forgotten");

    assert!(matches!(
        stage.state(ada),
        StateView::SignedOut {
            server: ServerResult::Forgotten { .. },
            ..
        }
    ));
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_signed_out_account_can_be_signed_in_again() {
    let (stage, ada) = Stage::with_ada().await;
    stage.manager.sign_out(ada).await.expect("signed out");

    let again = stage.signed_in(stage.demo.home(), ADA).await;

    assert_eq!(again, ada);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert_eq!(stage.row(ada).result, None);
}

#[tokio::test]
async fn signing_in_again_while_a_sign_out_is_pending_leaves_both_to_their_own_end() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(ada).await.expect("begun");

    // When
    let again = stage.signed_in(home, ADA).await;

    // Then
    assert_eq!(again, ada);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert_eq!(
        stage.manager.snapshot().unfinished[0].reason,
        UnfinishedReason::Replaced
    );
    home.clear_faults();
    let pending = stage.manager.snapshot().unfinished[0].id.clone();
    // The try that the sign-in began may have come to the end already.
    drop(stage.manager.try_again(&pending).await);
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(home.live_families(ADA), 1);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
}

#[tokio::test]
async fn giving_up_while_the_server_hangs_is_not_undone_by_the_answer() {
    // Given a sign-out whose server does not answer
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::Hold));
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let manager = stage.manager.clone();
    let sign_out = tokio::spawn(async move { manager.sign_out(ada).await });
    home.wait_for("DELETE", "/session/token", 1).await;

    // When
    let manager = stage.manager.clone();
    let forget = tokio::spawn(async move { manager.forget(&ada.to_string()).await });
    stage
        .until(|snapshot| {
            let result = snapshot.sites[0].accounts[0].result.as_ref();
            result.is_some_and(|result| matches!(result.server, ServerResult::Forgotten { .. }))
        })
        .await;
    home.release();

    // Then
    forget.await.expect("not panicked").expect("forgotten");
    drop(sign_out.await.expect("not panicked"));
    assert!(matches!(
        stage.state(ada),
        StateView::SignedOut {
            server: ServerResult::Forgotten { .. },
            ..
        }
    ));
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn two_clicks_on_a_waiting_page_open_it_once() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    stage.desktop.lose_browser(true);
    stage.manager.sign_out(ada).await.expect("signed out");
    stage.desktop.lose_browser(false);
    let id = ada.to_string();

    let (first, second) = tokio::join!(
        stage.manager.open_end_session(&id),
        stage.manager.open_end_session(&id)
    );

    assert!(first.is_ok() && second.is_err());
    assert_eq!(stage.desktop.opened().len(), 1);
}

#[tokio::test]
async fn a_refusal_that_is_heard_while_the_sign_out_waits_makes_it_unconfirmed() {
    // Given a renewal under way that will be refused, because the password was changed
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::Hold).times(1));
    home.change_password(ADA, "another password");
    let manager = stage.manager.clone();
    let renewal = tokio::spawn(async move { manager.renew(ada).await });
    home.wait_for("POST", "/session/token/refresh", 1).await;

    // When
    let manager = stage.manager.clone();
    let sign_out = tokio::spawn(async move { manager.sign_out(ada).await });
    stage
        .until(|snapshot| {
            matches!(
                snapshot.sites[0].accounts[0].state,
                StateView::SigningOut { .. }
            )
        })
        .await;
    home.release();

    // Then
    assert!(renewal.await.expect("not panicked").is_err());
    let result = sign_out.await.expect("not panicked").expect("signed out");
    assert_eq!(result.server, ServerResult::Accepted);
}

#[tokio::test]
async fn a_session_whose_last_renewal_failed_is_renewed_first_so_that_its_end_can_be_confirmed() {
    // Given a server that was away at the last renewal
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.stop().await;
    stage.later(55 * 60).await;
    home.start_again().await;

    // When
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    // Then
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(home.truth().count("POST", "/session/token/refresh"), 2);
    assert_eq!(home.live_families(ADA), 0);
}

#[tokio::test]
async fn a_dismissed_page_leaves_the_keyring_as_soon_as_that_lets_it_go() {
    let (stage, ada) = Stage::with_ada_at_contoso().await;
    stage.desktop.lose_browser(true);
    stage.manager.sign_out(ada).await.expect("signed out");
    stage.keyring.lock(true);

    stage.manager.dismiss(ada).await;
    let while_locked = stage.keyring.tagged("end session");
    stage.keyring.lock(false);
    stage.later(60).await;

    assert_eq!(while_locked, 1);
    assert!(stage.keyring.entries().is_empty());
    assert_eq!(stage.row(ada).result, None);
}
