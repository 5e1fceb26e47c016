//! The order of sites and accounts: the person's, kept, and changed by nobody else.

use accounts::{AccountId, MoveError, Problem, ProblemCode, SiteOrigin};
use demo::StandIn;

use crate::stage::{ADA, ADA_AT_CONTOSO, BOB, PASSWORD, Stage};

const CYD: &str = "cyd@example.org";

/// Ada, Bob and Cyd at Home cloud, in this order, and another Ada at Contoso Drive.
async fn four() -> (Stage, [AccountId; 4]) {
    let stage = Stage::set().await;
    let home = stage.demo.home();
    home.add_person(CYD, PASSWORD, "Cyd");
    let accounts = [
        stage.signed_in(home, ADA).await,
        stage.signed_in(home, BOB).await,
        stage.signed_in(stage.demo.contoso(), ADA_AT_CONTOSO).await,
        stage.signed_in(home, CYD).await,
    ];
    (stage, accounts)
}

/// Names, site by site.
fn order(stage: &Stage) -> Vec<Vec<String>> {
    let sites = stage.manager.snapshot().sites.into_iter();
    let names = sites.map(|site| {
        let accounts = site.accounts.into_iter();
        accounts.map(|account| account.name).collect()
    });
    names.collect()
}

fn origin(site: &StandIn) -> SiteOrigin {
    SiteOrigin::of_page(site.origin().as_str()).expect("an origin")
}

#[tokio::test]
async fn new_accounts_come_last_in_their_site_and_new_sites_last() {
    let (stage, _) = four().await;

    assert_eq!(
        order(&stage),
        [vec!["Ada", "Bob", "Cyd"], vec!["Ada Lovelace"]]
    );
}

#[tokio::test]
async fn an_account_stands_where_it_was_put_also_after_the_next_start() {
    let (mut stage, [ada, _, _, cyd]) = four().await;

    stage
        .manager
        .move_account(cyd, Some(ada))
        .await
        .expect("moved");
    let shown = order(&stage);
    stage.restart();

    let expected = [vec!["Cyd", "Ada", "Bob"], vec!["Ada Lovelace"]];
    assert_eq!(shown, expected);
    assert_eq!(order(&stage), expected);
}

#[tokio::test]
async fn an_account_that_is_put_before_none_stands_last() {
    let (mut stage, [ada, ..]) = four().await;

    stage.manager.move_account(ada, None).await.expect("moved");
    stage.restart();

    assert_eq!(
        order(&stage),
        [vec!["Bob", "Cyd", "Ada"], vec!["Ada Lovelace"]]
    );
}

#[tokio::test]
async fn a_site_stands_where_it_was_put_with_its_accounts() {
    // Given
    let (mut stage, _) = four().await;
    let (home, contoso) = (origin(stage.demo.home()), origin(stage.demo.contoso()));

    // When
    let moved = stage.manager.move_site(&contoso, Some(&home)).await;
    moved.expect("moved");
    let shown = order(&stage);
    stage.restart();
    let kept = order(&stage);
    let moved = stage.manager.move_site(&contoso, None).await;
    moved.expect("moved");
    stage.restart();

    // Then
    let first = [vec!["Ada Lovelace"], vec!["Ada", "Bob", "Cyd"]];
    assert_eq!(shown, first);
    assert_eq!(kept, first);
    assert_eq!(
        order(&stage),
        [vec!["Ada", "Bob", "Cyd"], vec!["Ada Lovelace"]]
    );
}

#[tokio::test]
async fn what_is_put_where_it_stands_changes_nothing() {
    let (stage, [ada, bob, lovelace, cyd]) = four().await;
    let (home, contoso) = (origin(stage.demo.home()), origin(stage.demo.contoso()));
    // Each profile is read after its sign-in has been answered.
    let before = stage
        .until(|snapshot| {
            let mut accounts = snapshot.sites.iter().flat_map(|site| &site.accounts);
            accounts.all(|account| account.storage.is_some())
        })
        .await;

    let manager = &stage.manager;
    for (account, next) in [
        (ada, Some(bob)),
        (bob, Some(bob)),
        (cyd, None),
        (lovelace, None),
    ] {
        let moved = manager.move_account(account, next).await;
        moved.expect("there");
    }
    manager
        .move_site(&home, Some(&contoso))
        .await
        .expect("there");
    manager.move_site(&contoso, None).await.expect("there");

    assert_eq!(stage.manager.snapshot(), before);
}

#[tokio::test]
async fn what_is_not_there_is_not_found_and_moves_nothing() {
    // Given
    let (stage, [ada, bob, lovelace, _]) = four().await;
    let stranger = SiteOrigin::of_page("https://stranger.example").expect("an origin");
    let home = origin(stage.demo.home());
    stage.manager.remove(bob).await.expect("removed");
    let before = order(&stage);

    // When
    let manager = &stage.manager;
    let answers = [
        manager.move_account(bob, None).await,
        manager.move_account(ada, Some(bob)).await,
        // On another site.
        manager.move_account(ada, Some(lovelace)).await,
        manager.move_site(&stranger, None).await,
        manager.move_site(&home, Some(&stranger)).await,
    ];

    // Then
    for answer in answers {
        let error = answer.expect_err("not there");
        assert!(matches!(error, MoveError::NotFound));
        assert_eq!(Problem::from(error).code, ProblemCode::NotFound);
    }
    assert_eq!(order(&stage), before);
}

#[tokio::test]
async fn an_account_that_is_added_again_keeps_its_place() {
    let (mut stage, [ada, _, _, cyd]) = four().await;
    stage
        .manager
        .move_account(cyd, Some(ada))
        .await
        .expect("moved");

    stage.signed_in(stage.demo.home(), CYD).await;
    stage.manager.sign_out(ada).await.expect("signed out");
    stage.signed_in(stage.demo.home(), ADA).await;
    stage.restart();

    assert_eq!(
        order(&stage),
        [vec!["Cyd", "Ada", "Bob"], vec!["Ada Lovelace"]]
    );
}

#[tokio::test]
async fn one_that_is_added_after_moving_comes_last_all_the_same() {
    let (mut stage, [ada, ..]) = four().await;
    stage.manager.move_account(ada, None).await.expect("moved");
    let home = stage.demo.home();
    home.add_person("dan@example.org", PASSWORD, "Dan");

    stage.signed_in(home, "dan@example.org").await;
    stage.restart();

    assert_eq!(
        order(&stage),
        [vec!["Bob", "Cyd", "Ada", "Dan"], vec!["Ada Lovelace"]]
    );
}

#[tokio::test]
async fn the_order_survives_a_damaged_file() {
    let (mut stage, [ada, _, lovelace, cyd]) = four().await;
    stage
        .manager
        .move_account(cyd, Some(ada))
        .await
        .expect("moved");

    stage.restart_after(|file| {
        let connection = rusqlite::Connection::open(file).expect("opened");
        let broken = format!("UPDATE accounts SET document = '{{}}' WHERE id = '{lovelace}'");
        connection.execute(&broken, []).expect("broken");
    });

    assert_eq!(order(&stage)[0], ["Cyd", "Ada", "Bob"]);
}
