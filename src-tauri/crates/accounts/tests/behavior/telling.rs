//! What a person is told while they may not be looking: each thing once, nothing that somebody got as an answer, nothing secret.

use std::time::Duration;

use accounts::{
    Coverage, Named, Notification, Notifications, Occasion, ServerResult, SignInCause, StateView,
};
use demo::{Fault, What};

use crate::stage::{ADA, PASSWORD, Stage};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

#[tokio::test]
async fn an_account_that_has_to_sign_in_again_is_told_once() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    stage.demo.home().ban(ADA);

    // When the refusal is believed
    stage.later(55 * MINUTE).await;
    let at_first = stage.desktop.told();
    stage.later(4 * MINUTE).await;

    // Then
    let who = stage.manager.named(ada).expect("there");
    let told = [Notification::SignInAgain {
        accounts: vec![(who, SignInCause::Refused)],
    }];
    assert!(at_first.is_empty());
    assert_eq!(stage.desktop.told(), told);

    // And it is not told once more, nor after a restart
    stage.later(2 * HOUR).await;
    stage.restart();
    stage.later(2 * HOUR).await;
    assert_eq!(stage.desktop.told(), told);
}

#[tokio::test]
async fn an_account_that_came_alive_and_is_refused_anew_is_told_anew() {
    let (stage, _) = Stage::with_ada().await;
    stage.demo.home().ban(ADA);
    stage.later(55 * MINUTE).await;
    stage.later(4 * MINUTE).await;
    stage.demo.home().lift_ban(ADA);
    stage.later(2 * HOUR).await;

    stage.demo.home().ban(ADA);
    stage.later(55 * MINUTE).await;
    stage.later(4 * MINUTE).await;

    assert_eq!(stage.desktop.told().len(), 2);
}

#[tokio::test]
async fn many_refused_accounts_are_one_list_that_grows() {
    // Given
    let stage = Stage::set().await;
    let home = stage.demo.home();
    for number in 0..30 {
        let email = format!("person{number}@example.org");
        home.add_person(&email, PASSWORD, "Person");
        stage.signed_in(home, &email).await;
        home.ban(&email);
    }

    // When
    stage.later(55 * MINUTE).await;
    stage.later(4 * MINUTE).await;

    // Then each one holds the whole list, and the last one everybody
    let told = stage.desktop.told();
    let lengths: Vec<_> = told
        .iter()
        .map(|notification| match notification {
            Notification::SignInAgain { accounts } => accounts.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(lengths.is_sorted_by(|a, b| a < b), "{lengths:?}");
    assert_eq!(lengths.last(), Some(&30));
}

#[tokio::test]
async fn an_entry_that_somebody_deleted_is_told() {
    let (stage, _) = Stage::with_ada().await;
    stage.keyring.wipe();

    stage.later(55 * MINUTE).await;

    assert!(matches!(
        &stage.desktop.told()[..],
        [Notification::SignInAgain { accounts }] if accounts[0].1 == SignInCause::EntryMissing
    ));
}

#[tokio::test]
async fn what_somebody_gets_as_an_answer_is_not_told() {
    // Given people, one of whose servers' answers do not come
    let (stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    let mut people = Vec::new();
    for number in 0..4 {
        let email = format!("person{number}@example.org");
        home.add_person(&email, PASSWORD, "Person");
        people.push(stage.signed_in(home, &email).await);
    }

    // When
    stage.manager.sign_out(ada).await.expect("signed out");
    stage.manager.sign_out_of(&people[..1]).await;
    stage.manager.remove(people[1]).await.expect("removed");
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(people[2]).await.expect("begun");
    stage.manager.sign_out(people[3]).await.expect("begun");
    let given_up = stage.manager.forget(&people[2].to_string()).await;
    given_up.expect("given up");
    home.clear_faults();
    let tried = stage.manager.try_again(&people[3].to_string()).await;

    // Then
    tried.expect("signed out");
    assert_eq!(stage.desktop.told(), []);
}

#[tokio::test]
async fn a_sign_out_that_ends_by_itself_is_told() {
    // Given
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");
    stage.later(30).await;
    let while_away = stage.desktop.told();

    // When
    stage.demo.home().start_again().await;
    stage.later(HOUR).await;
    stage.later(HOUR).await;

    // Then
    let result = stage.row(ada).result.expect("shown");
    assert!(while_away.is_empty());
    assert_eq!(result.server, ServerResult::Confirmed);
    assert_eq!(
        stage.desktop.told(),
        [Notification::SignedOut {
            who: stage.manager.named(ada).expect("there"),
            result,
        }]
    );
}

#[tokio::test]
async fn the_first_round_of_a_sign_out_that_nobody_waited_for_is_told() {
    // Given a program that ended while the server was asked
    let (mut stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::Hold).times(1));
    let manager = stage.manager.clone();
    let waiting = tokio::spawn(async move { manager.sign_out(ada).await });
    home.wait_for("DELETE", "/session/token", 1).await;
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.restart();

    // When
    stage.manager.run_due().await;
    stage.later(MINUTE).await;

    // Then
    let told = stage.desktop.told();
    assert!(
        matches!(
            &told[..],
            [Notification::SignedOut { result, .. }] if matches!(result.server, ServerResult::Unreachable { .. })
        ),
        "{told:?}"
    );
    waiting.abort();
}

#[tokio::test]
async fn a_removed_account_is_told_by_its_name_when_its_sign_out_ends() {
    let (stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;
    stage.manager.remove(ada).await.expect("removed");

    stage.demo.home().start_again().await;
    stage.later(30).await;

    let told = stage.desktop.told();
    assert!(
        matches!(&told[..], [Notification::SignedOut { who, .. }] if who.name == "Ada"),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_sign_out_that_only_the_keyring_remembers_is_told() {
    let (mut stage, ada) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.manager.sign_out(ada).await.expect("begun");
    home.clear_faults();

    stage.restart_after(|file| std::fs::write(file, b"not a database").expect("written"));
    stage.later(11).await;
    stage.later(11).await;

    let told = stage.desktop.told();
    assert!(
        matches!(&told[..], [Notification::SignedOut { .. }]),
        "{told:?}"
    );
}

#[tokio::test]
async fn the_end_of_a_replaced_session_is_not_told() {
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.fault(Fault::on_call("DELETE", "/session/token", What::BadGateway));
    stage.signed_in(home, ADA).await;
    stage.manager.settled().await;
    assert_eq!(stage.manager.snapshot().unfinished.len(), 1);

    home.clear_faults();
    stage.later(MINUTE).await;

    assert!(stage.manager.snapshot().unfinished.is_empty());
    assert_eq!(stage.desktop.told(), []);
}

#[tokio::test]
async fn a_page_that_comes_to_wait_for_the_person_is_told_once() {
    // Given
    let (mut stage, ada) = Stage::with_ada_at_contoso().await;
    stage.demo.contoso().stop().await;
    stage.manager.sign_out(ada).await.expect("begun");

    // When
    stage.demo.contoso().start_again().await;
    stage.later(121).await;
    stage.later(HOUR).await;
    stage.restart();
    stage.later(HOUR).await;

    // Then
    let told = stage.desktop.told();
    let [
        Notification::SignedOut { .. },
        Notification::Finish { who, host },
    ] = &told[..]
    else {
        panic!("{told:?}")
    };
    assert_eq!(*who, stage.manager.named(ada).expect("there"));
    assert!(host.starts_with("login."), "{host}");
    stage
        .manager
        .open_end_session(&who.id)
        .await
        .expect("opened");
}

#[tokio::test]
async fn leaving_one_account_by_itself_is_told_with_its_results() {
    let (stage, ada) = Stage::with_ada().await;
    let mut settings = stage.manager.settings();
    settings.automatic.when_idle = Coverage::Everybody;
    let chosen = stage.manager.change_settings(settings).await;
    chosen.expect("on disk");

    stage.manager.leave_on(Occasion::Idle).await.results().await;

    let told = stage.desktop.told();
    assert!(
        matches!(&told[..], [Notification::SignedOut { who, result }]
            if who.id == ada.to_string() && result.server == ServerResult::Confirmed),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_session_that_ends_soon_for_want_of_its_server_is_told_once() {
    // Given
    let (mut stage, ada) = Stage::with_ada().await;
    stage.demo.home().stop().await;

    // When
    stage.later(11 * DAY).await;
    stage.later(30).await;
    let eleven_days = stage.desktop.told();
    stage.later(DAY + HOUR).await;
    stage.later(HOUR).await;
    stage.restart();
    stage.later(HOUR).await;

    // Then
    let StateView::Offline { until, .. } = stage.state(ada) else {
        panic!("{:?}", stage.state(ada))
    };
    let told = [Notification::EndsSoon {
        accounts: vec![(stage.manager.named(ada).expect("there"), until)],
    }];
    assert!(eleven_days.is_empty());
    assert_eq!(stage.desktop.told(), told);

    // And the next end is told too
    stage.demo.home().start_again().await;
    stage.later(HOUR).await;
    assert!(matches!(stage.state(ada), StateView::Active { .. }));
    stage.demo.home().stop().await;
    stage.later(HOUR).await;
    stage.later(12 * DAY).await;
    stage.later(30).await;
    assert_eq!(stage.desktop.told().len(), 2);
}

#[tokio::test]
async fn a_session_that_ends_soon_behind_a_locked_keyring_is_told() {
    let (stage, _) = Stage::with_ada().await;
    stage.keyring.lock(true);

    stage.later(12 * DAY + HOUR).await;
    stage.later(30).await;

    let told = stage.desktop.told();
    assert!(
        matches!(&told[..], [Notification::EndsSoon { .. }]),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_short_session_does_not_end_soon_because_its_server_is_away_for_a_moment() {
    let stage = Stage::set().await;
    let home = stage.demo.home();
    let hour = Duration::from_secs(3_600);
    home.set_lifetimes(hour, hour * 24);
    stage.signed_in(home, ADA).await;
    home.stop().await;

    stage.later(55 * MINUTE).await;
    stage.later(HOUR).await;
    let soon_after = stage.desktop.told();
    stage.later(11 * HOUR).await;

    assert_eq!(soon_after, []);
    assert_eq!(stage.desktop.told().len(), 1);
}

#[tokio::test]
async fn who_wants_no_notifications_gets_none() {
    // Given
    let (stage, _) = Stage::with_ada().await;
    let home = stage.demo.home();
    home.add_person("person@example.org", PASSWORD, "Person");
    let other = stage.signed_in(home, "person@example.org").await;
    let mut settings = stage.manager.settings();
    settings.notifications = Notifications::None;
    settings.automatic.on_lock = Coverage::Everybody;
    let chosen = stage.manager.change_settings(settings).await;
    chosen.expect("on disk");

    // When
    home.ban(ADA);
    stage.later(55 * MINUTE).await;
    stage.later(4 * MINUTE).await;
    home.stop().await;
    stage.manager.sign_out(other).await.expect("begun");
    home.start_again().await;
    stage.later(HOUR).await;
    let departure = stage.manager.leave_on(Occasion::ScreenLocked).await;
    departure.results().await;

    // Then
    assert_eq!(stage.desktop.told(), []);
}

#[tokio::test]
async fn an_account_is_named_with_its_site() {
    let (stage, ada) = Stage::with_ada().await;

    let named = stage.manager.named(ada);
    stage.manager.remove(ada).await.expect("removed");

    let origin = stage.demo.home().origin();
    let host = format!(
        "{}:{}",
        origin.host_str().expect("a host"),
        origin.port().expect("a port")
    );
    let ada_at_home = Named {
        id: ada.to_string(),
        name: "Ada".into(),
        site: "Home cloud".into(),
        host,
    };
    assert_eq!(named, Some(ada_at_home));
    assert_eq!(stage.manager.named(ada), None);
}
