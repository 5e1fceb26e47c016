//! What happens to one session at once, and to all of them: each thing has its turn, and nothing is forgotten in between.

use accounts::{
    AccountId, ComputerResult, Manager, RenewError, ResultView, ServerResult, SignOutError,
    SingleSignOnResult, Snapshot, StateView, UnfinishedReason,
};
use demo::{Fault, What};
use tokio::task::JoinHandle;

use crate::stage::{ADA, ADA_AT_CONTOSO, BOB, PASSWORD, Stage};

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
async fn a_sign_out_waits_for_a_renewal_that_was_sent_and_ends_its_tokens_too() {
    // Given a renewal under way
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_path("/session/token/refresh", What::Hold).times(1));
    let renewal = renewal_under_way(&stage, ada).await;

    // When
    let sign_out = sign_out_begun(&stage, ada).await;
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
async fn a_renewal_that_fails_while_a_sign_out_waits_for_it_is_no_problem_of_the_row() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    let refresh = |what| Fault::on_path("/session/token/refresh", what);
    home.fault(refresh(What::Hold).times(1));
    home.fault(refresh(What::BadGateway));
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    let renewal = renewal_under_way(&stage, ada).await;

    // When
    let sign_out = sign_out_begun(&stage, ada).await;
    home.release();
    renewal
        .await
        .expect("not panicked")
        .expect_err("a proxy's page");
    sign_out.await.expect("not panicked").expect("begun");

    // Then
    let account = &stage.manager.snapshot().sites[0].accounts[0];
    assert_eq!(account.last_problem, None);
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
async fn removing_and_adding_again_keeps_the_new_session_and_ends_the_former_one() {
    // Given a removal whose server does not answer
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.remove(ada).await.expect("removed");

    // When
    let again = stage.signed_in(home, ADA).await;
    home.clear_faults();
    let unfinished = stage.manager.snapshot().unfinished;
    stage
        .manager
        .try_again(&unfinished[0].id)
        .await
        .expect("tried");

    // Then
    assert_ne!(again, ada);
    assert_eq!(unfinished[0].reason, UnfinishedReason::Removed);
    assert!(matches!(stage.state(again), StateView::Active { .. }));
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(home.live_families(ADA), 1);
    assert_eq!(stage.keyring.entries().len(), 1);
}

#[tokio::test]
async fn removing_twice_at_once_is_one_removal() {
    let (stage, ada) = Stage::with_ada().await;

    let (first, second) = tokio::join!(stage.manager.remove(ada), stage.manager.remove(ada));

    assert!(first.is_ok() != second.is_ok());
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.manager.snapshot().sites.is_empty());
}

#[tokio::test]
async fn signing_out_of_all_asks_each_server_and_opens_one_page_for_each_endpoint() {
    // Given two people at a site with single sign-on, and one elsewhere
    let (stage, ada) = Stage::with_ada().await;
    let contoso = stage.demo.contoso();
    contoso.add_person("eve@contoso.example", PASSWORD, "Eve");
    let first = stage.signed_in(contoso, ADA_AT_CONTOSO).await;
    let second = stage.signed_in(contoso, "eve@contoso.example").await;

    // When
    let results = stage.manager.sign_out_of(&[ada, first, second]).await;

    // Then
    assert_eq!(results.len(), 3);
    for (_, result) in &results {
        let result = result.as_ref().expect("signed out");
        assert_eq!(result.server, ServerResult::Confirmed);
        assert_eq!(result.computer, ComputerResult::Erased);
    }
    assert_eq!(stage.desktop.opened().len(), 1);
    let of = |account: AccountId| stage.row(account).result.expect("a result");
    let pages = [of(first).single_sign_on, of(second).single_sign_on];
    let opened = |page: &&SingleSignOnResult| matches!(page, SingleSignOnResult::Opened { .. });
    let waiting =
        |page: &&SingleSignOnResult| matches!(page, SingleSignOnResult::WaitingForYou { .. });
    assert_eq!(pages.iter().filter(opened).count(), 1, "{pages:?}");
    assert_eq!(pages.iter().filter(waiting).count(), 1, "{pages:?}");
}

#[tokio::test]
async fn signing_out_of_all_during_everything_else_ends_every_session() {
    // Given a renewal, a sign-out that waits, and a second sign-in of the same person under way
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    let bob = stage.signed_in(home, BOB).await;
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway).times(1));
    stage.manager.sign_out(bob).await.expect("begun");
    home.fault(Fault::on_path("/session/token/refresh", What::Hold).times(1));
    let renewal = renewal_under_way(&stage, ada).await;
    let before = home.truth().count("POST", "/session/token");
    home.fault(Fault::on_call("POST", "/session/token", What::Hold).times(1));
    let request = stage.request(home, ADA, PASSWORD).await;
    let manager = stage.manager.clone();
    let again = tokio::spawn(async move { manager.sign_in(accounts::Attempt(9), request).await });
    home.wait_for("POST", "/session/token", before + 1).await;

    // When
    let manager = stage.manager.clone();
    let all = tokio::spawn(async move { manager.sign_out_of(&[ada, bob]).await });
    stage
        .until(|snapshot| {
            let rows = &snapshot.sites[0].accounts;
            rows.iter()
                .all(|row| matches!(row.state, StateView::SigningOut { .. }))
        })
        .await;
    home.release();
    all.await.expect("not panicked");
    drop(renewal.await);
    again.await.expect("not panicked").expect("signed in");
    stage.manager.settled().await;
    stage.later(60).await;

    // Then only the sign-in that the person asked for afterwards is there
    assert_eq!(home.live_families(BOB), 0);
    assert_eq!(home.live_families(ADA), 1);
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert!(matches!(stage.state(bob), StateView::SignedOut { .. }));
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(stage.keyring.entries().len(), 1);
}

#[tokio::test]
async fn quitting_during_a_renewal_a_sign_in_and_a_sign_out_waits_for_their_answers() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    let bob = stage.signed_in(stage.demo.home(), BOB).await;
    let home = stage.demo.home();
    home.add_person("carol@example.org", PASSWORD, "Carol");
    let request = stage.request(home, "carol@example.org", PASSWORD).await;
    let before = home.truth().count("POST", "/session/token");
    home.fault(Fault::everywhere(What::Hold));
    let manager = stage.manager.clone();
    let renewal = tokio::spawn(async move { manager.renew(ada).await });
    let manager = stage.manager.clone();
    let sign_out = tokio::spawn(async move { manager.sign_out(bob).await });
    let manager = stage.manager.clone();
    let sign_in = tokio::spawn(async move { manager.sign_in(accounts::Attempt(9), request).await });
    home.wait_for("POST", "/session/token", before + 1).await;
    home.wait_for("POST", "/session/token/refresh", 1).await;
    home.wait_for("DELETE", "/session/token", 1).await;

    // When the window that asked is gone, and the program waits before it ends
    for gone in [
        renewal.abort_handle(),
        sign_out.abort_handle(),
        sign_in.abort_handle(),
    ] {
        gone.abort();
    }
    let quitting = stage.manager.clone();
    let quitting = tokio::spawn(async move { quitting.settled().await });
    stage.demo.home().clear_faults();
    quitting.await.expect("not panicked");
    stage.restart();

    // Then
    let home = stage.demo.home();
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert!(matches!(
        stage.state(bob),
        StateView::SignedOut {
            server: ServerResult::Confirmed,
            ..
        }
    ));
    assert_eq!(home.live_families("carol@example.org"), 1);
    assert_eq!(stage.keyring.tagged("current"), 2);
    assert_eq!(stage.manager.snapshot().sites[0].accounts.len(), 3);
    assert_eq!(stage.manager.snapshot().notices, []);
}

/// A renewal whose request has reached Ada's server, which holds it.
async fn renewal_under_way(stage: &Stage, ada: AccountId) -> JoinHandle<Result<(), RenewError>> {
    let manager = stage.manager.clone();
    let renewal = tokio::spawn(async move { manager.renew(ada).await });
    let home = stage.demo.home();
    home.wait_for("POST", "/session/token/refresh", 1).await;
    renewal
}

/// A sign-out that the window shows.
async fn sign_out_begun(
    stage: &Stage,
    ada: AccountId,
) -> JoinHandle<Result<ResultView, SignOutError>> {
    let manager = stage.manager.clone();
    let sign_out = tokio::spawn(async move { manager.sign_out(ada).await });
    let is_leaving = |snapshot: &Snapshot| {
        let state = &snapshot.sites[0].accounts[0].state;
        matches!(state, StateView::SigningOut { .. })
    };
    stage.until(is_leaving).await;
    sign_out
}
