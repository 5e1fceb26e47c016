//! The person's own label for an account.

use accounts::{Notification, Problem, ProblemCode, RenameError};

use crate::stage::Stage;

#[tokio::test]
async fn a_label_is_shown_beside_the_name_and_there_after_the_next_start() {
    let (mut stage, ada) = Stage::with_ada().await;

    stage
        .manager
        .rename(ada, Some("  Work\u{202e} \n cloud "))
        .await
        .expect("renamed");
    let shown = stage.row(ada);
    stage.restart();

    assert_eq!(shown.label.as_deref(), Some("Work cloud"));
    assert_eq!(shown.name, "Ada");
    assert_eq!(stage.row(ada).label.as_deref(), Some("Work cloud"));
}

#[tokio::test]
async fn a_label_is_taken_away_by_none_and_by_nothing_to_see() {
    for nothing in [None, Some(""), Some(" \u{200b}\t")] {
        let (mut stage, ada) = Stage::with_ada().await;
        let renamed = stage.manager.rename(ada, Some("Work")).await;
        renamed.expect("renamed");

        let renamed = stage.manager.rename(ada, nothing).await;
        renamed.expect("renamed");
        stage.restart();

        assert_eq!(stage.row(ada).label, None, "{nothing:?}");
    }
}

#[tokio::test]
async fn a_label_that_is_too_long_is_refused_and_the_former_one_stays() {
    let (stage, ada) = Stage::with_ada().await;
    let longest = "名".repeat(100);
    let renamed = stage.manager.rename(ada, Some(&longest)).await;
    renamed.expect("renamed");

    let refused = stage.manager.rename(ada, Some(&"n".repeat(101))).await;

    let error = refused.expect_err("too long");
    assert!(matches!(error, RenameError::TooLong(_)));
    assert_eq!(Problem::from(error).code, ProblemCode::BadInput);
    assert_eq!(stage.row(ada).label, Some(longest));
}

#[tokio::test]
async fn an_account_that_is_gone_cannot_be_renamed() {
    let (stage, ada) = Stage::with_ada().await;
    stage.manager.remove(ada).await.expect("removed");

    let answer = stage.manager.rename(ada, Some("Work")).await;

    let error = answer.expect_err("gone");
    assert_eq!(Problem::from(error).code, ProblemCode::NotFound);
}

#[tokio::test]
async fn a_label_outlives_the_session() {
    let (stage, ada) = Stage::with_ada().await;
    let renamed = stage.manager.rename(ada, Some("Work")).await;
    renamed.expect("renamed");

    stage.manager.sign_out(ada).await.expect("signed out");
    stage.signed_in(stage.demo.home(), crate::stage::ADA).await;

    assert_eq!(stage.row(ada).label.as_deref(), Some("Work"));
}

#[tokio::test]
async fn a_person_is_told_of_an_account_by_its_label() {
    let (stage, ada) = Stage::with_ada().await;
    let renamed = stage.manager.rename(ada, Some("Work")).await;
    renamed.expect("renamed");

    let named = stage.manager.named(ada).expect("there");

    assert_eq!(named.name, "Work");
}

#[tokio::test]
async fn a_removed_account_goes_on_under_its_label() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.stop().await;
    stage.manager.sign_out(ada).await.expect("begun");
    let renamed = stage.manager.rename(ada, Some("Work")).await;
    renamed.expect("renamed");

    // When
    stage.manager.remove(ada).await.expect("removed");
    let unfinished = stage.manager.snapshot().unfinished;
    home.start_again().await;
    stage.later(3_600).await;

    // Then
    assert_eq!(unfinished[0].name, "Work");
    let told = stage.desktop.told();
    assert!(
        matches!(&told[..], [Notification::SignedOut { who, .. }] if who.name == "Work"),
        "{told:?}"
    );
}

#[tokio::test]
async fn the_sites_own_identifier_of_the_user_is_shown() {
    let (stage, ada) = Stage::with_ada().await;

    assert_eq!(stage.row(ada).user_id, "5OIa");
}
