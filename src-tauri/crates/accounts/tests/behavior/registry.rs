//! A file with the accounts that is damaged, newer, in use, or cannot be written: it is said, nothing is lost, and the program goes on.

use std::path::{Path, PathBuf};
use std::pin::pin;

use accounts::{NoticeKind, NoticeView, RegistryState, ServerResult, StartProblemCode, StateView};
use demo::{Fault, What};

use crate::stage::{ADA, BOB, Stage};

#[tokio::test]
async fn a_damaged_file_is_moved_aside_and_the_accounts_come_back_from_the_keyring() {
    // Given
    let (mut stage, _) = Stage::with_ada().await;
    stage.signed_in(stage.demo.home(), BOB).await;
    stage.manager.settled().await;

    // When
    stage.restart_after(|file| {
        without_journal(file);
        std::fs::write(file, b"this was a database once, and is not any more").expect("written");
    });
    stage.manager.run_due().await;
    stage.later(11).await;

    // Then
    let snapshot = stage.manager.snapshot();
    let aside = set_aside(&snapshot.notices);
    assert!(
        std::fs::read(&aside)
            .expect("kept")
            .starts_with(b"this was")
    );
    assert_eq!(snapshot.registry, RegistryState::Ready);
    let accounts = &snapshot.sites[0].accounts;
    assert_eq!(accounts.len(), 2);
    for account in accounts {
        assert!(matches!(account.state, StateView::Active { .. }));
    }
    assert_eq!(snapshot.sites[0].title, "Home cloud");
}

#[tokio::test]
async fn one_row_that_cannot_be_read_costs_no_other_row_anything() {
    // Given Ada signed in and Bob signed out, which only the file knows
    let (mut stage, ada) = Stage::with_ada().await;
    let bob = stage.signed_in(stage.demo.home(), BOB).await;
    stage.manager.sign_out(bob).await.expect("signed out");
    stage.manager.settled().await;

    // When
    stage.restart_after(|file| {
        edit(
            file,
            &format!("UPDATE accounts SET document = '{{}}' WHERE id = '{ada}'"),
        );
    });
    stage.manager.run_due().await;
    stage.later(11).await;

    // Then
    assert!(set_aside(&stage.manager.snapshot().notices).exists());
    assert!(matches!(stage.state(bob), StateView::SignedOut { .. }));
    let snapshot = stage.manager.snapshot();
    let states = snapshot.sites[0].accounts.iter().map(|row| &row.state);
    let active = states.filter(|state| matches!(state, StateView::Active { .. }));
    assert_eq!(active.count(), 1);
}

#[tokio::test]
async fn a_sign_out_goes_on_when_its_own_record_was_lost() {
    for lost in ["revocations", "accounts"] {
        // Given
        let (mut stage, ada) = Stage::with_ada().await;
        let home = stage.demo.home();
        home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
        stage.manager.sign_out(ada).await.expect("begun");
        home.clear_faults();

        // When
        stage.restart_after(|file| edit(file, &format!("DELETE FROM {lost}")));
        stage.manager.run_due().await;
        stage.later(1).await;

        // Then
        assert_eq!(stage.demo.home().live_families(ADA), 0, "{lost}");
        assert!(stage.keyring.entries().is_empty(), "{lost}");
        assert!(stage.manager.snapshot().unfinished.is_empty(), "{lost}");
        if lost == "revocations" {
            assert!(matches!(
                stage.state(ada),
                StateView::SignedOut {
                    server: ServerResult::Confirmed | ServerResult::Accepted,
                    ..
                }
            ));
        }
    }
}

#[tokio::test]
async fn a_file_from_a_newer_version_is_not_touched_and_that_is_said() {
    let (stage, _) = Stage::with_ada().await;
    stage.manager.settled().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("accounts.db");
    std::fs::copy(stage.registry_file(), &file).expect("copied");
    edit(&file, "PRAGMA user_version = 99");
    let before = std::fs::read(&file).expect("read");

    let error = stage.start_on(&file).expect_err("newer");

    let problem = error.problem(&file);
    assert_eq!(problem.code, StartProblemCode::NewerVersion);
    assert_eq!(problem.file, file.display().to_string());
    assert_eq!(std::fs::read(&file).expect("read"), before);
}

#[tokio::test]
async fn a_second_copy_of_the_program_is_told_who_owns_the_file() {
    let (stage, _) = Stage::with_ada().await;

    let error = stage.start_on(&stage.registry_file()).expect_err("in use");

    let problem = error.problem(&stage.registry_file());
    assert_eq!(problem.code, StartProblemCode::InUse);
    assert_eq!(problem.process, Some(std::process::id()));
}

#[tokio::test]
async fn an_owner_that_was_killed_owns_nothing() {
    let (stage, _) = Stage::with_ada().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("accounts.db");
    std::fs::write(file.with_extension("lock"), "4711\n").expect("left behind");

    assert!(stage.start_on(&file).is_ok());
}

#[tokio::test]
async fn a_file_that_cannot_be_read_at_all_is_said_with_the_systems_words() {
    let (stage, _) = Stage::with_ada().await;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("accounts.db");
    std::fs::create_dir(&file).expect("something else under that name");

    let error = stage.start_on(&file).expect_err("not a file");

    let problem = error.problem(&file);
    assert_eq!(problem.code, StartProblemCode::CannotOpen);
    assert!(problem.detail.is_some());
}

#[tokio::test]
async fn without_a_place_to_write_the_keyring_keeps_the_sessions_and_the_list_is_tried_again() {
    // Given a folder that cannot be made
    let mut stage = Stage::set().await;
    stage.restart_after(|file| {
        let folder = file.parent().expect("a folder");
        std::fs::remove_dir_all(folder).expect("removed");
        std::fs::write(folder, b"a file in its place").expect("written");
    });
    let before = stage.manager.snapshot().registry;

    // When
    let ada = stage.signed_in(stage.demo.home(), ADA).await;

    // Then it is said, and the program works
    assert_eq!(before, RegistryState::Failed);
    assert_eq!(stage.manager.snapshot().registry, RegistryState::Failed);
    stage.manager.renew(ada).await.expect("renewed");

    // And when there is a place again
    let folder = stage.registry_file();
    let folder = folder.parent().expect("a folder");
    std::fs::remove_file(folder).expect("removed");
    std::fs::create_dir(folder).expect("made");
    stage.later(31).await;
    assert_eq!(stage.manager.snapshot().registry, RegistryState::Ready);
    stage.restart();
    assert_eq!(stage.row(ada).name, "Ada");
}

#[tokio::test]
async fn a_sign_out_that_the_registry_does_not_take_still_reaches_the_server() {
    // Given
    let mut stage = Stage::set().await;
    stage.restart_after(|file| {
        let folder = file.parent().expect("a folder");
        std::fs::remove_dir_all(folder).expect("removed");
        std::fs::write(folder, b"a file in its place").expect("written");
    });
    let ada = stage.signed_in(stage.demo.home(), ADA).await;

    // When
    let result = stage.manager.sign_out(ada).await.expect("signed out");

    // Then
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(stage.demo.home().live_families(ADA), 0);
    assert!(stage.keyring.entries().is_empty());
}

#[tokio::test]
async fn nothing_is_settled_before_the_disk_has_it() {
    // Given a file that another program keeps busy
    let (stage, _) = Stage::with_ada().await;
    stage.manager.settled().await;
    let other = rusqlite::Connection::open(stage.registry_file()).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("kept busy");

    // When
    let mut settings = stage.manager.settings();
    settings.ask_sign_out = true;
    let mut changed = pin!(stage.manager.change_settings(settings));
    assert!(futures::poll!(&mut changed).is_pending());

    // Then
    let mut settled = pin!(stage.manager.settled());
    assert!(futures::poll!(&mut settled).is_pending());

    // When
    other.execute_batch("ROLLBACK").expect("let go");
    settled.await;

    // Then
    let document = "SELECT document FROM settings";
    let settings = other.query_row(document, [], |row| row.get::<_, String>(0));
    assert!(settings.expect("written").contains(r#""askSignOut":true"#));
}

fn set_aside(notices: &[NoticeView]) -> PathBuf {
    let kinds = notices.iter().map(|notice| &notice.what);
    let mut files = kinds.filter_map(|what| match what {
        NoticeKind::RegistrySetAside { file } => Some(PathBuf::from(file)),
        NoticeKind::SignInCutOff { .. } => None,
    });
    files.next().expect("said")
}

fn without_journal(file: &Path) {
    for suffix in ["-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        drop(std::fs::remove_file(name));
    }
}

fn edit(file: &Path, statement: &str) {
    let connection = rusqlite::Connection::open(file).expect("opened");
    connection.execute_batch(statement).expect("edited");
}
