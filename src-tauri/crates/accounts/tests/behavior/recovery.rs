//! What a start finds, and what it makes of it.

use std::path::Path;

use accounts::{
    Attempt, NoticeKind, NoticeView, Opening, ServerResult, SingleSignOnResult, SiteOrigin,
    SitePage, StateView, UnfinishedReason,
};
use demo::{Fault, What};

use crate::stage::{ADA, Stage};

#[tokio::test]
async fn the_first_snapshot_comes_before_any_request() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage
        .until(|snapshot| snapshot.sites[0].accounts[0].has_avatar)
        .await;
    let before = stage.demo.home().truth().requests.len();
    stage.desktop.snapshots.send_replace(None);

    stage.restart();

    let first = stage.desktop.snapshots.borrow().clone().expect("published");
    assert_eq!(
        crate::stage::row(&first, ada).map(|row| row.name),
        Some("Ada".into())
    );
    assert_eq!(stage.demo.home().truth().requests.len(), before);
}

#[tokio::test]
async fn a_restart_shows_the_same_accounts_and_renews_them() {
    let (mut stage, ada) = Stage::with_ada().await;

    stage.restart();
    stage.later(55 * 60).await;

    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    assert_eq!(stage.demo.home().truth().families[0].refreshed, 1);
}

#[tokio::test]
async fn a_start_finds_out_within_seconds_whether_the_sessions_are_alive() {
    let (mut stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;

    stage.restart();
    stage.later(15).await;

    assert!(matches!(stage.state(ada), StateView::Offline { .. }));
}

#[tokio::test]
async fn accounts_come_back_from_the_keyring_when_the_registry_is_lost() {
    let (mut stage, _) = Stage::with_ada().await;

    stage.restart_after(remove);
    stage.manager.run_due().await;

    let snapshot = stage.manager.snapshot();
    let row = &snapshot.sites[0].accounts[0];
    assert!(matches!(row.state, StateView::Active { .. }));
    stage.later(60).await;
    assert_eq!(
        stage.manager.snapshot().sites[0].accounts[0]
            .email
            .as_deref(),
        Some(ADA)
    );
}

#[tokio::test]
async fn a_revoking_entry_is_believed_when_the_registry_is_lost() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    stage
        .demo
        .home()
        .fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(ada).await.expect("begun");

    // When
    stage.restart_after(remove);
    stage.manager.run_due().await;

    // Then
    let unfinished = stage.manager.snapshot().unfinished;
    assert_eq!(unfinished.len(), 1);
    assert_eq!(unfinished[0].reason, UnfinishedReason::Recovered);

    // And when the server answers
    stage.demo.home().clear_faults();
    stage.later(60).await;

    // Then
    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn a_placeholder_that_was_left_behind_is_cleared_away() {
    // Given a sign-in that the program did not survive
    let mut stage = Stage::set().await;
    let sign_in = stage.held_sign_in().await;
    sign_in.abort();
    assert_eq!(stage.keyring.tagged("signing in"), 1);

    // When
    stage.restart();
    stage.manager.run_due().await;

    // Then
    assert_eq!(stage.keyring.tagged("signing in"), 0);
}

#[tokio::test]
async fn the_result_of_a_sign_out_is_still_there_after_a_restart() {
    let (mut stage, ada) = Stage::with_ada().await;
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    stage.restart();

    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(stage.row(ada).result, Some(result));
}

#[tokio::test]
async fn a_sign_in_that_the_end_of_the_program_cut_off_is_said_until_it_is_closed() {
    // Given
    let mut stage = Stage::set().await;
    let waiting = stage.held_sign_in().await;

    // When
    stage.restart();
    stage.manager.run_due().await;

    // Then
    let notices = stage.manager.snapshot().notices;
    let host = stage.demo.home().origin().authority().to_owned();
    assert!(
        matches!(&notices[..], [notice] if matches!(&notice.what, NoticeKind::SignInCutOff { host: of, .. } if *of == host)),
        "{notices:?}"
    );
    assert!(stage.keyring.entries().is_empty());

    // And the page on which such a session is ended can be opened, although no account is there
    let home = stage.demo.home().origin();
    let origin = SiteOrigin::of_page(home.as_str()).expect("an origin");
    let security = Opening::Page(origin, SitePage::Security);
    stage.manager.open_page(&security).await.expect("opened");
    let page = home.join("/settings?tab=security").expect("a page");
    assert_eq!(stage.desktop.opened(), [page.to_string()]);

    // And it is said again after the next start, until it is closed
    stage.restart();
    let id = stage.manager.snapshot().notices[0].id.clone();
    stage
        .manager
        .dismiss_notice(id.parse().expect("an identifier"))
        .await;
    stage.restart();
    assert_eq!(stage.manager.snapshot().notices, []);
    waiting.abort();
}

#[tokio::test]
async fn a_cancelled_sign_in_whose_answer_is_then_lost_is_said() {
    let stage = Stage::set().await;
    let waiting = stage.held_sign_in().await;
    stage.manager.cancel(Attempt(7));
    drop(waiting.await);

    stage.demo.home().kill().await;
    stage.manager.settled().await;

    let notices = stage.manager.snapshot().notices;
    assert!(
        matches!(
            notices[..],
            [NoticeView {
                what: NoticeKind::SignInCutOff { .. },
                ..
            }]
        ),
        "{notices:?}"
    );
}

#[tokio::test]
async fn an_end_session_page_that_waited_is_still_offered_when_the_registry_is_lost() {
    // Given
    let (mut stage, ada) = Stage::with_ada_at_contoso().await;
    stage.desktop.lose_browser(true);
    stage.manager.sign_out(ada).await.expect("signed out");
    stage.desktop.lose_browser(false);

    // When
    stage.restart_after(remove);
    stage.manager.run_due().await;

    // Then it is not opened by itself
    let unfinished = stage.manager.snapshot().unfinished;
    assert_eq!(unfinished.len(), 1, "{unfinished:?}");
    assert!(matches!(
        unfinished[0].result.single_sign_on,
        SingleSignOnResult::WaitingForYou { .. }
    ));
    assert_eq!(unfinished[0].result.server, ServerResult::Accepted);
    assert!(stage.desktop.opened().is_empty());

    // And when the person opens it
    let open = stage.manager.open_end_session(&unfinished[0].id).await;
    open.expect("opened");
    assert_eq!(stage.desktop.opened().len(), 1);
    assert!(stage.keyring.entries().is_empty());
    assert!(stage.manager.snapshot().unfinished.is_empty());
}

#[tokio::test]
async fn a_keyring_that_fails_in_the_middle_of_a_recovery_is_asked_again() {
    // Given a lost registry, and a keyring that finds its entries and then reads none of them
    let (mut stage, _) = Stage::with_ada().await;
    stage.restart_after(remove);
    stage.keyring.fail_reads_after_search(true);
    stage.manager.run_due().await;
    let before = stage.manager.snapshot().sites;

    // When
    stage.keyring.fail_reads_after_search(false);
    stage.later(31).await;

    // Then
    assert_eq!(before, []);
    let sites = stage.manager.snapshot().sites;
    assert!(matches!(
        sites[0].accounts[0].state,
        StateView::Active { .. }
    ));
}

#[tokio::test]
async fn a_session_that_was_signed_out_does_not_come_alive_with_an_old_keyring() {
    // Given a sign-out while another keyring was there, which held nothing
    let (mut stage, ada) = Stage::with_ada().await;
    let entry = stage.keyring.entries().remove(0);
    stage.keyring.wipe();
    stage.manager.sign_out(ada).await.expect("signed out");

    // When the former keyring is back
    stage.keyring.put_back(&entry);
    stage.restart();
    stage.manager.run_due().await;
    stage.later(1).await;

    // Then its session is ended
    assert!(matches!(stage.state(ada), StateView::SignedOut { .. }));
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

pub(crate) fn remove(registry: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = registry.as_os_str().to_owned();
        name.push(suffix);
        drop(std::fs::remove_file(name));
    }
}
